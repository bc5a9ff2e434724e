package io.cohortrun.workers.slide.read;

/**
 * What the file itself says where OpenSlide is silent or depends on its version.
 *
 * @param channels samples per pixel as stored
 * @param bits per channel as stored
 * @param tiffX micrometres per pixel from the TIFF resolution tags, or null
 * @param tiffY as x
 */
record FileFacts(int channels, int bits, String tiffX, String tiffY) {

  /** Formats that hold 8-bit colour only. */
  static final FileFacts COLOUR = new FileFacts(3, 8, null, null);
}
