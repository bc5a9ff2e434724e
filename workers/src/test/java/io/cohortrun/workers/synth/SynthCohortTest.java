package io.cohortrun.workers.synth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.cohortrun.workers.canonical.Sha256;
import io.cohortrun.workers.model.Bundles;
import io.cohortrun.workers.model.TorchModels;
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
    double[] clustered = {.5, 0, 1, .5, .3};
    Cells cells =
        Cells.draw(64, 128, new Patient.Images(density, clustered, 0, 1, false), Draws.of(1));
    assertThat(Arrays.stream(cells.positive()).mapToDouble(c -> c.cardinality() / 8192.0).toArray())
        .containsExactly(density, within(1e-4));
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
