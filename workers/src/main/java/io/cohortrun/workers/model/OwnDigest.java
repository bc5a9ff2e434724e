package io.cohortrun.workers.model;

import io.cohortrun.workers.canonical.Sha256;
import java.nio.charset.StandardCharsets;

/**
 * How {@code bundle.json} vouches for itself: the sha256 of its own bytes, with zeros where that
 * digest stands.
 */
public final class OwnDigest {

  /** Stands in {@code digests} under the file's own name until it is {@link #signed}. */
  public static final String UNSIGNED = "0".repeat(64);

  private OwnDigest() {}

  /** The description with its digest in place of {@link #UNSIGNED}. */
  public static byte[] signed(byte[] description) {
    return replace(description, UNSIGNED, Sha256.of(description));
  }

  /** What the digest of a description must be that states this one. */
  static String of(byte[] description, String stated) {
    return Sha256.of(replace(description, stated, UNSIGNED));
  }

  private static byte[] replace(byte[] description, String digest, String by) {
    // One byte is one character here, so that no encoding can lose any.
    String text = new String(description, StandardCharsets.ISO_8859_1);
    return text.replace(digest, by).getBytes(StandardCharsets.ISO_8859_1);
  }
}
