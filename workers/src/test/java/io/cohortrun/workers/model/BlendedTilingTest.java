package io.cohortrun.workers.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cohortrun.workers.slide.TilePixels;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Overlapping windows of the demo bundle, on a picture wider than two tiles. */
class BlendedTilingTest {

  private static final int T = 512;
  private static final int W = 256;
  private static final int MARGIN = 64;
  private static final int[] STARTS = {-64, 128, 320};
  private static final int PICTURE = 2 * T + 2 * MARGIN;
  private static final int EXTENDED = T + 2 * MARGIN;

  private static TorchModel published;
  private static TorchModel blended;
  private static byte[] picture;

  @BeforeAll
  static void load() throws IOException {
    BundleFolder demo = Bundles.open("demo");
    published = (TorchModel) TorchModels.load(demo, "fp32", 1);
    blended = (TorchModel) TorchModels.load(demo, "blended", "fp32", 2);
    picture = Tiles.synthetic(4, PICTURE).rgb();
  }

  @AfterAll
  static void close() {
    published.close();
    blended.close();
  }

  @Test
  void countsAreThoseOfPlainJavaBitForBit() {
    TilePixels tile = tile(0, EXTENDED, 0);
    float[][] logits = blendedInJava(tile.rgb());
    assertThat(blended.stitched(tile)).isDeepEqualTo(logits);
    HeadOracle oracle = new HeadOracle(blended.bundle(), T);
    for (TilePixels t : List.of(tile, Tiles.withValid(tile, 1))) {
      assertThat(Tiles.text(blended.infer(List.of(t), 128).getFirst()))
          .isEqualTo(Tiles.text(oracle.count(t.index(), logits, t.valid(), 128)));
    }
  }

  @Test
  void gradientsCountEveryPixelSinceNoSeamIsLeft() {
    TilePixels tile = Tiles.withValid(tile(0, EXTENDED, 0), 1);
    assertThat(blended.infer(List.of(tile), 0).getFirst().gradientPixels()).isEqualTo(T * T);
    assertThat(blended.stitched(tile)[0]).hasSize(T * T);
  }

  @Test
  void theSeamsBetweenWindowsGo() {
    double before = seam(published.stitched(tile(0, T, MARGIN)), W);
    double after = seam(blended.stitched(tile(0, EXTENDED, 0)), W);
    assertThat(before).isGreaterThan(0.1);
    assertThat(after).isLessThan(0.1 * before);
  }

  @Test
  void theSeamsBetweenTilesShrinkWithTheContextAroundThem() {
    double before =
        seam(
            sideBySide(
                published.stitched(tile(0, T, MARGIN)), published.stitched(tile(1, T, MARGIN))),
            T);
    double after =
        seam(
            sideBySide(
                blended.stitched(tile(0, EXTENDED, 0)), blended.stitched(tile(1, EXTENDED, 0))),
            T);
    assertThat(before).isGreaterThan(0.1);
    assertThat(after).isLessThan(0.2 * before);
  }

