package io.cohortrun.workers.canonical;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Content digests, lower-case hex. */
public final class Sha256 {

  private Sha256() {}

  /** Of bytes. */
  public static String of(byte[] bytes) {
    return hex(digest(), bytes);
  }

  /** Of text in UTF-8. */
  public static String of(String text) {
    return of(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Of a stream, read to its end and not closed. */
  public static String of(InputStream in) throws IOException {
    MessageDigest d = digest();
    byte[] buffer = new byte[1 << 18];
    for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
      d.update(buffer, 0, n);
    }
    return HexFormat.of().formatHex(d.digest());
  }

  /** Of a file. */
  public static String of(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return of(in);
    }
  }

  /** An empty digest. */
  public static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** Ends a digest with the bytes {@code last}. */
  public static String hex(MessageDigest digest, byte[] last) {
    return HexFormat.of().formatHex(digest.digest(last));
  }
}
