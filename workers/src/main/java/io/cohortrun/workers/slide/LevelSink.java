package io.cohortrun.workers.slide;

/** Takes the pixels of a level block by block, each pixel once. */
interface LevelSink {

  /**
   * One block.
   *
   * @param x column of its first pixel in the window
   * @param y row of its first pixel in the window
   * @param argb width * height premultiplied pixels, row-major; valid during the call only
   */
  void block(int x, int y, int width, int height, int[] argb);

  /** A part of the block before that does not decode: its pixels were given as transparent. */
  default void unreadable(int x, int y, int width, int height) {}
}
