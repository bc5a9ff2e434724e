package io.cohortrun.workflows.stats.outcome;

import io.cohortrun.workflows.stats.screen.Adjustment;
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
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
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
    return fitted(
        pair, UNIVARIABLE, Adjustment.of(known(pair), List.of(), new int[patients.size()]));
  }

  private ChannelHazard adjusted(Pair pair) {
    List<double[]> covariates = patients.covariates().stream().map(Attribute::values).toList();
    Adjustment given = Adjustment.of(known(pair), covariates, types);
    boolean strata = Arrays.stream(types).distinct().count() > 1;
    return given.covariates().isEmpty() && !strata
        ? none(pair, ADJUSTED, given.rows(), "NoCovariates")
        : fitted(pair, ADJUSTED, given);
  }

  private static BitSet known(Pair pair) {
    double[] time = pair.outcome.time();
    double[] values = pair.feature.values();
    BitSet known = new BitSet();
    IntStream.range(0, time.length)
        .filter(i -> !Double.isNaN(time[i]) && !Double.isNaN(values[i]))
        .forEach(known::set);
    return known;
  }

  private ChannelHazard fitted(Pair pair, String model, Adjustment given) {
    FollowUp data = pair.outcome.followUp(given.rows(), given.strata());
    if (data.events() < plan.minEvents()) {
      return none(pair, model, given.rows(), "FewEvents");
    }
    try {
      CoxFit fit = CoxModel.fitFirst(data, given.design(pair.feature.values()), plan.ties());
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
      return none(pair, model, given.rows(), "NonConverged");
    }
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
