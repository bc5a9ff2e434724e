package io.cohortrun.workers.manifest;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

/** Tells by its first bytes what a manifest is, whatever its name says. */
final class ManifestBytes {

  private static final int LOOK = 4096;

  /** One zero byte in so many is no slip any more. */
  private static final int BINARY = 50;

  private ManifestBytes() {}

  static boolean isParquet(byte[] bytes) {
    return startsWith(bytes, "50415231");
  }

  /** The text without BOM, or null after telling why there is none; bad bytes are told too. */
  static String text(byte[] bytes, ErrorList errors) {
    String refused = refused(bytes);
    if (refused != null) {
      errors.file(refused);
      return null;
    }
    int from = startsWith(bytes, "EFBBBF") ? 3 : 0;
    ByteBuffer in = ByteBuffer.wrap(bytes, from, bytes.length - from);
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .onUnmappableCharacter(CodingErrorAction.REPORT)
          .decode(in)
          .toString();
    } catch (CharacterCodingException e) {
      long line = 1;
      for (int i = 0; i < in.position(); i++) {
        line += bytes[i] == '\n' ? 1 : 0;
      }
      errors.line(line, "is not UTF-8 text; save the table as 'CSV UTF-8'");
      // The rest is judged all the same: everything that is wrong is told at once.
      return new String(bytes, from, bytes.length - from, StandardCharsets.UTF_8);
    }
  }

  private static String refused(byte[] bytes) {
    if (startsWith(bytes, "FFFE") || startsWith(bytes, "FEFF")) {
      return "the manifest is UTF-16 text; save it as 'CSV UTF-8'";
    }
    if (startsWith(bytes, "504B0304") || startsWith(bytes, "D0CF11E0")) {
      return "the manifest is a spreadsheet workbook; save its sheet as 'CSV UTF-8'";
    }
    if (startsWith(bytes, "1F8B") || startsWith(bytes, "28B52FFD")) {
      return "the manifest is compressed; unpack it first";
    }
    int zeros = 0;
    int looked = Math.min(LOOK, bytes.length);
    for (int i = 0; i < looked; i++) {
      zeros += bytes[i] == 0 ? 1 : 0;
    }
    return zeros * BINARY > looked
        ? "the manifest is not text (it is full of zero bytes); save it as 'CSV UTF-8' or Parquet"
        : null;
  }

  private static boolean startsWith(byte[] bytes, String hex) {
    byte[] magic = HexFormat.of().parseHex(hex);
    return bytes.length >= magic.length
        && Arrays.equals(bytes, 0, magic.length, magic, 0, magic.length);
  }
}
