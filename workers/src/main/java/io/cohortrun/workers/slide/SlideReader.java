package io.cohortrun.workers.slide;

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

  @Override
  void close();
}