  @Test
  void aTileAnswersTheSameInAnyOrderAndFromAnyPredictor() throws Exception {
    List<TilePixels> tiles = IntStream.range(0, 2).mapToObj(i -> tile(i, EXTENDED, 0)).toList();
    List<String> expected = blended.infer(tiles, 64).stream().map(Tiles::text).toList();
    assertThat(blended.infer(tiles.reversed(), 64).stream().map(Tiles::text).toList().reversed())
        .isEqualTo(expected);
    List<Callable<String>> work = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      TilePixels t = tiles.get(i % 2);
      work.add(() -> Tiles.text(blended.infer(List.of(t), 64).getFirst()));
    }
    try (ExecutorService threads = Executors.newFixedThreadPool(3)) {
      int i = 0;
      for (var answer : threads.invokeAll(work)) {
        assertThat(answer.get()).isEqualTo(expected.get(i++ % 2));
      }
    }
  }

  @Test
  void itsMarginIsItsOwnAndItsBatchIsOneWindowAsPublished() {
    assertThat(blended.numericClass()).isEqualTo(published.numericClass());
    assertThat(blended.numericClass().batch()).isEqualTo("1 window");
    assertThat(blended.marginPx()).isEqualTo(MARGIN);
    assertThat(published.marginPx()).isZero();
    assertThatThrownBy(() -> TorchModels.load(Bundles.open("demo"), "mixed", "fp32", 1))
        .hasMessageContaining("mixed");
  }

  @Test
  void windowsOverlapByAQuarterOrMoreAndTheirSharesAddToOne() {
    for (int[] sides :
        new int[][] {{512, 256}, {256, 256}, {1024, 256}, {2048, 128}, {96, 32}, {64, 4}}) {
      WindowPlan plan = WindowPlan.of(sides[0], sides[1], "blended");
      int w = sides[1];
      int[] starts = plan.starts();
      assertThat(starts[0]).isEqualTo(-plan.marginPx());
      assertThat(starts[starts.length - 1] + w).isEqualTo(sides[0] + plan.marginPx());
      double[] sum = new double[plan.readPx()];
      for (int i = 0; i < starts.length; i++) {
        float[] shares = plan.shares(i);
        for (int at = 0; at < w; at++) {
          sum[starts[i] + plan.marginPx() + at] += shares[at];
        }
        if (i > 0) {
          assertThat(starts[i - 1] + w - starts[i]).isBetween(w / 4, w / 2);
        }
      }
      assertThat(Arrays.stream(sum)).allMatch(s -> Math.abs(s - 1) < 1e-6);
    }
  }

  /** What docs/models.md says, pixel by pixel: no ranges, no spans. */
  private static float[][] blendedInJava(byte[] rgb) {
    int channels = blended.bundle().channels().size();
    float[][] sum = new float[channels][T * T];
    for (int top : STARTS) {
      for (int left : STARTS) {
        float[] window = published.window(cut(rgb, EXTENDED, left + MARGIN, top + MARGIN, W));
        for (int y = 0; y < T; y++) {
          for (int x = 0; x < T; x++) {
            float share = share(top, y) * share(left, x);
            for (int c = 0; share > 0 && c < channels; c++) {
              sum[c][y * T + x] += window[(c * W + y - top) * W + x - left] * share;
            }
          }
        }
      }
    }
    return sum;
  }

  /**
   * Share of the window that starts there at pixel {@code at}: ramps of 64 px where two overlap.
   */
  private static float share(int start, int at) {
    int in = at - start;
    if (in < 0 || in >= W) {
      return 0;
    }
    if (start > -MARGIN && in < 64) {
      return (in + 0.5f) / 64;
    }
    return start < 320 && in >= 192 ? 1 - (in - 192 + 0.5f) / 64 : 1;
  }

  /** How much more logits jump between columns at - 1 and at than between those around. */
  private static double seam(float[][] logits, int at) {
    double around = 0;
    for (int k = 2; k < 10; k++) {
      around += (jump(logits, at - k) + jump(logits, at + k)) / 16;
    }
    return (jump(logits, at) - around) / around;
  }

  private static double jump(float[][] logits, int at) {
    int across = logits[0].length / T;
    double sum = 0;
    for (float[] map : logits) {
      for (int y = 0; y < T; y++) {
        sum += Math.abs(map[y * across + at] - map[y * across + at - 1]);
      }
    }
    return sum / logits.length / T;
  }

  private static float[][] sideBySide(float[][] left, float[][] right) {
    float[][] both = new float[left.length][2 * T * T];
    for (int c = 0; c < left.length; c++) {
      for (int y = 0; y < T; y++) {
        System.arraycopy(left[c], y * T, both[c], 2 * y * T, T);
        System.arraycopy(right[c], y * T, both[c], 2 * y * T + T, T);
      }
    }
    return both;
  }

  /** Tile {@code i} of the picture's upper row, with its margin or without. */
  private static TilePixels tile(int i, int side, int from) {
    TilePixels like = Tiles.synthetic(i, T);
    byte[] rgb = cut(picture, PICTURE, i * T + from, from, side);
    return new TilePixels(i, rgb, like.valid(), like.qc(), null);
  }

  private static byte[] cut(byte[] rgb, int across, int left, int top, int side) {
    byte[] cut = new byte[3 * side * side];
    for (int y = 0; y < side; y++) {
      System.arraycopy(rgb, 3 * ((top + y) * across + left), cut, 3 * y * side, 3 * side);
    }
    return cut;
  }
}
