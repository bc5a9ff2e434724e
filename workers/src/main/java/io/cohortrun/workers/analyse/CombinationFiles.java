package io.cohortrun.workers.analyse;

import io.cohortrun.workers.table.CsvFile;
import io.cohortrun.workflows.stats.screen.Combinations;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Table of pairs of channels against the better channel. */
public final class CombinationFiles {

  private static final List<String> NAMES =
      List.of(
          "level",
          "stratum",
          "channel_a",
          "channel_b",
          "attribute",
          "effect_pair",
          "effect_a",
          "effect_b",
          "gain",
          "p",
          "q",
          "against_background");

  private CombinationFiles() {}

  /**
   * Writes {@code combinations.csv} and {@code combination_halves.csv}.
   *
   * @param patients of the population, in its order
   */
  public static void write(Path folder, List<String> patients, List<Combinations.Gain> gains)
      throws IOException {
    CsvFile.write(
        folder.resolve("combinations.csv"),
        NAMES,
        gains.stream().map(CombinationFiles::row).toList());
    boolean[] half = Combinations.halves(patients.size());
    CsvFile.write(
        folder.resolve("combination_halves.csv"),
        List.of("patient", "half"),
        IntStream.range(0, half.length)
            .mapToObj(i -> List.<Object>of(patients.get(i), half[i] ? 1 : 0))
            .toList());
  }

  private static List<Object> row(Combinations.Gain of) {
    return Arrays.asList(
        of.level().written(),
        of.stratum(),
        of.pair().a(),
        of.pair().b(),
        of.attribute(),
        of.effectPair(),
        of.effectA(),
        of.effectB(),
        of.gain(),
        of.p(),
        of.q(),
        of.againstBackground());
  }
}
