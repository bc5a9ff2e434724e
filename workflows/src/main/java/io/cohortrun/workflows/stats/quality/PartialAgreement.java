package io.cohortrun.workflows.stats.quality;

/**
 * Agreement of box counts beyond what two other real channels say of the same boxes, of a tile or
 * pooled over the tiles of a slide: sums, so that tiles are added.
 *
 * @param own prediction and target
 * @param predictedFirst prediction and the first of the others
 * @param targetFirst target and the first
 * @param predictedSecond prediction and the second
 * @param targetSecond target and the second
 * @param others the first and the second
 */
public record PartialAgreement(
    BoxAgreement own,
    BoxAgreement predictedFirst,
    BoxAgreement targetFirst,
    BoxAgreement predictedSecond,
    BoxAgreement targetSecond,
    BoxAgreement others) {

  /** Of no tile. */
  public static final PartialAgreement NONE =
      new PartialAgreement(
          BoxAgreement.NONE,
          BoxAgreement.NONE,
          BoxAgreement.NONE,
          BoxAgreement.NONE,
          BoxAgreement.NONE,
          BoxAgreement.NONE);

  /** Share of variance below which what is left is rounding. */
  private static final double NOTHING = 1e-9;

  /**
   * Of a tile.
   *
   * @param predicted counts of the prediction
   * @param target of the target, as many
   * @param first of a real channel that is held fixed, as many
   * @param second of another, as many
   */
  public static PartialAgreement of(
      double[] predicted, double[] target, double[] first, double[] second) {
    return new PartialAgreement(
        BoxAgreement.of(predicted, target),
        BoxAgreement.of(predicted, first),
        BoxAgreement.of(target, first),
        BoxAgreement.of(predicted, second),
        BoxAgreement.of(target, second),
        BoxAgreement.of(first, second));
  }

  /** Of both. */
  public PartialAgreement plus(PartialAgreement other) {
    return new PartialAgreement(
        own.plus(other.own),
        predictedFirst.plus(other.predictedFirst),
        targetFirst.plus(other.targetFirst),
        predictedSecond.plus(other.predictedSecond),
        targetSecond.plus(other.targetSecond),
        others.plus(other.others));
  }

  /**
   * Pearson's partial correlation of prediction and target given both others.
   *
   * @return NaN where one is constant, or nothing of one is left given the others
   */
  public double pearson() {
    double first = others.pearson();
    return given(
        given(own.pearson(), predictedFirst.pearson(), targetFirst.pearson()),
        given(predictedSecond.pearson(), predictedFirst.pearson(), first),
        given(targetSecond.pearson(), targetFirst.pearson(), first));
  }

  /** Correlation of x and y given z. */
  private static double given(double xy, double xz, double yz) {
    double ofX = 1 - xz * xz;
    double ofY = 1 - yz * yz;
    return ofX > NOTHING && ofY > NOTHING ? (xy - xz * yz) / Math.sqrt(ofX * ofY) : Double.NaN;
  }
}
