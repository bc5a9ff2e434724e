package io.cohortrun.workers.slide;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOInvalidTreeException;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.w3c.dom.Node;

/** Masks as one-bit PNG; geometry travels as tEXt chunks, so that a mask is complete in itself. */
final class MaskPng {

  private static final String NATIVE = "javax_imageio_png_1.0";
  private static final byte[] BLACK_WHITE = {0, (byte) 255};

  private MaskPng() {}

  static byte[] write(TissueMask mask) {
    BufferedImage image =
        new BufferedImage(
            mask.width(),
            mask.height(),
            BufferedImage.TYPE_BYTE_BINARY,
            new IndexColorModel(1, 2, BLACK_WHITE, BLACK_WHITE, BLACK_WHITE));
    for (int y = 0; y < mask.height(); y++) {
      for (int x = 0; x < mask.width(); x++) {
        if (mask.get(x, y)) {
          image.getRaster().setSample(x, y, 0, 1);
        }
      }
    }
    ImageWriter writer = ImageIO.getImageWritersByFormatName("png").next();
    try {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      try (ImageOutputStream out = ImageIO.createImageOutputStream(bytes)) {
        writer.setOutput(out);
        IIOMetadata metadata = writer.getDefaultImageMetadata(new ImageTypeSpecifier(image), null);
        metadata.mergeTree(NATIVE, text(mask));
        writer.write(new IIOImage(image, null, metadata));
      }
      return bytes.toByteArray();
    } catch (IOException inMemory) {
      throw new UncheckedIOException(inMemory);
    } finally {
      writer.dispose();
    }
  }

  private static IIOMetadataNode text(TissueMask mask) throws IIOInvalidTreeException {
    IIOMetadataNode entries = new IIOMetadataNode("tEXt");
    entries.appendChild(entry("profile", mask.profile()));
    entries.appendChild(entry("mpp", Double.toString(mask.mpp())));
    entries.appendChild(entry("cell", Double.toString(mask.cell())));
    entries.appendChild(entry("x", Long.toString(mask.x())));
    entries.appendChild(entry("y", Long.toString(mask.y())));
    IIOMetadataNode root = new IIOMetadataNode(NATIVE);
    root.appendChild(entries);
    return root;
  }

  private static IIOMetadataNode entry(String keyword, String value) {
    IIOMetadataNode node = new IIOMetadataNode("tEXtEntry");
    node.setAttribute("keyword", keyword);
    node.setAttribute("value", value);
    return node;
  }

  static TissueMask read(byte[] png) throws IOException {
    ImageReader reader = ImageIO.getImageReadersByFormatName("png").next();
    try (ImageInputStream in = ImageIO.createImageInputStream(new ByteArrayInputStream(png))) {
      reader.setInput(in);
      BufferedImage image = reader.read(0);
      Map<String, String> text = text(reader.getImageMetadata(0).getAsTree(NATIVE));
      BitPlane plane = new BitPlane(image.getWidth(), image.getHeight());
      for (int y = 0; y < image.getHeight(); y++) {
        for (int x = 0; x < image.getWidth(); x++) {
          if (image.getRaster().getSample(x, y, 0) != 0) {
            plane.set(x, y);
          }
        }
      }
      return new TissueMask(
          text.get("profile"),
          Double.parseDouble(text.get("mpp")),
          Double.parseDouble(text.get("cell")),
          Long.parseLong(text.get("x")),
          Long.parseLong(text.get("y")),
          plane);
    } catch (RuntimeException notAMask) {
      throw new IOException("not a tissue mask: " + notAMask.getMessage(), notAMask);
    } finally {
      reader.dispose();
    }
  }

  static Placement placement(byte[] png) throws IOException {
    ImageReader reader = ImageIO.getImageReadersByFormatName("png").next();
    try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(png))) {
      reader.setInput(in);
      Map<String, String> text = text(reader.getImageMetadata(0).getAsTree(NATIVE));
      double cell = Double.parseDouble(text.get("cell"));
      return new Placement(
          Double.parseDouble(text.get("x")),
          Double.parseDouble(text.get("y")),
          reader.getWidth(0) * cell,
          reader.getHeight(0) * cell);
    } catch (RuntimeException notAMask) {
      throw new IOException("not a tissue mask: " + notAMask.getMessage(), notAMask);
    } finally {
      reader.dispose();
    }
  }

  private static Map<String, String> text(Node root) {
    Map<String, String> found = new HashMap<>();
    for (Node node = root.getFirstChild(); node != null; node = node.getNextSibling()) {
      if (node.getNodeName().equals("tEXt")) {
        for (Node e = node.getFirstChild(); e != null; e = e.getNextSibling()) {
          found.put(
              e.getAttributes().getNamedItem("keyword").getNodeValue(),
              e.getAttributes().getNamedItem("value").getNodeValue());
        }
      }
    }
    return found;
  }
}
