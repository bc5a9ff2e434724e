package io.cohortrun.workers.slide;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.w3c.dom.NodeList;

/** Thumbnails as JPEG; their place travels as a comment, as a mask's does in its text chunks. */
final class ThumbnailJpeg {

  private static final String NATIVE = "javax_imageio_jpeg_image_1.0";
  private static final float QUALITY = 0.85f;
  private static final Pattern PLACE =
      Pattern.compile("level0 x=(\\S+) y=(\\S+) width=(\\S+) height=(\\S+)");

  private ThumbnailJpeg() {}

  static byte[] write(BufferedImage image, Placement place) {
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    try {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      try (ImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
        writer.setOutput(out);
        ImageWriteParam param = writer.getDefaultWriteParam();
        param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
        param.setCompressionQuality(QUALITY);
        IIOMetadata metadata = writer.getDefaultImageMetadata(new ImageTypeSpecifier(image), param);
        IIOMetadataNode root = (IIOMetadataNode) metadata.getAsTree(NATIVE);
        IIOMetadataNode comment = new IIOMetadataNode("com");
        comment.setAttribute(
            "comment",
            String.format(
                Locale.ROOT,
                "level0 x=%s y=%s width=%s height=%s",
                place.x(),
                place.y(),
                place.width(),
                place.height()));
        root.getElementsByTagName("markerSequence").item(0).appendChild(comment);
        metadata.setFromTree(NATIVE, root);
        writer.write(null, new IIOImage(image, null, metadata), param);
      }
      return bytes.toByteArray();
    } catch (IOException inMemory) {
      throw new UncheckedIOException(inMemory);
    } finally {
      writer.dispose();
    }
  }

  static Optional<Placement> placement(byte[] jpeg) {
    ImageReader reader = ImageIO.getImageReadersByFormatName("jpeg").next();
    try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(jpeg))) {
      reader.setInput(in);
      NodeList comments =
          ((IIOMetadataNode) reader.getImageMetadata(0).getAsTree(NATIVE))
              .getElementsByTagName("com");
      for (int i = 0; i < comments.getLength(); i++) {
        Matcher place = PLACE.matcher(((IIOMetadataNode) comments.item(i)).getAttribute("comment"));
        if (place.matches()) {
          return Optional.of(
              new Placement(
                  number(place, 1), number(place, 2), number(place, 3), number(place, 4)));
        }
      }
      return Optional.empty();
    } catch (IOException | RuntimeException notSaid) {
      return Optional.empty();
    } finally {
      reader.dispose();
    }
  }

  private static double number(Matcher place, int group) {
    return Double.parseDouble(place.group(group));
  }
}
