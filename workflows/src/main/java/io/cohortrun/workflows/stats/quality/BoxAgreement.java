package io.cohortrun.workflows.stats.quality;

import io.cohortrun.workflows.stats.rank.Correlation;
import io.cohortrun.workflows.stats.rank.Ranking;
import java.util.Collection;
import java.util.OptionalDouble;

/**
 * Agreement of box counts, of a tile or pooled over the tiles of a slide: sums, so that tiles are
 * added.
 *
 * @param boxes counted
 * @param q sum of the prediction's counts; qq of their squares
 * @param t sum of the target's; tt of their squares
 * @param qt sum of products
 */
public record BoxAgreement(long boxes, double q, double t, double qq, double tt, double qt) {

  /** Of no tile. */
  public static final BoxAgreement NONE = new BoxAgreement(0, 0, 0, 0, 0, 0);

  /**
   * Of a tile.
   *
   * @param predicted counts of the prediction
   * @param target of the target, as many
   */
  public static BoxAgreement of(double[] predicted, double[] target) {
    double q = 0;
    double t = 0;
    double qq = 0;
    double tt = 0;
    double qt = 0;
    for (int i = 0; i < predicted.length; i++) {
      q += predicted[i];
      t += target[i];
      qq += predicted[i] * predicted[i];
      tt += target[i] * target[i];
      qt += predicted[i] * target[i];
    }
    return new BoxAgreement(predicted.length, q, t, qq, tt, qt);
  }

  /**
   * Spearman's correlation of a tile's boxes, ties of average rank; NaN where either is constant.
   */
  public static double spearman(double[] predicted, double[] target) {
    return Correlation.spearman(Ranking.of(predicted), Ranking.of(target)).r();
  }

  /**
   * How much nearer a prediction is to its own channel than to any other: |r| with its target, less
   * the largest |r| with another real channel (science.md 4.5). Channels that really go together
   * leave little of it: a perfect prediction has 1 less the largest |r| of its target with another.
   *
   * @param own of the prediction and its target
   * @param others of the prediction and each other channel
   * @return -1..1; NaN where its own is undefined, or there is no other that is not
   */
  public static double specificity(BoxAgreement own, Collection<BoxAgreement> others) {
    OptionalDouble nearest =
        others.stream()
            .mapToDouble(other -> Math.abs(other.pearson()))
            .filter(r -> !Double.isNaN(r))
            .max();
    return nearest.isEmpty() ? Double.NaN : Math.abs(own.pearson()) - nearest.getAsDouble();
  }

  /** Of both. */
  public BoxAgreement plus(BoxAgreement other) {
    return new BoxAgreement(
        boxes + other.boxes, q + other.q, t + other.t, qq + other.qq, tt + other.tt, qt + other.qt);
  }

  /** Pearson's correlation; NaN where either is constant: there are quarters and whole numbers. */
  public double pearson() {
    double ofQ = boxes * qq - q * q;
    double ofT = boxes * tt - t * t;
    return ofQ > 0 && ofT > 0 ? (boxes * qt - q * t) / Math.sqrt(ofQ * ofT) : Double.NaN;
  }

  /** Mean squared difference of the counts. */
  public double meanSquaredError() {
    return (qq - 2 * qt + tt) / boxes;
  }
}
