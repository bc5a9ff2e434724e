package io.cohortrun.workers.slide;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.cohortrun.workers.canonical.Json;
import io.cohortrun.workflows.contract.SlideSettings;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.StreamSupport;
import javax.imageio.ImageIO;

/** The fixtures that workers/src/test/python/slide computed, and how to compare with them. */
final class GeometryOracle {

  private static final Path FOLDER = Path.of("src", "test", "resources", "geometry");

  private GeometryOracle() {}

  static List<JsonNode> list(String name) {
    return list("geometry.json", name);
  }

  static List<JsonNode> list(String file, String name) {
    try {
      JsonNode all = Json.MAPPER.readTree(FOLDER.resolve(file).toFile());
      return StreamSupport.stream(all.get(name).spliterator(), false).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static SlideSettings settings(String profile, double least) {
    return new SlideSettings(
        profile, "published", "fp32", "tissue", least, true, 0.05, new TreeMap<>());
  }

  static String sha256(byte[] bytes) throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
  }

  static void requireSameMask(TissueMask mask, String name) throws IOException {
    BufferedImage expected = ImageIO.read(FOLDER.resolve(name + ".png").toFile());
    assertThat(mask.width()).isEqualTo(expected.getWidth());
    assertThat(mask.height()).isEqualTo(expected.getHeight());
    int differing = 0;
    for (int y = 0; y < mask.height(); y++) {
      for (int x = 0; x < mask.width(); x++) {
        differing += mask.get(x, y) != ((expected.getRGB(x, y) & 0xFF) != 0) ? 1 : 0;
      }
    }
    assertThat(differing).as("differing cells of %s", name).isZero();
  }

  static void requireSameTiles(TileGrid grid, JsonNode tiles) {
    assertThat(grid.tiles())
        .isEqualTo(
            StreamSupport.stream(tiles.spliterator(), false)
                .map(
                    t ->
                        new TileGrid.Tile(
                            t.get(0).asInt(),
                            t.get(1).asInt(),
                            t.get(2).asLong(),
                            t.get(3).asLong(),
                            t.get(4).asDouble()))
                .toList());
  }
}
