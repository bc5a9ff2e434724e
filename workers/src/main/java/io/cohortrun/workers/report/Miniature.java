package io.cohortrun.workers.report;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageInputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** A thumbnail small enough for a line of a table. */
final class Miniature {

  /** Longest side in pixels; shown at half of it. */
  private static final int SIDE = 80;

  private Miniature() {}

  /** JPEG of a JPEG; null where it cannot be read, since a missing picture costs nothing else. */
  static byte[] of(byte[] jpeg) {
    try {
      BufferedImage image =
          ImageIO.read(new MemoryCacheImageInputStream(new ByteArrayInputStream(jpeg)));
      // Halving and then one step of at most 2 keeps every pixel in the mean.
      while (Math.max(image.getWidth(), image.getHeight()) >= 2 * SIDE) {
        image = scaled(image, 0.5);
      }
      double rest = (double) SIDE / Math.max(image.getWidth(), image.getHeight());
      image = scaled(image, Math.min(1, rest));
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      try (var out = new MemoryCacheImageOutputStream(bytes)) {
        ImageIO.write(image, "jpeg", out);
      }
      return bytes.toByteArray();
    } catch (IOException | RuntimeException unreadable) {
      return null;
    }
  }

  private static BufferedImage scaled(BufferedImage image, double factor) {
    int width = Math.max(1, (int) Math.round(image.getWidth() * factor));
    int height = Math.max(1, (int) Math.round(image.getHeight() * factor));
    BufferedImage small = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D g = small.createGraphics();
    g.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
    g.drawImage(image, 0, 0, width, height, null);
    g.dispose();
    return small;
  }
}
