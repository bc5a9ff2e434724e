package io.cohortrun.workflows.stats.screen;

import io.cohortrun.workflows.stats.association.Eligibility;
import io.cohortrun.workflows.stats.association.Least;
import io.cohortrun.workflows.stats.association.TestResult;
import io.cohortrun.workflows.stats.multiplicity.IntervalNull;
import io.cohortrun.workflows.stats.survival.CoxFit;
import io.cohortrun.workflows.stats.survival.CoxModel;
import io.cohortrun.workflows.stats.survival.FollowUp;
import io.cohortrun.workflows.stats.survival.NonConverged;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/** A feature against an endpoint: Cox's model of the standardised feature, Efron's ties. */
final class Hazard {

  /** Class of attribute. */
  static final String CLASS = "survival";

  /** A hazard ratio of 0.9 to 1.1 per standard deviation is irrelevant. */
  private static final double LEAST = Math.log(0.9);

  private static final double MOST = Math.log(1.1);

  private final Outcome outcome;
  private final int[] strata;
  private final BitSet present;

  /**
   * A test, or why there is none.
   *
   * @param fit within type and site; null if not eligible
   */
  record Answer(
      Eligibility eligibility,
      CoxFit fit,
      double crude,
      Tested.Adjusted adjusted,
      Tested.Conditional background) {

    Tested tested(Population.Stratum stratum, Feature feature, Outcome outcome) {
      double log = fit.coefficients()[0];
      return new Tested(
          stratum.level(),
          stratum.name(),
          feature.channel(),
          feature.kind(),
          outcome.name(),
          CLASS,
          result(fit),
          crude,
          IntervalNull.p(log - (LEAST + MOST) / 2, (MOST - LEAST) / 2, fit.standardError(0)),
          adjusted.p(),
          adjusted.n(),
          background);
    }
  }

  private Hazard(Outcome outcome, int[] strata, BitSet present) {
    this.outcome = outcome;
    this.strata = strata;
    this.present = present;
  }

  static Answer of(
      Feature feature,
      Outcome outcome,
      Population patients,
      int[] strata,
      Set<String> background,
      Least least) {
    BitSet present = Rows.both(Rows.known(feature.values()), Rows.known(outcome.time()));
    int events = (int) present.stream().filter(i -> outcome.event()[i]).count();
    Eligibility eligible = Eligibility.survival(present.cardinality(), events, least);
    if (eligible != Eligibility.ELIGIBLE) {
      return none(eligible);
    }
    Hazard hazard = new Hazard(outcome, strata, present);
    Optional<CoxFit> fit = hazard.fit(feature, strata);
    if (fit.isEmpty()) {
      return none(
          Adjustment.varies(feature.values(), present, strata)
              ? Eligibility.SEPARATED
              : Eligibility.FEATURE_CONSTANT);
    }
    List<double[]> channels =
        patients.features().stream()
            .filter(f -> f.kind().equals(feature.kind()) && background.contains(f.channel()))
            .filter(f -> !f.channel().equals(feature.channel()))
            .map(Feature::values)
            .toList();
    List<double[]> covariates = patients.covariates().stream().map(Attribute::values).toList();
    return new Answer(
        eligible,
        fit.get(),
        hazard.fit(feature, new int[strata.length]).map(f -> f.p(0)).orElse(Double.NaN),
        hazard
            .held(feature, covariates)
            .map(f -> Tested.Adjusted.of(f.p(0), f.n()))
            .orElse(Tested.Adjusted.UNKNOWN),
        hazard.given(feature, channels));
  }

  /** The test without some strata, of one that is known. */
  static TestResult without(boolean[] left, Feature feature, Outcome outcome, int[] strata) {
    BitSet rest = Rows.both(Rows.known(feature.values()), Rows.known(outcome.time()));
    IntStream.range(0, strata.length).filter(i -> left[strata[i]]).forEach(rest::clear);
    return new Hazard(outcome, strata, rest)
        .fit(feature, strata)
        .map(Hazard::result)
        .orElse(new TestResult("cox", 0, 0, Double.NaN, "hr", Double.NaN));
  }

  /** What is left of a test that is known when others are held fixed. */
  static Tested.Conditional given(
      Feature feature, Outcome outcome, int[] strata, List<double[]> others) {
    BitSet present = Rows.both(Rows.known(feature.values()), Rows.known(outcome.time()));
    return new Hazard(outcome, strata, present).given(feature, others);
  }

  private static TestResult result(CoxFit fit) {
    return new TestResult(
        "cox", fit.n(), fit.events(), Math.exp(fit.coefficients()[0]), "hr", fit.p(0));
  }

  private static Answer none(Eligibility why) {
    return new Answer(why, null, Double.NaN, Tested.Adjusted.UNKNOWN, Tested.Conditional.UNKNOWN);
  }

  private Tested.Conditional given(Feature feature, List<double[]> others) {
    return held(feature, others)
        .map(f -> new Tested.Conditional(Math.exp(f.coefficients()[0]), f.p(0)))
        .orElse(Tested.Conditional.UNKNOWN);
  }

  /** The model with others beside the feature; empty where none of them adjusts anything. */
  private Optional<CoxFit> held(Feature feature, List<double[]> others) {
    Adjustment given = Adjustment.of(present, others, strata);
    return given.covariates().isEmpty() ? Optional.empty() : fit(feature, given);
  }

  /** Empty where the model has no maximum: the feature does not vary, say, or separates. */
  private Optional<CoxFit> fit(Feature feature, Adjustment given) {
    FollowUp data = outcome.followUp(given.rows(), given.strata());
    try {
      return Optional.of(
          CoxModel.fitFirst(data, given.design(feature.values()), CoxModel.Ties.EFRON));
    } catch (NonConverged e) {
      return Optional.empty();
    }
  }

  private Optional<CoxFit> fit(Feature feature, int[] within) {
    return fit(feature, Adjustment.of(present, List.of(), within));
  }
}
