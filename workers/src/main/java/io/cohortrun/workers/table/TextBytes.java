package io.cohortrun.workers.table;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/** Tells by its first bytes what a table is, whatever its name says. */
public final class TextBytes {

  private static final int LOOK = 4096;

  /** One zero byte in so many is no slip any more. */
  private static final int BINARY = 50;

  /**
   * Bytes read as UTF-8.
   *
   * @param text without BOM; bytes that are not UTF-8 became replacement characters
   * @param badLine 1-based line with the first of these, or 0
   */
  public record Decoded(String text, long badLine) {}

  private TextBytes() {}

  /** Whether these bytes are a Parquet file. */
  public static boolean isParquet(byte[] bytes) {
    return startsWith(bytes, "50415231");
  }

  /** Whether these bytes are compressed by gzip. */
  public static boolean isGzip(byte[] bytes) {
    return startsWith(bytes, "1F8B");
  }

  /** Reads text; what is wrong in one line hides nothing in the others. */
  public static Decoded decode(byte[] bytes) {
    int from = startsWith(bytes, "EFBBBF") ? 3 : 0;
    ByteBuffer in = ByteBuffer.wrap(bytes, from, bytes.length - from);
    try {
      return new Decoded(
          StandardCharsets.UTF_8
              .newDecoder()
              .onMalformedInput(CodingErrorAction.REPORT)
              .onUnmappableCharacter(CodingErrorAction.REPORT)
              .decode(in)
              .toString(),
          0);
    } catch (CharacterCodingException e) {
      long line = 1;
      for (int i = 0; i < in.position(); i++) {
        line += bytes[i] == '\n' ? 1 : 0;
      }
      return new Decoded(
          new String(bytes, from, bytes.length - from, StandardCharsets.UTF_8), line);
    }
  }

  /** Why these bytes are no text, if they are none. */
  public static Optional<String> refusal(byte[] bytes) {
    if (startsWith(bytes, "FFFE") || startsWith(bytes, "FEFF")) {
      return Optional.of("is UTF-16 text; save it as 'CSV UTF-8'");
    }
    if (startsWith(bytes, "504B0304") || startsWith(bytes, "D0CF11E0")) {
      return Optional.of("is a spreadsheet workbook; save its sheet as 'CSV UTF-8'");
    }
    if (isGzip(bytes) || startsWith(bytes, "28B52FFD")) {
      return Optional.of("is compressed; unpack it first");
    }
    int zeros = 0;
    int looked = Math.min(LOOK, bytes.length);
    for (int i = 0; i < looked; i++) {
      zeros += bytes[i] == 0 ? 1 : 0;
    }
    return zeros * BINARY > looked
        ? Optional.of("is not text (full of zero bytes); save it as 'CSV UTF-8' or Parquet")
        : Optional.empty();
  }

  private static boolean startsWith(byte[] bytes, String hex) {
    byte[] magic = HexFormat.of().parseHex(hex);
    return bytes.length >= magic.length
        && Arrays.equals(bytes, 0, magic.length, magic, 0, magic.length);
  }
}
