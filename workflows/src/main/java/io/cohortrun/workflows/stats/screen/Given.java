package io.cohortrun.workflows.stats.screen;

import io.cohortrun.workflows.stats.association.Covariates;
import io.cohortrun.workflows.stats.association.Covariates.Residual;
import io.cohortrun.workflows.stats.rank.Correlation;
import java.util.Arrays;
import java.util.BitSet;
import java.util.IdentityHashMap;
import java.util.Optional;

/** Partial rank correlations within strata, of patients of whom all that is held fixed is known. */
final class Given {

  private final BitSet present;
  private final Scores scores;
  private final Covariates fixed;
  private final IdentityHashMap<double[], Residual> residuals = new IdentityHashMap<>();

  /** Empty where nothing is held fixed. */
  static Optional<Given> of(Adjustment held, Scores scores) {
    return held.covariates().isEmpty() ? Optional.empty() : Optional.of(new Given(held, scores));
  }

  private Given(Adjustment held, Scores scores) {
    this.present = new BitSet();
    Arrays.stream(held.rows()).forEach(present::set);
    Rows.dropAlone(present, held.strata());
    this.scores = scores;
    this.fixed =
        new Covariates(
            held.covariates().stream().map(c -> scores.of(c, present)).toArray(double[][]::new),
            held.strata(),
            present);
  }

  /** Patients whose ranks these are. */
  int patients() {
    return present.cardinality();
  }

  /** What is left of a feature's rank scores. */
  Residual residual(Scores.Ranked feature) {
    return fixed.residual(scores.of(feature, present));
  }

  Tested.Conditional correlation(Residual feature, Attribute attribute) {
    Correlation partial = fixed.correlation(feature, remembered(attribute.values()));
    return new Tested.Conditional(partial.r(), partial.p());
  }

  /** Of a feature that is asked about again. */
  Tested.Conditional correlation(Feature feature, Attribute attribute) {
    return correlation(remembered(feature.values()), attribute);
  }

  private Residual remembered(double[] variable) {
    return residuals.computeIfAbsent(
        variable, values -> fixed.residual(scores.of(values, present)));
  }
}
