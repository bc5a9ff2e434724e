package io.cohortrun.workflows.stats.outcome;

import io.cohortrun.workflows.stats.screen.Attribute;
import io.cohortrun.workflows.stats.screen.Feature;
import io.cohortrun.workflows.stats.screen.Level;
import io.cohortrun.workflows.stats.screen.Outcome;
import io.cohortrun.workflows.stats.screen.Population;
import io.cohortrun.workflows.stats.survival.Concordance;
import io.cohortrun.workflows.stats.survival.CoxFit;
import io.cohortrun.workflows.stats.survival.CoxModel;
import io.cohortrun.workflows.stats.survival.FollowUp;
import io.cohortrun.workflows.stats.survival.NonConverged;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Densities against endpoints in one stratum, by Cox's model: alone, and beside the covariates, at
 * pan-cancer in strata of type (science.md 7).
 */
public final class ChannelHazards {

  static final String UNIVARIABLE = "univariable";
  static final String ADJUSTED = "adjusted";

  private final Population patients;
  private final Population.Stratum stratum;
  private final SurvivalPlan plan;
  private final int[] types;

  private ChannelHazards(Population patients, Population.Stratum stratum, SurvivalPlan plan) {
    this.patients = patients;
    this.stratum = stratum;
    this.plan = plan;
    this.types = SurvivalPlan.types(patients, stratum.level());
  }

  /**
   * Of every endpoint and density both models, in this order, on all cores.
   *
   * @param patients of the stratum
   */
  public static List<ChannelHazard> of(
      Population patients, Population.Stratum stratum, SurvivalPlan plan) {
    ChannelHazards hazards = new ChannelHazards(patients, stratum, plan);
    List<Feature> densities = SurvivalPlan.densities(patients);
    return plan.outcomes(patients).stream()
        .flatMap(o -> densities.stream().map(f -> new Pair(o, f)))
        .toList()
        .parallelStream()
        .flatMap(pair -> Stream.of(hazards.alone(pair), hazards.adjusted(pair)))
        .toList();
  }

  private record Pair(Outcome outcome, Feature feature) {}

  private ChannelHazard alone(Pair pair) {
    return fitted(pair, UNIVARIABLE, List.of(), new int[patients.size()]);
  }

  private ChannelHazard adjusted(Pair pair) {
    List<double[]> others = new ArrayList<>();
    for (Attribute covariate : patients.covariates()) {
      double[] values = covariate.values();
      if (Arrays.stream(values).filter(v -> !Double.isNaN(v)).distinct().count() > 1) {
        others.add(
            values); // one that is the same in all, such as sex in one organ, adjusts nothing
      }
    }
    boolean strata = Arrays.stream(types).distinct().count() > 1;
    return others.isEmpty() && !strata
        ? none(pair, ADJUSTED, rows(pair, List.of()), "NoCovariates")
        : fitted(pair, ADJUSTED, others, types);
  }

  private int[] rows(Pair pair, List<double[]> others) {
    IntPredicate known =
        i ->
            !Double.isNaN(pair.outcome.time()[i])
                && !Double.isNaN(pair.feature.values()[i])
                && others.stream().noneMatch(o -> Double.isNaN(o[i]));
    return IntStream.range(0, patients.size()).filter(known).toArray();
  }

  private ChannelHazard fitted(Pair pair, String model, List<double[]> others, int[] strata) {
    int[] rows = rows(pair, others);
    FollowUp data = pair.outcome.followUp(rows, strata);
    if (data.events() < plan.minEvents()) {
      return none(pair, model, rows, "FewEvents");
    }
    double[][] x = covariates(pair.feature, others, rows);
    try {
      CoxFit fit = CoxModel.fit(data, x, plan.ties(), 0);
      return new ChannelHazard(
          stratum.level(),
          stratum.name(),
          pair.outcome.name(),
          pair.feature.channel(),
          pair.feature.kind(),
          model,
          fit.n(),
          fit.events(),
          fit.hazardRatio(0, 0),
          fit.hazardRatio(0, -1),
          fit.hazardRatio(0, 1),
          fit.p(0),
          Concordance.of(data, fit.predictor()).value(),
          fit.proportional().p(0),
          "");
    } catch (NonConverged e) {
      return none(pair, model, rows, "NonConverged");
    }
  }

  /** [rows][1 + others] the feature in its standard deviations first. */
  private static double[][] covariates(Feature feature, List<double[]> others, int[] rows) {
    double[] y = Arrays.stream(rows).mapToDouble(i -> feature.values()[i]).toArray();
    double mean = Arrays.stream(y).average().orElse(0);
    double sd = Math.sqrt(Arrays.stream(y).map(v -> (v - mean) * (v - mean)).sum() / y.length);
    double[][] x = new double[rows.length][1 + others.size()];
    for (int i = 0; i < rows.length; i++) {
      x[i][0] = sd > 0 ? (y[i] - mean) / sd : 0; // constant: refused as such
      for (int j = 0; j < others.size(); j++) {
        x[i][j + 1] = others.get(j)[rows[i]];
      }
    }
    return x;
  }

  private ChannelHazard none(Pair pair, String model, int[] rows, String why) {
    int events = (int) Arrays.stream(rows).filter(i -> pair.outcome.event()[i]).count();
    double no = Double.NaN;
    Level level = stratum.level();
    return new ChannelHazard(
        level,
        stratum.name(),
        pair.outcome.name(),
        pair.feature.channel(),
        pair.feature.kind(),
        model,
        rows.length,
        events,
        no,
        no,
        no,
        no,
        no,
        no,
        why);
  }
}
