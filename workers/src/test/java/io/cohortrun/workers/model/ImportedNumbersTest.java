package io.cohortrun.workers.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assumptions.assumeThat;

import ai.djl.Device;
import io.cohortrun.workers.model.device.BatchMemory;
import io.cohortrun.workers.model.device.Card;
import io.cohortrun.workers.model.imported.Architecture;
import io.cohortrun.workers.model.imported.CheckpointImport;
import io.cohortrun.workers.model.imported.MadeCheckpoints;
import io.cohortrun.workers.slide.TilePixels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Integers of an imported checkpoint do not depend on how the work is cut, within one numeric
 * class.
 */
class ImportedNumbersTest {

  private static final Card CARD = new Card("GPU-78", "Pretended", 9, 0, 8L << 30);
  private static final Placement PRETENDED = new Placement(Device.cpu(), Optional.of(CARD));
  private static final List<TilePixels> TILES =
      IntStream.range(0, 3).mapToObj(i -> Tiles.synthetic(i, 512)).toList();

  private static final List<TilePixels> TWO = TILES.subList(0, 2);

  @TempDir private static Path temp;
  private static BundleFolder flash;
  private static List<TileCounts> alone;

  @BeforeAll
  static void importFlash() throws IOException {
    flash = imported("gigatime-flash");
    alone = alone(flash, "fp32", TILES);
  }

  private static BundleFolder imported(String name) throws IOException {
    Architecture architecture = Architecture.of(name).orElseThrow();
    Path folder = Files.createTempDirectory(temp, name);
    Path checkpoint =
        MadeCheckpoints.write(folder.resolve("made.pth"), MadeCheckpoints.of(architecture));
    return new CheckpointImport(architecture, checkpoint, Optional.empty(), 0.25)
        .into(folder.resolve("bundle"))
        .bundle();
  }

  /** One tile after another, on one predictor. */
  private static List<TileCounts> alone(
      BundleFolder bundle, String precision, List<TilePixels> tiles) throws IOException {
    try (TileModel model = TorchModels.load(bundle, precision, 1)) {
      List<TileCounts> each = new ArrayList<>();
      tiles.forEach(tile -> each.addAll(model.infer(List.of(tile), 128)));
      return each;
    }
  }

  @Test
  void countsOfFlashDependNeitherOnPredictorsNorOnTilesOfACall() throws Exception {
    assertThatTheyDependOnNothing(flash, "fp32", TILES, alone);
  }

  @Test
  void countsOfGigatimeDependNeitherOnPredictorsNorOnTilesOfACall() throws Exception {
    BundleFolder gigatime = imported("gigatime");
    assertThatTheyDependOnNothing(gigatime, "fp32", TWO, alone(gigatime, "fp32", TWO));
  }

  @Test
  void countsOfBf16DependNeitherOnPredictorsNorOnTilesOfACall() throws Exception {
    assumeThat(CpuCapability.bfloat16())
        .as("emulated, a tile takes minutes; ReducedPrecisionTest sees it on the demo's network")
        .isNotEqualTo(CpuCapability.Bfloat16.EMULATED);
    BundleFolder gigatime = imported("gigatime");
    assertThatTheyDependOnNothing(gigatime, "bf16", TWO, alone(gigatime, "bf16", TWO));
  }

  private static void assertThatTheyDependOnNothing(
      BundleFolder bundle, String precision, List<TilePixels> tiles, List<TileCounts> alone)
      throws Exception {
    try (TileModel model = TorchModels.load(bundle, precision, 3);
        ExecutorService threads = Executors.newFixedThreadPool(3)) {
      List<Future<List<TileCounts>>> atOnce =
          tiles.stream().map(t -> threads.submit(() -> model.infer(List.of(t), 128))).toList();
      for (int i = 0; i < atOnce.size(); i++) {
        assertThat(texts(atOnce.get(i).get())).isEqualTo(texts(alone.subList(i, i + 1)));
      }
      assertThat(texts(model.infer(tiles, 128))).isEqualTo(texts(alone));
    }
  }

  @Test
  void countsOfACardDependOnNoNeighbourAndDifferFromTheCpuByAHundredThousandthAtMost() {
    BatchMemory memory = new BatchMemory(temp);
    memory.put(CARD, "%s fp32 published".formatted(flash.digest()), 8);
    try (TileModel card =
        TorchModels.load(flash, "published", Precision.FP32, 1, PRETENDED, memory)) {
      assertThat(card.numericClass().batch()).isEqualTo("8 windows, filled up");
      assertThat(card.tilesPerCall()).isEqualTo(2);
      List<TileCounts> together = card.infer(TILES, 128);
      assertThat(texts(card.infer(TILES.subList(1, 2), 128)))
          .isEqualTo(texts(together.subList(1, 2)));
      int most = 512 * 512 / 100_000;
      for (int i = 0; i < TILES.size(); i++) {
        for (int c = 0; c < 23; c++) {
          assertThat(together.get(i).positives()[c])
              .isCloseTo(alone.get(i).positives()[c], within(most));
        }
      }
    }
  }

  private static List<String> texts(List<TileCounts> counts) {
    return counts.stream().map(Tiles::text).toList();
  }
}
