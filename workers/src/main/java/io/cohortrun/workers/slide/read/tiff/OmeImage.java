package io.cohortrun.workers.slide.read.tiff;

import io.cohortrun.workers.slide.SlideFailure;
import io.cohortrun.workflows.contract.Outcome;
import java.io.StringReader;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * One image of an OME-XML description.
 *
 * @param name as written, may be empty
 * @param width SizeX
 * @param height SizeY
 * @param planes SizeZ * SizeT * SizeC
 * @param micrometresX PhysicalSizeX in micrometres, as text; null where absent or without a length
 *     unit
 * @param micrometresY as x
 * @param ifd index in the main chain of its first plane
 */
record OmeImage(
    String name,
    long width,
    long height,
    long planes,
    String micrometresX,
    String micrometresY,
    int ifd) {

  private static final Pattern ASIDE =
      Pattern.compile("label|macro|thumbnail|overview|barcode", Pattern.CASE_INSENSITIVE);

  /** Whether a description is OME-XML. */
  static boolean describes(String description) {
    String head = description.substring(0, Math.min(4096, description.length()));
    return head.contains("<OME") && head.stripLeading().startsWith("<");
  }

  /** Whether it is a photo of the slide rather than the scan. */
  boolean aside() {
    return ASIDE.matcher(name).find();
  }

  /**
   * Parses a description; external entities and document types are never followed.
   *
   * @throws SlideFailure Unreadable where it is no XML
   */
  static List<OmeImage> parse(String description) throws SlideFailure {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    List<OmeImage> images = new ArrayList<>();
    try {
      XMLStreamReader in = factory.createXMLStreamReader(new StringReader(description));
      Draft draft = null;
      while (in.hasNext()) {
        if (in.next() != XMLStreamConstants.START_ELEMENT) {
          continue;
        }
        switch (in.getLocalName()) {
          case "Image" -> {
            if (draft != null) {
              images.add(draft.done(images.size()));
            }
            draft = new Draft(attribute(in, "Name", ""));
          }
          case "Pixels" -> {
            if (draft != null) {
              draft.pixels(in);
            }
          }
          case "TiffData" -> {
            if (draft != null && draft.ifd < 0) {
              draft.ifd = (int) number(in, "IFD", 0);
            }
          }
          default -> {}
        }
      }
      if (draft != null) {
        images.add(draft.done(images.size()));
      }
    } catch (XMLStreamException e) {
      throw new SlideFailure(Outcome.Unreadable, "The OME-XML in the file is not well formed.", e);
    }
    return images;
  }

  private static final class Draft {
    private final String name;
    private long width;
    private long height;
    private long planes = 1;
    private String x;
    private String y;
    private int ifd = -1;

    Draft(String name) {
      this.name = name;
    }

    void pixels(XMLStreamReader in) {
      width = number(in, "SizeX", 0);
      height = number(in, "SizeY", 0);
      planes = number(in, "SizeZ", 1) * number(in, "SizeT", 1) * number(in, "SizeC", 1);
      x =
          micrometres(
              attribute(in, "PhysicalSizeX", null), attribute(in, "PhysicalSizeXUnit", "µm"));
      y =
          micrometres(
              attribute(in, "PhysicalSizeY", null), attribute(in, "PhysicalSizeYUnit", "µm"));
    }

    OmeImage done(int index) {
      return new OmeImage(name, width, height, planes, x, y, ifd < 0 ? index : ifd);
    }
  }

  /** Text that is no number stays as it is: present, and for the mpp rules to judge. */
  private static String micrometres(String value, String unit) {
    if (value == null) {
      return null;
    }
    int exponent =
        switch (unit.toLowerCase(Locale.ROOT)) {
          case "µm", "μm", "um" -> 0;
          case "nm" -> -3;
          case "mm" -> 3;
          case "cm" -> 4;
          case "m" -> 6;
          default -> Integer.MIN_VALUE;
        };
    if (exponent == Integer.MIN_VALUE) {
      return null;
    }
    try {
      return exponent == 0
          ? value.strip()
          : new BigDecimal(value.strip()).scaleByPowerOfTen(exponent).toPlainString();
    } catch (NumberFormatException e) {
      return value;
    }
  }

  private static String attribute(XMLStreamReader in, String name, String absent) {
    String value = in.getAttributeValue(null, name);
    return value == null ? absent : value;
  }

  private static long number(XMLStreamReader in, String name, long absent) {
    String value = attribute(in, name, "").strip();
    return value.matches("\\d{1,9}") ? Long.parseLong(value) : absent;
  }
}
