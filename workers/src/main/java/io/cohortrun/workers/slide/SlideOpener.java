package io.cohortrun.workers.slide;

import java.nio.file.Path;

/** Opens a staged slide: a file, or the folder or main file of a MIRAX or DICOM set. */
public interface SlideOpener {

  /**
   * Opens with the first reader that knows the format.
   *
   * @throws SlideFailure UnsupportedFormat, Unreadable, Truncated, UnsupportedPixels, TooLarge,
   *     DecodeCrash, DecodeHang; the sentence names the missing reader where another machine could
   *     read the file
   */
  SlideReader open(Path slide) throws SlideFailure;
}
