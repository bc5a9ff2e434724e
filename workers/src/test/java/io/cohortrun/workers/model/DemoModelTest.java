package io.cohortrun.workers.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cohortrun.workers.slide.TilePixels;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The demo bundle on this machine's CPU. */
class DemoModelTest {

  private static TorchModel model;

  @BeforeAll
  static void load() throws IOException {
    model = (TorchModel) TorchModels.load(Bundles.open("demo"), "fp32", 2);
  }

  @AfterAll
  static void close() {
    model.close();
  }

  @Test
  void channelsAreThoseOfThePanelAndTheBundleSaysThatItIsADemo() {
    assertThat(model.bundle().channels())
        .extracting(Bundle.Channel::id)
        .containsExactlyElementsOf(PanelOrder.IDS);
    assertThat(model.bundle().channels())
        .extracting(Bundle.Channel::role)
        .startsWith("nuclear", "background", "background", "marker");
    assertThat(model.bundle().demo()).isTrue();
    assertThat(model.bundle().intendedUse()).contains("not proteins").contains("no clinical use");
  }

  @Test
  void numericClassNamesLibtorchAndTheInstructionSet() {
    assertThat(model.numericClass().libtorch()).startsWith("2.7.1");
    assertThat(model.numericClass().device()).matches("cpu-(avx512|avx2|default)-.*");
    assertThat(model.numericClass().precision()).isEqualTo("fp32");
  }

  @Test
  void featureHeadEqualsItsOracle() {
    HeadOracle oracle = new HeadOracle(model.bundle(), model.bundle().windowPx());
    TilePixels tile = Tiles.synthetic(7, 512);
    for (TilePixels t : List.of(tile, Tiles.withValid(tile, 1), Tiles.withValid(tile, 0))) {
      for (int mapPx : new int[] {0, 128}) {
        TileCounts expected = oracle.count(t.index(), model.stitched(t), t.valid(), mapPx);
        assertThat(Tiles.text(model.infer(List.of(t), mapPx).getFirst()))
            .isEqualTo(Tiles.text(expected));
      }
    }
  }

  @Test
  void aTileAnswersTheSameAloneAmongOthersAndInAnyOrder() {
    List<TilePixels> tiles = IntStream.range(0, 4).mapToObj(i -> Tiles.synthetic(i, 512)).toList();
    List<String> together = model.infer(tiles, 64).stream().map(Tiles::text).toList();
    List<String> reversed = model.infer(tiles.reversed(), 64).stream().map(Tiles::text).toList();
    List<String> alone =
        tiles.stream().map(t -> Tiles.text(model.infer(List.of(t), 64).getFirst())).toList();
    assertThat(reversed.reversed()).isEqualTo(together);
    assertThat(alone).isEqualTo(together);
  }

  @Test
  void predictorsAtWorkTogetherAnswerLikeOne() throws Exception {
    List<TilePixels> tiles = IntStream.range(0, 3).mapToObj(i -> Tiles.synthetic(i, 512)).toList();
    List<String> expected = model.infer(tiles, 0).stream().map(Tiles::text).toList();
    List<Callable<List<String>>> work = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      work.add(() -> model.infer(tiles, 0).stream().map(Tiles::text).toList());
    }
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      for (var answer : threads.invokeAll(work)) {
        assertThat(answer.get()).isEqualTo(expected);
      }
    }
  }

  @Test
  void darkDiscsAreNucleiAndWhiteIsNothing() {
    TilePixels tile = Tiles.synthetic(1, 512);
    byte[] white = new byte[tile.rgb().length];
    java.util.Arrays.fill(white, (byte) 255);
    TilePixels blank = Tiles.withValid(new TilePixels(0, white, tile.valid(), tile.qc(), null), 1);
    assertThat(model.infer(List.of(tile), 0).getFirst().positives()[0]).isGreaterThan(1000);
    assertThat(model.infer(List.of(blank), 0).getFirst().positives()).containsOnly(0);
  }

  @Test
  void profilesThatThisBuildLacksAreRefused() throws IOException {
    BundleFolder demo = Bundles.open("demo");
    assertThatThrownBy(() -> TorchModels.load(demo, "fp16", 1))
        .isInstanceOf(ModelRejected.class)
        .hasMessageContaining("PrecisionNotAdmitted")
        .hasMessageContaining("fp32");
  }

  @Test
  void overriddenThresholdsMoveThePositivesAndNothingElse() throws IOException {
    BundleFolder lower = Bundles.open("demo").withThresholds(java.util.Map.of("CK", 0.1));
    TilePixels tile = Tiles.synthetic(3, 512);
    TileCounts before = model.infer(List.of(tile), 0).getFirst();
    try (TileModel changed = TorchModels.load(lower, "fp32", 1)) {
      TileCounts after = changed.infer(List.of(tile), 0).getFirst();
      assertThat(after.positives()[16]).isGreaterThan(before.positives()[16]);
      assertThat(after.positives()[0]).isEqualTo(before.positives()[0]);
      assertThat(after.histogram()).isEqualTo(before.histogram());
    }
  }
}
