package io.cohortrun.workers.slide.read;

import java.awt.image.BufferedImage;
import java.awt.image.RenderedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;

/** Small TIFFs by the JDK's own writer: a foreign hand for our reader. */
public final class TestTiffs {

  private TestTiffs() {}

  /** Writes {@code picture}; compression by the JDK's name, or null for none. */
  public static void write(RenderedImage picture, Path file, String compression, boolean tiled)
      throws IOException {
    ImageWriter writer = jdkWriter(picture);
    Files.deleteIfExists(file);
    try (ImageOutputStream out = ImageIO.createImageOutputStream(file.toFile())) {
      writer.setOutput(out);
      ImageWriteParam param = writer.getDefaultWriteParam();
      if (compression != null) {
        param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
        param.setCompressionType(compression);
      }
      if (tiled) {
        param.setTilingMode(ImageWriteParam.MODE_EXPLICIT);
        param.setTiling(64, 48, 0, 0);
      }
      writer.write(null, new IIOImage(picture, null, null), param);
    } finally {
      writer.dispose();
    }
  }

  private static ImageWriter jdkWriter(RenderedImage picture) throws IOException {
    Iterator<ImageWriter> writers =
        ImageIO.getImageWriters(ImageTypeSpecifier.createFromRenderedImage(picture), "TIFF");
    while (writers.hasNext()) {
      ImageWriter writer = writers.next();
      if (writer.getClass().getName().startsWith("com.sun.imageio")) {
        return writer;
      }
    }
    throw new IOException("this Java has no TIFF writer");
  }

  /** A picture in which every pixel differs from its neighbours, with runs for run lengths. */
  public static BufferedImage picture(int width, int height) {
    BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_3BYTE_BGR);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int run = y % 7 == 0 ? 0x808080 : 0;
        picture.setRGB(x, y, run == 0 ? (x * 7919 ^ y * 104729) & 0xFFFFFF : run);
      }
    }
    return picture;
  }
}
