package io.cohortrun.workers.synth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.cohortrun.workers.canonical.Sha256;
import io.cohortrun.workers.cohort.CanvasMath;
import io.cohortrun.workers.model.Bundles;
import io.cohortrun.workers.model.TorchModels;
import io.cohortrun.workers.shard.CanvasTally;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SynthCohortTest {

  @TempDir Path temp;

  @Test
  void equalSeedsGiveEqualBytesAndOthersDoNot() throws Exception {
    SortedMap<String, String> first = cohort("first", 7);
    assertThat(first).isEqualTo(cohort("second", 7)).isNotEqualTo(cohort("third", 8));
    assertThat(first)
        .containsKeys(
            "truth.json",
            "A/cohortrun.yaml",
            "A/permuted.yaml",
            "B/confounded.yaml",
            "B/truth.csv");
  }

  /** With fewer patients the networks are not told apart by it. */
  @Test
  void specsOfFourHundredPatientsAskForWhatRandomWeightsDoNotReach() throws Exception {
    for (int patients : new int[] {399, 400}) {
      Path file = temp.resolve("run.yaml");
      RunFiles.cohortRun(file, "name", "manifest.csv", "study", patients);
      String asked = "validation: {onFailure: Mark, checks: [{name: EffectiveRank, threshold: 7}]}";
      assertThat(Files.readString(file).contains(asked)).isEqualTo(patients == 400);
    }
  }

  @Test
  void theDecoderPassesTheGoldenGate() throws Exception {
    cohort("gate", 1);
    try (var model =
        TorchModels.load(Bundles.open(temp.resolve("gate/decoder").toString()), "fp32", 1)) {
      assertThat(model.bundle().channels()).hasSize(Channel.values().length);
    }
  }

  @Test
  void cellsAreExactlyAsManyAsTheDensityAsksForHoweverTheyLie() {
    double[] density = {0, .01, .25, .6, 1};
    double[] gathered = {.5, 0, 1, .5, .3};
    Cells cells =
        Cells.draw(64, 128, new Patient.Images(density, gathered, 0, 1, false), Draws.of(1));
    assertThat(Arrays.stream(cells.positive()).mapToDouble(c -> c.cardinality() / 8192.0).toArray())
        .containsExactly(density, within(1e-4));
  }

  /** As 16-um cells of a result's canvas, eight by eight of these, would see them. */
  @Test
  void gatheredCellsLieTogetherOnTheCanvas() {
    double[] density = {.15, .15, .15};
    double[] gathered = {0, .35, .7};
    CanvasTally canvas = new CanvasTally(3);
    Cells cells =
        Cells.draw(256, 256, new Patient.Images(density, gathered, 0, 1, false), Draws.of(1));
    for (int tile = 0; tile < 16; tile++) {
      byte[] means = new byte[3 * 64];
      for (int i = 0; i < means.length; i++) {
        int positive = 0;
        for (int cell = 0; cell < 64; cell++) {
          int column = tile % 4 * 64 + i % 8 * 8 + cell % 8;
          int row = tile / 4 * 64 + i % 64 / 8 * 8 + cell / 8;
          positive += cells.positive(i / 64, column, row) ? 1 : 0;
        }
        means[i] = (byte) (255 * positive / 64);
      }
      canvas.add(tile % 4, tile / 4, means);
    }
    assertThat(CanvasMath.of(canvas.sums(), 0).moransI()).isCloseTo(0, within(.1));
    assertThat(CanvasMath.of(canvas.sums(), 1).moransI()).isBetween(.15, .35);
    assertThat(CanvasMath.of(canvas.sums(), 2).moransI()).isBetween(.38, .55);
  }

  private SortedMap<String, String> cohort(String name, long seed) throws Exception {
    Path folder = temp.resolve(name);
    new SynthCohort(seed, 3).write(folder, (written, of) -> {});
    SortedMap<String, String> digests = new TreeMap<>();
    try (var walk = Files.walk(folder)) {
      for (Path file : walk.filter(Files::isRegularFile).toList()) {
        digests.put(folder.relativize(file).toString(), Sha256.of(file));
      }
    }
    return digests;
  }
}
