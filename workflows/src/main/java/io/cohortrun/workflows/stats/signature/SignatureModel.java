package io.cohortrun.workflows.stats.signature;

import io.cohortrun.workflows.stats.survival.CoxPath;
import java.util.Arrays;

/**
 * A fitted signature, frozen: it can be applied to other subjects, and to another cohort,
 * unchanged.
 *
 * @param coefficients [p] log hazard ratio of a standard deviation
 * @param ridge lambda of the penalty lambda / 2 |b|^2 that cross-validation chose
 * @param standard means and standard deviations of the training subjects
 */
public record SignatureModel(double[] coefficients, double ridge, Standard standard) {

  /** Change of the likelihood at which to stop. */
  private static final double EXACT = 1e-14;

  /**
   * Fits to all subjects; the penalty is the one whose models give the left-out folds the highest
   * likelihood.
   *
   * @param fold [n] of each subject
   * @throws IllegalArgumentException there is no event
   */
  public static SignatureModel fit(SignatureData data, int[] fold) {
    return fit(data, scores(data, fold));
  }

  /** Likelihoods of the left-out folds under each penalty. */
  static double[] scores(SignatureData data, int[] fold) {
    double[] scores = RidgePath.unscored();
    for (int f : Arrays.stream(fold).distinct().sorted().toArray()) {
      SignatureData train = data.only(SignatureData.where(fold.length, i -> fold[i] != f));
      if (train.followUp().events() > 0) {
        RidgePath.of(train)
            .judge(data.only(SignatureData.where(fold.length, i -> fold[i] == f)), scores);
      }
    }
    return scores;
  }

  /**
   * Fits to all subjects.
   *
   * @param scores of each penalty; the highest is taken
   * @throws IllegalArgumentException there is no event
   */
  static SignatureModel fit(SignatureData data, double[] scores) {
    if (data.followUp().events() == 0) {
      throw new IllegalArgumentException("there is no event");
    }
    double ridge = RidgePath.best(scores) * data.followUp().events();
    Standard standard = Standard.of(data.x(), data.type());
    double[][] x = standard.apply(data.x(), data.type());
    double[] coefficients = CoxPath.fit(data.followUp(), x, new double[] {ridge}, EXACT)[0];
    return new SignatureModel(coefficients, ridge, standard);
  }

  /**
   * Median risks, to split other cohorts at.
   *
   * @param x [n][p] covariates of the subjects it was fitted to
   * @param type [n] of them
   * @return [K + 1] of each type; of all in the last, and for types that are standardised as all
   */
  public double[] medians(double[][] x, int[] type) {
    double[] risk = risk(x, type);
    int all = standard.mean().length - 1;
    double[] medians = new double[all + 1];
    Arrays.fill(medians, CrossFit.median(risk));
    for (int t = 0; t < all; t++) {
      int one = t;
      int[] rows = SignatureData.where(type.length, i -> type[i] == one);
      if (rows.length >= Standard.ENOUGH) {
        medians[t] = CrossFit.median(Arrays.stream(rows).mapToDouble(i -> risk[i]).toArray());
      }
    }
    return medians;
  }

  /**
   * Risk of subjects, higher for an earlier event; comparable within a type.
   *
   * @param x [n][p] covariates as they were fitted
   * @param type [n] numbered as in the training data; from K on: not seen there
   */
  public double[] risk(double[][] x, int[] type) {
    return Arrays.stream(standard.apply(x, type))
        .mapToDouble(
            row -> {
              double risk = 0;
              for (int j = 0; j < row.length; j++) {
                risk += coefficients[j] * row[j];
              }
              return risk;
            })
        .toArray();
  }
}
