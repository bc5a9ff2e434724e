package io.cohortrun.workflows.stats.multiplicity;

import org.apache.commons.statistics.distribution.BinomialDistribution;

/** What independent tests of true null hypotheses give by chance. */
public final class NominalRate {

  /** Beyond the band in one of a thousand. */
  private static final double BEYOND = 0.001;

  private NominalRate() {}

  /** The most rejections of {@code tests} at a rate (0..1) that are still chance. */
  public static int most(int tests, double rate) {
    return BinomialDistribution.of(tests, rate).inverseSurvivalProbability(BEYOND);
  }
}
