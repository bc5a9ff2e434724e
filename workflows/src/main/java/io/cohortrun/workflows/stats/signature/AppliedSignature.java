package io.cohortrun.workflows.stats.signature;

import io.cohortrun.workflows.stats.survival.Concordance;
import io.cohortrun.workflows.stats.survival.FollowUp;
import io.cohortrun.workflows.stats.survival.LogRank;

/**
 * A frozen signature on subjects of another cohort: nothing is learnt of them.
 *
 * @param risk [n] higher for an earlier event
 * @param high [n] whether it is above the cut of the type
 * @param concordance Harrell's C of the risk within types
 * @param separation log-rank test of high against low, stratified by type
 */
public record AppliedSignature(
    double[] risk, boolean[] high, Concordance concordance, LogRank separation) {

  /**
   * Applies.
   *
   * @param cut [K + 1] of each type, the last for types that the model has not seen
   * @param followUp of n subjects; its strata are the types as the model numbers them, from K on:
   *     not seen there
   * @param x [n][p] covariates as the model was fitted to them
   */
  public static AppliedSignature of(
      SignatureModel model, double[] cut, FollowUp followUp, double[][] x) {
    int[] type = followUp.stratum();
    double[] risk = model.risk(x, type);
    boolean[] high = new boolean[risk.length];
    int[] group = new int[risk.length];
    for (int i = 0; i < risk.length; i++) {
      high[i] = risk[i] > cut[Math.min(type[i], cut.length - 1)];
      group[i] = high[i] ? 1 : 0;
    }
    return new AppliedSignature(
        risk, high, Concordance.of(followUp, risk), LogRank.test(followUp, group, 2, 0));
  }
}
