package io.cohortrun.workers.quality;

import io.cohortrun.workers.table.CsvFile;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.imageio.ImageIO;

/**
 * Pictures of the first tile of each region, at a quarter: a row per channel, the H&E stain, the
 * real channel, the virtual one.
 */
final class Panels {

  private static final int MOST = 24;
  private static final int SHRINK = 4;
  private static final int PX = Tile.SIDE / SHRINK;

  private final Path folder;
  private final Set<Region> drawn = new HashSet<>();
  private final List<List<Object>> index = new ArrayList<>();

  Panels(Path folder) {
    this.folder = folder;
  }

  /** Draws a tile where it is the first of its region, and there are not enough yet. */
  void tile(Tile.Place place, Tile tile, Map<String, byte[]> virtual) throws IOException {
    if (drawn.size() == MOST || !drawn.add(place.region())) {
      return;
    }
    String name = "%02d.png".formatted(drawn.size());
    BufferedImage image =
        new BufferedImage(3 * PX, tile.real().size() * PX, BufferedImage.TYPE_INT_RGB);
    int row = 0;
    for (var real : tile.real().entrySet()) {
      byte[] levels = virtual.get(real.getKey());
      for (int at = 0; at < PX * PX; at++) {
        int x = at % PX;
        int y = at / PX;
        int stain = 0;
        for (int c = 0; c < 3; c++) {
          int colour = c;
          stain = stain << 8 | mean(x, y, i -> tile.rgb()[3 * i + colour] & 0xFF);
        }
        image.setRGB(x, row * PX + y, stain);
        image.setRGB(PX + x, row * PX + y, grey(mean(x, y, i -> real.getValue()[i] ? 255 : 0)));
        image.setRGB(2 * PX + x, row * PX + y, grey(mean(x, y, i -> levels[i] & 0xFF)));
      }
      index.add(List.of(name, place.region().name(), place.region().slide(), ++row, real.getKey()));
    }
    Files.createDirectories(folder);
    ImageIO.write(image, "png", folder.resolve(name).toFile());
  }

  /** Writes {@code panels.csv}: which picture shows what. */
  void close() throws IOException {
    CsvFile.write(
        folder.resolve("panels.csv"),
        List.of("file", "region", "slide_id", "row", "channel"),
        index);
  }

  @FunctionalInterface
  private interface Level {
    int at(int pixel);
  }

  private static int mean(int x, int y, Level level) {
    int sum = 0;
    for (int i = 0; i < SHRINK * SHRINK; i++) {
      sum += level.at((y * SHRINK + i / SHRINK) * Tile.SIDE + x * SHRINK + i % SHRINK);
    }
    return sum / (SHRINK * SHRINK);
  }

  private static int grey(int level) {
    return level << 16 | level << 8 | level;
  }
}
