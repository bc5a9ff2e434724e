package io.cohortrun.workers.slide;

import java.util.List;
import java.util.SortedMap;

/**
 * What a slide file says of itself.
 *
 * @param reader name of the reader, {@code openslide} or {@code tiff}
 * @param readerVersion its version and, where it matters to pixels, its decoder's ({@code 4.0.0},
 *     {@code tiff-1+jdk25})
 * @param vendor format vendor as OpenSlide names it ({@code aperio}, {@code generic-tiff}, ...)
 * @param levels finest first, at least one
 * @param background RGB 0xRRGGBB that unscanned areas show; white where the file says nothing
 * @param resolution every statement of the file about its resolution, unjudged
 * @param channels samples per pixel as stored
 * @param bitsPerChannel as stored
 * @param bounds scanned area in level-0 pixels; the whole of level 0 where the file names none
 * @param properties reader properties that the mpp rules and provenance need; never label text or
 *     patient data
 */
public record SlideInfo(
    String reader,
    String readerVersion,
    String vendor,
    List<Level> levels,
    int background,
    Resolution resolution,
    int channels,
    int bitsPerChannel,
    Rect bounds,
    SortedMap<String, String> properties) {

  /**
   * Size in pixels, and how many level-0 pixels one of its pixels spans (not an integer in
   * general).
   */
  public record Level(long width, long height, double downsample) {}

  /** Half-open rectangle in level-0 pixels. */
  public record Rect(long x, long y, long width, long height) {}

  /**
   * Raw statements; null where the file makes none. Text that is not a number is kept as it stands.
   *
   * @param vendorX micrometres per pixel from the vendor's own field (openslide.mpp-x, Aperio MPP,
   *     DICOM pixel spacing)
   * @param vendorY as x
   * @param omeX from OME-XML PhysicalSizeX, in micrometres
   * @param omeY as x
   * @param tiffX micrometres per pixel from XResolution and ResolutionUnit; null where the unit is
   *     absent or the value is 72 or 96 dpi
   * @param tiffY as x
   * @param objective objective power
   */
  public record Resolution(
      String vendorX,
      String vendorY,
      String omeX,
      String omeY,
      String tiffX,
      String tiffY,
      String objective) {}

  /** Finest level. */
  public Level base() {
    return levels.getFirst();
  }
}
