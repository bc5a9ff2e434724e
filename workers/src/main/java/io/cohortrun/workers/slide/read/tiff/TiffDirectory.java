package io.cohortrun.workers.slide.read.tiff;

import io.cohortrun.workers.slide.SlideFailure;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.SortedMap;

/** One image file directory, values read on demand. */
public final class TiffDirectory {

  private static final long MAX_VALUES = 256L << 20;
  private static final long MAX_TEXT = 64L << 20;

  private final TiffFile file;
  private final SortedMap<Integer, TiffEntry> entries;
  private final long next;

  TiffDirectory(TiffFile file, SortedMap<Integer, TiffEntry> entries, long next) {
    this.file = file;
    this.entries = entries;
    this.next = next;
  }

  long next() {
    return next;
  }

  boolean has(int tag) {
    return entries.containsKey(tag);
  }

  /** Values of an integer tag; empty where it is absent or of another type. */
  long[] longs(int tag) throws IOException, SlideFailure {
    TiffEntry entry = entries.get(tag);
    if (entry == null) {
      return new long[0];
    }
    int type = entry.type();
    boolean integer =
        type == 1 || type == 3 || type == 4 || type == 13 || (type >= 16 && type <= 18);
    if (!integer) {
      return new long[0];
    }
    ByteBuffer in = file.values(entry, MAX_VALUES);
    long[] values = new long[(int) entry.count()];
    for (int i = 0; i < values.length; i++) {
      values[i] =
          switch (type) {
            case 1 -> in.get() & 0xFF;
            case 3 -> in.getShort() & 0xFFFF;
            case 4, 13 -> in.getInt() & 0xFFFFFFFFL;
            default -> in.getLong();
          };
    }
    return values;
  }

  /** First value of an integer tag. */
  long number(int tag, long absent) throws IOException, SlideFailure {
    long[] values = longs(tag);
    return values.length == 0 ? absent : values[0];
  }

  /** Text of an ASCII or byte tag, without its trailing NULs; empty where absent. */
  String text(int tag) throws IOException, SlideFailure {
    TiffEntry entry = entries.get(tag);
    if (entry == null
        || (entry.type() != TiffEntry.ASCII && entry.type() != 1 && entry.type() != 7)) {
      return "";
    }
    ByteBuffer in = file.values(entry, MAX_TEXT);
    byte[] chars = new byte[in.remaining()];
    in.get(chars);
    int end = chars.length;
    while (end > 0 && chars[end - 1] == 0) {
      end--;
    }
    return new String(chars, 0, end, StandardCharsets.UTF_8);
  }

  /** Bytes of an undefined or byte tag; empty where absent. */
  byte[] raw(int tag) throws IOException, SlideFailure {
    TiffEntry entry = entries.get(tag);
    if (entry == null) {
      return new byte[0];
    }
    ByteBuffer in = file.values(entry, MAX_TEXT);
    byte[] read = new byte[in.remaining()];
    in.get(read);
    return read;
  }

  /** Value of a rational tag, or null where it is absent, of another type or not positive. */
  private BigDecimal rational(int tag) throws IOException, SlideFailure {
    TiffEntry entry = entries.get(tag);
    if (entry == null || entry.type() != TiffEntry.RATIONAL || entry.count() < 1) {
      return null;
    }
    ByteBuffer in = file.values(entry, MAX_VALUES);
    long numerator = in.getInt() & 0xFFFFFFFFL;
    long denominator = in.getInt() & 0xFFFFFFFFL;
    if (numerator == 0 || denominator == 0) {
      return null;
    }
    return BigDecimal.valueOf(numerator)
        .divide(BigDecimal.valueOf(denominator), MathContext.DECIMAL64);
  }

  /**
   * Micrometres per pixel from a resolution tag, 7 digits (what the writers' floats hold); null
   * where tag or unit is absent, or the value is a word processor's 72 or 96 dpi.
   */
  public String micrometres(int resolutionTag) throws IOException, SlideFailure {
    BigDecimal perUnit = rational(resolutionTag);
    long unit = number(Tag.RESOLUTION_UNIT, 0);
    if (perUnit == null || (unit != 2 && unit != 3)) {
      return null;
    }
    BigDecimal micrometresPerUnit = BigDecimal.valueOf(unit == 2 ? 25_400 : 10_000);
    BigDecimal mpp = micrometresPerUnit.divide(perUnit, new MathContext(7, RoundingMode.HALF_UP));
    double dpi = 25_400 / mpp.doubleValue();
    if (Math.abs(dpi - 72) < 0.05 || Math.abs(dpi - 96) < 0.05) {
      return null;
    }
    return mpp.stripTrailingZeros().toPlainString();
  }

  /** {@link #micrometres} of XResolution. */
  public String micrometresX() throws IOException, SlideFailure {
    return micrometres(Tag.X_RESOLUTION);
  }

  /** {@link #micrometres} of YResolution. */
  public String micrometresY() throws IOException, SlideFailure {
    return micrometres(Tag.Y_RESOLUTION);
  }
}
