package io.cohortrun.crds.v1alpha1;

/** Named validation check. */
public enum Check {
  /** Every manifest row has one outcome. */
  LedgerComplete,
  /** Lost slides against outcome, stage, site and scanner. */
  Attrition,
  /** The golden pair on every worker. */
  GoldenPairs,
  /** Permuted outcomes give the nominal rate. */
  PermutedOutcomes,
  /** What survives conditioning on background channels. */
  Specificity,
  /** Site and scanner effects. */
  Drift,
  /** Independent components of the channels. */
  EffectiveRank,
  /** Agreement with another run. */
  Concordance,
  /** Against baselines on paired mIF. */
  Quality
}
