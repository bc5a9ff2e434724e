package io.cohortrun.workers.population;

import io.cohortrun.workers.analyse.AssociationAnalysis;
import io.cohortrun.workers.analyse.AssociationTables;
import io.cohortrun.workers.analyse.CombinationFiles;
import io.cohortrun.workers.clinical.ClinicalJoin;
import io.cohortrun.workers.clinical.PairDensities;
import io.cohortrun.workflows.stats.screen.Association;
import io.cohortrun.workflows.stats.screen.Combinations;
import io.cohortrun.workflows.stats.screen.Pair;
import io.cohortrun.workflows.stats.screen.Population;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Pairs of channels of a run: a pixel counts that is positive in one or the other. */
final class RunPairs {

  private RunPairs() {}

  /** Tests what a population is associated with. */
  @FunctionalInterface
  interface Tests {
    AssociationAnalysis of(Population population) throws IOException;
  }

  /**
   * Writes {@code associations_pairs.parquet/}, {@code associations_pairs_significant.csv}, {@code
   * combinations.csv} and {@code combination_halves.csv} into a folder.
   *
   * @param pairs {@code features_pairs.parquet} on this disk
   */
  static void write(Path folder, ClinicalJoin join, Path pairs, Tests tests) throws IOException {
    Population singles = join.population();
    List<Pair> densities = PairDensities.read(pairs, join.patients());
    AssociationAnalysis analysis =
        tests.of(singles.measured(densities.stream().map(Pair::feature).toList()));
    List<Association> significant = new ArrayList<>();
    AssociationTables.write(
        folder,
        "associations_pairs",
        analysis,
        of -> of.stream().filter(Association::significant).forEach(significant::add));
    CombinationFiles.write(
        folder,
        join.patients(),
        Combinations.of(singles, analysis.strata(), densities, significant));
  }
}
