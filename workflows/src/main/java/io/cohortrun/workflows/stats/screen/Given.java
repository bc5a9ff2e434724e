package io.cohortrun.workflows.stats.screen;

import io.cohortrun.workflows.stats.association.Covariates;
import io.cohortrun.workflows.stats.rank.Correlation;
import io.cohortrun.workflows.stats.rank.Ranking;
import java.util.BitSet;
import java.util.List;

/** Partial rank correlations within strata, of patients of whom all that is held fixed is known. */
final class Given {

  private final BitSet present;
  private final int[] strata;
  private final Covariates fixed;

  /**
   * @param others [g][patients] what is held fixed
   * @param present patients of whom feature and attribute are known
   */
  Given(List<double[]> others, int[] strata, BitSet present) {
    this.strata = strata;
    this.present = (BitSet) present.clone();
    others.forEach(other -> this.present.and(Rows.known(other)));
    Rows.dropAlone(this.present, strata);
    this.fixed =
        new Covariates(
            others.stream().map(this::scores).toArray(double[][]::new), strata, this.present);
  }

  /** What is left of a variable's rank scores. */
  double[] residual(double[] variable) {
    return fixed.residual(scores(variable));
  }

  Tested.Conditional correlation(double[] x, double[] y) {
    Correlation partial = fixed.correlation(x, y);
    return new Tested.Conditional(partial.r(), partial.p());
  }

  private double[] scores(double[] variable) {
    return Ranking.of(variable, strata, present).scores();
  }
}
