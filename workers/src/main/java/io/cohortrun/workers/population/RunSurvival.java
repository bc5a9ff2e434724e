package io.cohortrun.workers.population;

import io.cohortrun.workers.clinical.ClinicalColumn;
import io.cohortrun.workers.clinical.ClinicalJoin;
import io.cohortrun.workers.clinical.Dictionary;
import io.cohortrun.workers.clinical.Endpoint;
import io.cohortrun.workflows.contract.AnalysisSettings;
import io.cohortrun.workflows.stats.association.Least;
import io.cohortrun.workflows.stats.outcome.GroupCurves.Grouping;
import io.cohortrun.workflows.stats.outcome.StratumSurvival;
import io.cohortrun.workflows.stats.outcome.SurvivalPlan;
import io.cohortrun.workflows.stats.screen.Attribute;
import io.cohortrun.workflows.stats.screen.Population;
import io.cohortrun.workflows.stats.survival.CoxModel;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Survival of every stratum of a run, kept stratum by stratum. */
final class RunSurvival {

  private static final String STAGE = "stage";

  private RunSurvival() {}

  /**
   * In the order of the strata.
   *
   * @param least patients of a stratum: subtypes of fewer share a wider one
   */
  static List<StratumSurvival> of(
      ClinicalJoin join,
      AnalysisSettings.Survival asked,
      Least least,
      KeptParts<StratumSurvival> kept)
      throws IOException {
    Population population = join.population();
    List<Population.Stratum> strata = population.strata(least);
    List<Grouping> groupings = stage(join);
    SurvivalPlan plan = plan(asked, join.dictionary());
    return kept.of(population, strata)
        .all(strata.size(), i -> StratumSurvival.of(population, strata.get(i), plan, groupings));
  }

  private static SurvivalPlan plan(AnalysisSettings.Survival asked, Dictionary dictionary) {
    return new SurvivalPlan(
        asked.endpoints(),
        CoxModel.Ties.valueOf(asked.ties().toUpperCase(Locale.ROOT)),
        asked.minEvents(),
        years(dictionary));
  }

  /** How long a year is in the unit of each endpoint. */
  static Map<String, Double> years(Dictionary dictionary) {
    return dictionary.endpoints().stream()
        .collect(Collectors.toMap(Endpoint::name, e -> e.unit().year()));
  }

  /** Patients by stage, where there is one; a covariate before any other column of that name. */
  private static List<Grouping> stage(ClinicalJoin join) {
    Population population = join.population();
    return Stream.concat(population.covariates().stream(), population.attributes().stream())
        .filter(a -> a.kind() == Attribute.Kind.ORDINAL)
        .filter(a -> a.name().toLowerCase(Locale.ROOT).contains(STAGE))
        .limit(1)
        .map(a -> grouping(join.dictionary().column(a.name()).orElseThrow(), a.values()))
        .toList();
  }

  private static Grouping grouping(ClinicalColumn column, double[] codes) {
    if (!column.levels().isEmpty()) {
      return new Grouping(
          STAGE,
          column.words(),
          Arrays.stream(codes).mapToInt(c -> Double.isNaN(c) ? -1 : (int) c).toArray());
    }
    double[] levels =
        Arrays.stream(codes).filter(c -> !Double.isNaN(c)).distinct().sorted().toArray();
    return new Grouping(
        STAGE,
        Arrays.stream(levels).mapToObj(RunSurvival::written).toList(),
        Arrays.stream(codes)
            .map(c -> Double.isNaN(c) ? -1 : Arrays.binarySearch(levels, c))
            .mapToInt(c -> (int) c)
            .toArray());
  }

  private static String written(double code) {
    return code == Math.rint(code) ? String.valueOf((long) code) : String.valueOf(code);
  }
}
