package io.cohortrun.workers.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cohortrun.workers.slide.TilePixels;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The head on the device and its oracle in plain Java, on logits that no network would give. */
class FeatureHeadTest {

  private static TorchModel model;
  private static HeadOracle oracle;
  private static int channels;
  private static int pixels;

  @BeforeAll
  static void load() throws IOException {
    model = (TorchModel) TorchModels.load(Bundles.open("demo"), "fp32", 1);
    oracle = new HeadOracle(model.bundle(), model.bundle().windowPx());
    channels = model.bundle().channels().size();
    pixels = model.bundle().tilePx() * model.bundle().tilePx();
  }

  @AfterAll
  static void close() {
    model.close();
  }

  @Test
  void noiseOfEverySpreadGivesTheIntegersOfTheOracle() {
    Random random = new Random(5);
    float[][] logits = new float[channels][pixels];
    for (int c = 0; c < channels; c++) {
      float spread = (float) Math.pow(10, c / 8.0 - 1);
      for (int i = 0; i < pixels; i++) {
        logits[c][i] = (float) random.nextGaussian() * spread;
      }
    }
    same(logits, Tiles.synthetic(2, 512), 512);
    same(logits, Tiles.withValid(Tiles.synthetic(2, 512), 1), 256);
    same(logits, Tiles.withValid(Tiles.synthetic(2, 512), 0), 1);
  }

  @Test
  void edgesTheirNeighboursZerosAndInfinitiesFallOnTheSameSide() {
    float[] edges = Quantiser.edges();
    float[] values = new float[edges.length * 5 + 8];
    int at = 0;
    for (float e : edges) {
      values[at++] = e;
      values[at++] = Math.nextUp(e);
      values[at++] = Math.nextDown(e);
      values[at++] = e + 1e-4f;
      values[at++] = e - 1e-4f;
    }
    for (float v :
        new float[] {
          0f,
          -0f,
          Float.MIN_VALUE,
          -Float.MIN_VALUE,
          Float.MAX_VALUE,
          -Float.MAX_VALUE,
          Float.POSITIVE_INFINITY,
          Float.NEGATIVE_INFINITY
        }) {
      values[at++] = v;
    }
    float[][] logits = new float[channels][pixels];
    for (int c = 0; c < channels; c++) {
      for (int i = 0; i < pixels; i++) {
        logits[c][i] = values[(int) ((i * 7919L + c) % values.length)];
      }
    }
    same(logits, Tiles.withValid(Tiles.synthetic(0, 512), 1), 128);
  }

  @Test
  void theWholeRangeOfLogitsIsQuantisedAlike() {
    float[][] logits = new float[channels][pixels];
    long step = 0;
    for (int c = 0; c < channels; c++) {
      for (int i = 0; i < pixels; i++) {
        logits[c][i] = -7f + 14f * step++ / ((long) channels * pixels);
      }
    }
    same(logits, Tiles.withValid(Tiles.synthetic(0, 512), 1), 512);
  }

  @Test
  void hardEdgesGiveTheLargestGradientsExactly() {
    Random random = new Random(1);
    float[][] logits = new float[channels][pixels];
    for (int c = 0; c < channels; c++) {
      for (int i = 0; i < pixels; i++) {
        logits[c][i] = random.nextBoolean() ? 1e30f : -1e30f;
      }
    }
    same(logits, Tiles.withValid(Tiles.synthetic(0, 512), 1), 64);
  }

  @Test
  void aLogitThatIsNotANumberIsRefusedByBoth() {
    float[][] logits = new float[channels][pixels];
    logits[4][12345] = Float.NaN;
    TilePixels tile = Tiles.synthetic(3, 512);
    assertThatThrownBy(() -> model.head(logits, tile, 0))
        .isInstanceOf(ModelRejected.class)
        .hasMessageContaining("NotANumber")
        .hasMessageContaining("tile 3");
    assertThatThrownBy(() -> oracle.count(3, logits, tile.valid(), 0))
        .isInstanceOf(ModelRejected.class)
        .hasMessageContaining("NotANumber");
  }

  @Test
  void countsAddUp() {
    TilePixels tile = Tiles.synthetic(9, 512);
    TileCounts t = model.infer(java.util.List.of(tile), 512).getFirst();
    for (int c = 0; c < channels; c++) {
      assertThat(Arrays.stream(t.histogram(), c * 256, c * 256 + 256).sum()).isEqualTo(t.valid());
      // Threshold 0.5 lies on the edge of q = 128, and is not itself positive.
      int over = Arrays.stream(t.histogram(), c * 256 + 129, c * 256 + 256).sum();
      int bright = over + t.histogram()[c * 256 + 128];
      assertThat(t.positives()[c]).isBetween(over, bright);
    }
    assertThat(t.map()).hasSize(channels * pixels);
  }

  private static void same(float[][] logits, TilePixels tile, int mapPx) {
    TileCounts is = model.head(logits, tile, mapPx);
    TileCounts must = oracle.count(tile.index(), logits, tile.valid(), mapPx);
    assertThat(Tiles.text(is)).isEqualTo(Tiles.text(must));
    assertThat(is.map()).isEqualTo(must.map());
  }
}
