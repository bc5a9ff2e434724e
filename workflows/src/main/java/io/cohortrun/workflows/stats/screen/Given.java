package io.cohortrun.workflows.stats.screen;

import io.cohortrun.workflows.stats.association.Covariates;
import io.cohortrun.workflows.stats.association.Covariates.Residual;
import io.cohortrun.workflows.stats.rank.Correlation;
import java.util.BitSet;
import java.util.IdentityHashMap;
import java.util.List;

/** Partial rank correlations within strata, of patients of whom all that is held fixed is known. */
final class Given {

  private final BitSet present;
  private final Scores scores;
  private final Covariates fixed;
  private final IdentityHashMap<double[], Residual> residuals =
      new IdentityHashMap<>(); // of attributes

  /**
   * @param others [g][patients] what is held fixed
   * @param present patients of whom feature and attribute are known
   */
  Given(List<double[]> others, int[] strata, BitSet present, Scores scores) {
    this.present = (BitSet) present.clone();
    others.forEach(other -> this.present.and(Rows.known(other)));
    Rows.dropAlone(this.present, strata);
    this.scores = scores;
    this.fixed =
        new Covariates(
            others.stream().map(o -> scores.of(o, this.present)).toArray(double[][]::new),
            strata,
            this.present);
  }

  /** What is left of a feature's rank scores. */
  Residual residual(Scores.Ranked feature) {
    return fixed.residual(scores.of(feature, present));
  }

  Tested.Conditional correlation(Residual feature, Attribute attribute) {
    Residual of =
        residuals.computeIfAbsent(
            attribute.values(), values -> fixed.residual(scores.of(values, present)));
    Correlation partial = fixed.correlation(feature, of);
    return new Tested.Conditional(partial.r(), partial.p());
  }
}
