package io.cohortrun.workers.slide.read;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The few attributes of a DICOM instance by which it is accepted or refused. Reads at most the
 * first MiB and never the pixels; values that lie behind it, or behind something malformed, are
 * empty.
 *
 * @param values by tag, {@code group << 16 | element}
 */
record DicomHeader(Map<Integer, String> values) {

  private static final int HEAD = 1 << 20;
  private static final int MAX_DEPTH = 8;
  private static final int MAX_VALUE = 256;
  private static final long UNDEFINED = 0xFFFFFFFFL;

  private static final int TRANSFER_SYNTAX = 0x0002_0010;
  private static final int IMAGE_TYPE = 0x0008_0008;
  private static final int SOP_CLASS = 0x0008_0016;
  private static final int SERIES_UID = 0x0020_000E;
  private static final int SAMPLES = 0x0028_0002;
  private static final int BITS_ALLOCATED = 0x0028_0100;
  private static final int MATRIX_COLUMNS = 0x0048_0006;
  private static final int MATRIX_ROWS = 0x0048_0007;
  private static final Set<Integer> WANTED =
      Set.of(
          TRANSFER_SYNTAX,
          IMAGE_TYPE,
          SOP_CLASS,
          SERIES_UID,
          SAMPLES,
          BITS_ALLOCATED,
          MATRIX_COLUMNS,
          MATRIX_ROWS);

  private static final String WHOLE_SLIDE = "1.2.840.10008.5.1.4.1.1.77.1.6";
  private static final String IMPLICIT_LITTLE = "1.2.840.10008.1.2";
  private static final Set<String> LONG_LENGTH =
      Set.of("OB", "OD", "OF", "OL", "OV", "OW", "SQ", "SV", "UC", "UN", "UR", "UT", "UV");

  static DicomHeader read(Path file) throws IOException {
    byte[] head;
    try (InputStream in = Files.newInputStream(file)) {
      head = in.readNBytes(HEAD);
    }
    ByteBuffer in = ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN);
    Map<Integer, String> values = new TreeMap<>();
    if (head.length > 132) {
      in.position(132);
      elements(in, in.limit(), false, 0, values);
    }
    return new DicomHeader(values);
  }

  /** Reads elements up to {@code end}; stops quietly at anything malformed. */
  private static void elements(
      ByteBuffer in, int end, boolean implicit, int depth, Map<Integer, String> values) {
    boolean plain = implicit;
    while (end - in.position() >= 8) {
      int tag = (in.getShort() & 0xFFFF) << 16 | (in.getShort() & 0xFFFF);
      if (tag == 0xFFFE_E00D || tag == 0xFFFE_E0DD) { // end of an item, of a sequence
        in.getInt();
        return;
      }
      if (Integer.compareUnsigned(tag, MATRIX_ROWS) > 0 && depth == 0) {
        return;
      }
      if (depth == 0 && (tag >>> 16) > 2) {
        plain = IMPLICIT_LITTLE.equals(values.get(TRANSFER_SYNTAX));
      }
      String vr = plain || (tag >>> 16) == 0xFFFE ? "" : "" + (char) in.get() + (char) in.get();
      long length = length(in, vr, end);
      if (length == UNDEFINED) {
        if (depth >= MAX_DEPTH) {
          return;
        }
        elements(in, end, plain, depth + 1, values);
      } else if (length < 0 || length > end - in.position()) {
        return;
      } else {
        if (depth == 0 && WANTED.contains(tag) && length <= MAX_VALUE) {
          byte[] value = new byte[(int) length];
          in.get(in.position(), value);
          values.put(tag, text(value, tag));
        }
        in.position(in.position() + (int) length);
      }
    }
  }

  private static long length(ByteBuffer in, String vr, int end) {
    if (LONG_LENGTH.contains(vr)) {
      if (end - in.position() < 6) {
        return -1;
      }
      in.getShort();
      return in.getInt() & UNDEFINED;
    }
    return vr.isEmpty() ? in.getInt() & UNDEFINED : in.getShort() & 0xFFFF;
  }

  private static String text(byte[] value, int tag) {
    ByteBuffer number = ByteBuffer.wrap(value).order(ByteOrder.LITTLE_ENDIAN);
    return switch (tag) {
      case SAMPLES, BITS_ALLOCATED ->
          value.length < 2 ? "" : String.valueOf(number.getShort() & 0xFFFF);
      case MATRIX_COLUMNS, MATRIX_ROWS ->
          value.length < 4 ? "" : Integer.toUnsignedString(number.getInt());
      default -> new String(value, StandardCharsets.US_ASCII).replace('\0', ' ').strip();
    };
  }

  boolean isWholeSlide() {
    return WHOLE_SLIDE.equals(values.get(SOP_CLASS));
  }

  /** VOLUME, THUMBNAIL, LABEL or OVERVIEW; empty where the header does not say. */
  String flavour() {
    String[] parts = values.getOrDefault(IMAGE_TYPE, "").split("\\\\", -1);
    return parts.length > 2 ? parts[2].strip() : "";
  }

  boolean isVolume() {
    return flavour().equals("VOLUME");
  }

  String seriesUid() {
    return values.getOrDefault(SERIES_UID, "");
  }

  /** Samples per pixel, 0 where unknown. */
  int samples() {
    return number(SAMPLES);
  }

  /** Bits per sample, 0 where unknown. */
  int bits() {
    return number(BITS_ALLOCATED);
  }

  /** Pixels of the whole matrix, 0 where unknown. */
  long pixels() {
    return (long) number(MATRIX_COLUMNS) * number(MATRIX_ROWS);
  }

  private int number(int tag) {
    String value = values.getOrDefault(tag, "");
    return value.matches("\\d{1,9}") ? Integer.parseInt(value) : 0;
  }
}
