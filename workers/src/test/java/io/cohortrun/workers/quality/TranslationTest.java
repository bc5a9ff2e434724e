package io.cohortrun.workers.quality;

import static org.assertj.core.api.Assertions.assertThat;

import io.cohortrun.workers.model.Bundles;
import io.cohortrun.workers.model.TileCounts;
import io.cohortrun.workers.model.TileModel;
import io.cohortrun.workers.model.TorchModels;
import io.cohortrun.workers.slide.TilePixels;
import io.cohortrun.workers.slide.TileQc;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TranslationTest {

  @Test
  void pixelsAreThoseThatTheRunCounts() throws Exception {
    byte[] rgb = new byte[Tile.SIDE * Tile.SIDE * 3];
    var random = new Random(1);
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] = (byte) (120 + i / 3 % Tile.SIDE / 5 + random.nextInt(40));
    }
    byte[] valid = new byte[Tile.SIDE * Tile.SIDE];
    Arrays.fill(valid, (byte) 1);
    try (TileModel model = TorchModels.load(Bundles.open("demo"), "published", "fp32", 1)) {
      Translation demo = new Translation(model);
      Map<String, byte[]> maps = demo.of(new Tile(rgb, Map.of()));
      TileCounts counted =
          model
              .infer(List.of(new TilePixels(0, rgb, valid, new TileQc(0, 0, 0, 0), null)), 0)
              .getFirst();
      int[] histogram = new int[counted.histogram().length];
      for (int c = 0; c < demo.channels().size(); c++) {
        for (byte level : maps.get(demo.channels().get(c).id())) {
          histogram[c * 256 + (level & 0xFF)]++;
        }
      }
      assertThat(Arrays.stream(histogram).filter(n -> n > 0).count()).isGreaterThan(100);
      assertThat(histogram).isEqualTo(counted.histogram());
    }
  }
}
