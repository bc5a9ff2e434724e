package io.cohortrun.workflows.validate;

/** The checks, in the order in which they are told; names are those of the CohortRun. */
public enum Check {
  /** Every slide of the manifest has an outcome of its own. Least share of slides. */
  LedgerComplete(1),

  /** The lost differ from the analysed by chance only. Least p after Holm's correction. */
  Attrition(0.05),

  /** Each kind of worker gave the golden pair. Most of the drift that the bundle tolerates. */
  GoldenPairs(1),

  /** Tests of permuted outcomes find nothing. Rate of p < 0.05 that is nominal. */
  PermutedOutcomes(0.05),

  /** Associations outlive the background channels. Least share of the significant ones. */
  Specificity(0.5),

  /** Sites and scanners are alike within types. Most of a density's variance. */
  Drift(0.14),

  /** Channels say different things. Fewest components with 90 % of their correlations. */
  EffectiveRank(4),

  /** Another population agrees. Least Spearman's correlation of activations. */
  Concordance(0.7),

  /** The network beats its baselines on paired mIF. Least share of comparisons. */
  Quality(0.5);

  private final double threshold;

  Check(double threshold) {
    this.threshold = threshold;
  }

  /** Where nobody gave another. */
  public double threshold() {
    return threshold;
  }

  Answer answer(Evidence e, double limit) {
    return switch (this) {
      case LedgerComplete -> e.ledger().answer(limit);
      case Attrition -> LossComparison.answer(e.patients(), limit);
      case GoldenPairs -> GoldenPair.answer(e.goldenPairs(), limit);
      case PermutedOutcomes -> PermutedResult.answer(e.permuted(), limit);
      case Specificity -> Claim.answer(e.claims(), e.background(), limit);
      case Drift -> SiteEffect.answer(e.patients(), limit);
      case EffectiveRank -> ChannelRank.answer(e.patients(), e.background(), limit);
      case Concordance -> Agreement.answer(e.concordance(), limit);
      case Quality -> Comparison.answer(e.quality(), limit);
    };
  }
}
