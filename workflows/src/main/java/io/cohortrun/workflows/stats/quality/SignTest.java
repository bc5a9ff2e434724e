package io.cohortrun.workflows.stats.quality;

import org.apache.commons.statistics.distribution.BinomialDistribution;

/**
 * Whether one model is better than another on more slides than chance would have it: exact, slides
 * of equal value left out.
 *
 * @param wins slides on which the first is better
 * @param losses on which the second is
 * @param p two-sided; NaN below ten slides, where even a clean sweep says little (.002 at best)
 */
public record SignTest(int wins, int losses, double p) {

  /** Slides below which nothing is said but of these slides. */
  public static final int FEWEST = 10;

  /**
   * Tests.
   *
   * @param first per slide, higher is better; NaN where undefined
   * @param second of the same slides
   */
  public static SignTest of(double[] first, double[] second) {
    int wins = 0;
    int losses = 0;
    int slides = 0;
    for (int i = 0; i < first.length; i++) {
      double difference = first[i] - second[i];
      slides += Double.isNaN(difference) ? 0 : 1;
      wins += difference > 0 ? 1 : 0;
      losses += difference < 0 ? 1 : 0;
    }
    int n = wins + losses;
    return new SignTest(
        wins,
        losses,
        slides < FEWEST
            ? Double.NaN
            : n == 0
                ? 1
                : Math.min(
                    1,
                    2
                        * BinomialDistribution.of(n, 0.5)
                            .cumulativeProbability(Math.min(wins, losses))));
  }
}
