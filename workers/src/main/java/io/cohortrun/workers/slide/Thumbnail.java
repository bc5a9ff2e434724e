package io.cohortrun.workers.slide;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;

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

  private static final float QUALITY = 0.85f;

  /** JPEG. */
  public byte[] toJpeg() {
    return jpeg(rgb);
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
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    try {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      try (ImageOutputStream out = ImageIO.createImageOutputStream(bytes)) {
        writer.setOutput(out);
        ImageWriteParam param = writer.getDefaultWriteParam();
        param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
        param.setCompressionQuality(QUALITY);
        writer.write(null, new IIOImage(image, null, null), param);
      }
      return bytes.toByteArray();
    } catch (IOException inMemory) {
      throw new UncheckedIOException(inMemory);
    } finally {
      writer.dispose();
    }
  }
}
