package io.cohortrun.workers.slide.read.tiff;

import io.cohortrun.workers.slide.SlideFailure;
import io.cohortrun.workflows.contract.Outcome;
import java.io.IOException;
import java.util.Arrays;
import java.util.stream.LongStream;

/** Whether a directory holds the 8-bit colour that an H&amp;E slide is made of. */
public final class PixelFacts {

  private static final int RGB = 2;
  private static final int YCBCR = 6;
  private static final int JPEG = 7;
  private static final int UNSIGNED = 1;
  private static final int UNTYPED = 4;

  private PixelFacts() {}

  /** Samples per pixel as stored. */
  public static int channels(TiffDirectory directory) throws IOException, SlideFailure {
    return Math.clamp(directory.number(Tag.SAMPLES, 1), 0, Integer.MAX_VALUE);
  }

  /** Bits of the widest sample. */
  public static int bits(TiffDirectory directory) throws IOException, SlideFailure {
    long widest = LongStream.of(directory.longs(Tag.BITS)).max().orElse(1);
    return Math.clamp(widest, 0, Integer.MAX_VALUE);
  }

  /**
   * Refuses what is not 8-bit RGB, whole or as JPEG's YCbCr, with or without declared alpha.
   *
   * @throws SlideFailure UnsupportedPixels, saying what is stored
   */
  public static void check(TiffDirectory directory) throws IOException, SlideFailure {
    int samples = channels(directory);
    int bits = bits(directory);
    long photometric = directory.number(Tag.PHOTOMETRIC, -1);
    if (photometric == YCBCR && directory.number(Tag.COMPRESSION, 1) != JPEG) {
      photometric = -YCBCR;
    }
    boolean whole =
        LongStream.of(directory.longs(Tag.SAMPLE_FORMAT))
            .allMatch(f -> f == UNSIGNED || f == UNTYPED);
    long[] extra = directory.longs(Tag.EXTRA_SAMPLES);
    boolean alpha = samples == 4 && extra.length == 1 && (extra[0] == 1 || extra[0] == 2);
    boolean colour =
        (photometric == RGB && (samples == 3 || alpha)) || (photometric == YCBCR && samples == 3);
    boolean eightBits = Arrays.stream(directory.longs(Tag.BITS)).allMatch(b -> b == 8);
    if (!colour || !eightBits || !directory.has(Tag.BITS) || !whole) {
      throw new SlideFailure(
          Outcome.UnsupportedPixels,
          "Pixels are stored as %d x %d-bit %s%s; 8-bit RGB is needed, so export the slide as brightfield RGB."
              .formatted(samples, bits, name((int) photometric), whole ? "" : " (signed or real)"));
    }
  }

  private static String name(int photometric) {
    return switch (photometric) {
      case 0, 1 -> "grey";
      case 2 -> "RGB";
      case 3 -> "palette colour";
      case 5 -> "CMYK";
      case 6 -> "YCbCr";
      case -6 -> "YCbCr without JPEG";
      case 8, 9, 10 -> "CIE Lab";
      default -> "pixels of unknown meaning";
    };
  }
}
