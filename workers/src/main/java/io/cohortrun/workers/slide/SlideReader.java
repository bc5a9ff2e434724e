package io.cohortrun.workers.slide;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.MemorySegment;

/**
 * One open slide. The port behind which OpenSlide, the TIFF reader and the decode child stand; one
 * contract test suite runs against each.
 *
 * <p>Reads may come from several threads at once; close waits for reads in flight. Label and macro
 * images are never offered.
 */
public interface SlideReader extends AutoCloseable {

  /** What the file says of itself; read once at open. */
  SlideInfo info();

  /**
   * Reads a region of one level.
   *
   * @param level 0-based, 0 is the finest
   * @param x left edge in level-0 pixels (OpenSlide's convention); may lie outside the slide
   * @param y top edge in level-0 pixels
   * @param width in pixels of {@code level}
   * @param height in pixels of {@code level}
   * @param argb receives width * height premultiplied 0xAARRGGBB pixels, row-major; outside the
   *     slide and unscanned areas are 0
   * @throws SlideFailure Unreadable where the region does not decode, DecodeCrash, DecodeHang,
   *     TooLarge
   */
  void read(int level, long x, long y, int width, int height, int[] argb) throws SlideFailure;

  /**
   * The same into memory outside Java's heap, which a native library fills without a copy.
   *
   * @param argb room for width * height ints
   */
  default void read(int level, long x, long y, int width, int height, MemorySegment argb)
      throws SlideFailure {
    int[] pixels = new int[Math.multiplyExact(width, height)];
    read(level, x, y, width, height, pixels);
    MemorySegment.copy(pixels, 0, argb, JAVA_INT, 0, pixels.length);
  }

  @Override
  void close();
}
