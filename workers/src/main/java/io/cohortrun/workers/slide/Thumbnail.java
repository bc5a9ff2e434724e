package io.cohortrun.workers.slide;

import java.awt.image.BufferedImage;
import java.util.Optional;

/**
 * A small picture of the scanned area, never of label or macro.
 *
 * @param x level-0 pixels of its left edge
 * @param y level-0 pixels of its top edge
 * @param downsampleX level-0 pixels per pixel in x
 * @param downsampleY level-0 pixels per pixel in y
 * @param width at most {@value #SIDE}
 * @param height at most {@value #SIDE}
 * @param rgb 0xRRGGBB, row-major
 */
public record Thumbnail(
    long x, long y, double downsampleX, double downsampleY, int width, int height, int[] rgb) {

  /** Longest side. */
  public static final int SIDE = 512;

  /** JPEG. */
  public byte[] toJpeg() {
    return jpeg(rgb);
  }

  /**
   * Where the picture of {@link #toJpeg} lies.
   *
   * @return empty where the bytes do not say it
   */
  public static Optional<Placement> placement(byte[] jpeg) {
    return ThumbnailJpeg.placement(jpeg);
  }

  /** JPEG with all that is not tissue paled, and the tissue's outline drawn. */
  public byte[] toJpeg(TissueMask mask) {
    int[] out = rgb.clone();
    for (int row = 0, i = 0; row < height; row++) {
      for (int column = 0; column < width; column++, i++) {
        boolean tissue = tissue(mask, column, row);
        if (!tissue) {
          out[i] = paled(rgb[i]);
        } else if (!tissue(mask, column - 1, row)
            || !tissue(mask, column + 1, row)
            || !tissue(mask, column, row - 1)
            || !tissue(mask, column, row + 1)) {
          out[i] = 0x00803C;
        }
      }
    }
    return jpeg(out);
  }

  private boolean tissue(TissueMask mask, int column, int row) {
    return mask.at(x + (column + 0.5) * downsampleX, y + (row + 0.5) * downsampleY);
  }

  private static int paled(int pixel) {
    int half = pixel >> 1 & 0x7F7F7F;
    return half + 0x7F7F7F;
  }

  private byte[] jpeg(int[] pixels) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    image.setRGB(0, 0, width, height, pixels, 0, width);
    return ThumbnailJpeg.write(
        image, new Placement(x, y, width * downsampleX, height * downsampleY));
  }
}
