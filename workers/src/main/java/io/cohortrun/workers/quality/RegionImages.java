package io.cohortrun.workers.quality;

import io.cohortrun.workers.table.BadTable;
import io.cohortrun.workers.table.BadTable.Code;
import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.awt.image.ComponentColorModel;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.imageio.IIOException;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;

/**
 * Images of a region: PNG or TIFF. What is held is the square that is asked for, since regions may
 * be large and have many channels.
 */
final class RegionImages {

  private static final List<String> ENDINGS = List.of(".png", ".tif", ".tiff");

  private RegionImages() {}

  /**
   * Reads each image whole, one after the other.
   *
   * @param wanted channels, as far as there are images of them
   * @throws BadTable one of them cannot be used
   */
  static void check(Region region, List<String> wanted) throws BadTable, IOException {
    Rectangle whole = bounds(region);
    he(region, whole);
    for (Path file : channels(region, wanted).values()) {
      channel(region, file, whole);
    }
  }

  /**
   * What the H&E stain covers.
   *
   * @throws BadTable it is no image, or smaller than a tile
   */
  static Rectangle bounds(Region region) throws BadTable, IOException {
    Rectangle whole = opened(region, region.he(), RegionImages::whole);
    if (whole.width < Tile.SIDE || whole.height < Tile.SIDE) {
      throw Region.refused(
          Code.BadValue,
          "region %s: %s has %d x %d pixels; it needs %d x %d at least"
              .formatted(
                  region.name(), region.he(), whole.width, whole.height, Tile.SIDE, Tile.SIDE));
    }
    return whole;
  }

  /**
   * A square of the H&E stain.
   *
   * @throws BadTable it cannot be read
   */
  static BufferedImage he(Region region, Rectangle square) throws BadTable, IOException {
    return opened(region, region.he(), reader -> pixels(reader, square));
  }

  /**
   * Files of channels by id, of those that are there.
   *
   * @throws BadTable there is none, or one is not of the size of the stain
   */
  static Map<String, Path> channels(Region region, List<String> wanted)
      throws BadTable, IOException {
    Rectangle he = bounds(region);
    Map<String, Path> found = new LinkedHashMap<>();
    for (String channel : wanted) {
      for (String ending : ENDINGS) {
        Path file = region.mif().resolve(channel + ending);
        if (Files.exists(file)) {
          requireSize(region, file, he);
          found.put(channel, file);
          break;
        }
      }
    }
    if (found.isEmpty()) {
      throw Region.refused(
          Code.NotFound,
          "region %s: %s holds no image of a channel; name them by its id, as in %s.png"
              .formatted(region.name(), region.mif(), wanted.getFirst()));
    }
    return found;
  }

  private static void requireSize(Region region, Path file, Rectangle he)
      throws BadTable, IOException {
    Rectangle whole = opened(region, file, RegionImages::whole);
    if (!whole.equals(he)) {
      throw Region.refused(
          Code.BadValue,
          "region %s: %s has %d x %d pixels and the H&E image %d x %d; register and crop them alike"
              .formatted(region.name(), file, whole.width, whole.height, he.width, he.height));
    }
  }

  /**
   * A square of a channel.
   *
   * @throws BadTable it is not of 8-bit grey, or cannot be read
   */
  static BufferedImage channel(Region region, Path file, Rectangle square)
      throws BadTable, IOException {
    BufferedImage image = opened(region, file, reader -> pixels(reader, square));
    if (image.getRaster().getNumBands() != 1
        || image.getSampleModel().getSampleSize(0) != Byte.SIZE
        || !(image.getColorModel() instanceof ComponentColorModel)) {
      throw Region.refused(
          Code.UnsupportedFormat,
          "region %s: %s is not of 8-bit grey; write 255 where the channel is positive, else 0"
              .formatted(region.name(), file));
    }
    return image;
  }

  /** What is asked of an image. */
  @FunctionalInterface
  private interface Asked<T> {
    T of(ImageReader reader) throws IOException;
  }

  private static <T> T opened(Region region, Path file, Asked<T> asked)
      throws BadTable, IOException {
    if (!Files.isReadable(file)) {
      throw Region.refused(
          Code.NotFound,
          "region %s: %s is not there, or may not be read".formatted(region.name(), file));
    }
    try (ImageInputStream in = ImageIO.createImageInputStream(file.toFile())) {
      if (in == null) {
        throw damaged(region, file);
      }
      ImageReader reader = reader(in).orElseThrow(() -> damaged(region, file));
      try {
        reader.setInput(in, true, true);
        return asked.of(reader);
      } finally {
        reader.dispose();
      }
    } catch (IIOException | EOFException | RuntimeException e) { // what readers say of damage
      throw damaged(region, file);
    }
  }

  /** The JDK's own if it knows the format: TwelveMonkeys' cannot read a square of a tiled TIFF. */
  private static Optional<ImageReader> reader(ImageInputStream in) {
    List<ImageReader> readers = new ArrayList<>();
    ImageIO.getImageReaders(in).forEachRemaining(readers::add);
    Module jdk = ImageIO.class.getModule();
    return readers.stream().min(Comparator.comparing(r -> r.getClass().getModule() != jdk));
  }

  private static Rectangle whole(ImageReader reader) throws IOException {
    return new Rectangle(reader.getWidth(0), reader.getHeight(0));
  }

  private static BufferedImage pixels(ImageReader reader, Rectangle square) throws IOException {
    if (!whole(reader).contains(square)) {
      throw new IIOException("it became smaller");
    }
    ImageReadParam part = reader.getDefaultReadParam();
    part.setSourceRegion(square);
    return reader.read(0, part);
  }

  private static BadTable damaged(Region region, Path file) {
    return Region.refused(
        Code.Unreadable,
        "region %s: %s is no PNG or TIFF that can be read (of BigTIFF, strips only)"
            .formatted(region.name(), file));
  }
}
