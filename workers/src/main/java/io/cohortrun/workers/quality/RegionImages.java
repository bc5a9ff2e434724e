package io.cohortrun.workers.quality;

import io.cohortrun.workers.table.BadTable;
import io.cohortrun.workers.table.BadTable.Code;
import java.awt.image.BufferedImage;
import java.awt.image.ComponentColorModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.imageio.IIOException;
import javax.imageio.ImageIO;

/** Images of a region: PNG or TIFF. */
final class RegionImages {

  private static final List<String> ENDINGS = List.of(".png", ".tif", ".tiff");

  private RegionImages() {}

  /**
   * The H&E stain.
   *
   * @throws BadTable it is no image, or smaller than a tile
   */
  static BufferedImage he(Region region) throws BadTable, IOException {
    BufferedImage image = read(region, region.he());
    if (image.getWidth() < Tile.SIDE || image.getHeight() < Tile.SIDE) {
      throw Region.refused(
          Code.BadValue,
          "region %s: %s has %d x %d pixels; it needs %d x %d at least"
              .formatted(
                  region.name(),
                  region.he(),
                  image.getWidth(),
                  image.getHeight(),
                  Tile.SIDE,
                  Tile.SIDE));
    }
    return image;
  }

  /**
   * Images of channels by id, of those that are there.
   *
   * @throws BadTable there is none, or one is not of 8-bit grey or not of the size of the stain
   */
  static Map<String, BufferedImage> channels(Region region, List<String> wanted)
      throws BadTable, IOException {
    BufferedImage he = he(region);
    Map<String, BufferedImage> found = new LinkedHashMap<>();
    for (String channel : wanted) {
      for (String ending : ENDINGS) {
        Path file = region.mif().resolve(channel + ending);
        if (Files.exists(file)) {
          found.put(channel, grey(region, file, he));
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

  private static BufferedImage grey(Region region, Path file, BufferedImage he)
      throws BadTable, IOException {
    BufferedImage image = read(region, file);
    if (image.getRaster().getNumBands() != 1
        || image.getSampleModel().getSampleSize(0) != Byte.SIZE
        || !(image.getColorModel() instanceof ComponentColorModel)) {
      throw Region.refused(
          Code.UnsupportedFormat,
          "region %s: %s is not of 8-bit grey; write 255 where the channel is positive, else 0"
              .formatted(region.name(), file));
    }
    if (image.getWidth() != he.getWidth() || image.getHeight() != he.getHeight()) {
      throw Region.refused(
          Code.BadValue,
          "region %s: %s has %d x %d pixels and the H&E image %d x %d; register and crop them alike"
              .formatted(
                  region.name(),
                  file,
                  image.getWidth(),
                  image.getHeight(),
                  he.getWidth(),
                  he.getHeight()));
    }
    return image;
  }

  private static BufferedImage read(Region region, Path file) throws BadTable, IOException {
    if (!Files.isReadable(file)) {
      throw Region.refused(
          Code.NotFound,
          "region %s: %s is not there, or may not be read".formatted(region.name(), file));
    }
    BufferedImage image = null;
    try {
      image = ImageIO.read(file.toFile());
    } catch (IIOException e) {
      throw damaged(region, file);
    }
    if (image == null) {
      throw damaged(region, file);
    }
    return image;
  }

  private static BadTable damaged(Region region, Path file) {
    return Region.refused(
        Code.Unreadable,
        "region %s: %s is no PNG or TIFF that can be read".formatted(region.name(), file));
  }
}
