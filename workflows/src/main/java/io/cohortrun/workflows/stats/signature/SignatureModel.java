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

  /** Penalties tried, per event: from nearly nothing left to nearly unpenalised. */
  private static final double[] PER_EVENT = {3, 1, 0.3, 0.1, 0.03, 0.01};

  /** Change of the likelihood at which to stop: to choose a penalty, and of what is kept. */
  private static final double ENOUGH = 1e-3;

  private static final double EXACT = 1e-14;

  /**
   * Fits to all subjects; the penalty is the one whose models give the left-out folds the highest
   * likelihood.
   *
   * @param fold [n] of each subject
   * @throws IllegalArgumentException there is no event
   */
  public static SignatureModel fit(SignatureData data, int[] fold) {
    if (data.followUp().events() == 0) {
      throw new IllegalArgumentException("there is no event");
    }
    double[] likelihood = new double[PER_EVENT.length];
    for (int f : Arrays.stream(fold).distinct().sorted().toArray()) {
      SignatureData train = data.only(SignatureData.where(fold.length, i -> fold[i] != f));
      SignatureData test = data.only(SignatureData.where(fold.length, i -> fold[i] == f));
      if (train.followUp().events() > 0 && test.followUp().events() > 0) {
        Standard standard = Standard.of(train.x(), train.type());
        double[][] path = path(train, standard);
        double[] out =
            CoxPath.logLikelihoods(test.followUp(), standard.apply(test.x(), test.type()), path);
        Arrays.setAll(likelihood, k -> likelihood[k] + out[k]);
      }
    }
    int best = 0;
    for (int k = 1; k < likelihood.length; k++) {
      best = likelihood[k] > likelihood[best] ? k : best;
    }
    Standard standard = Standard.of(data.x(), data.type());
    double ridge = PER_EVENT[best] * data.followUp().events();
    double[][] x = standard.apply(data.x(), data.type());
    double[] coefficients = CoxPath.fit(data.followUp(), x, new double[] {ridge}, EXACT)[0];
    return new SignatureModel(coefficients, ridge, standard);
  }

  private static double[][] path(SignatureData data, Standard standard) {
    double events = data.followUp().events();
    double[] ridge = Arrays.stream(PER_EVENT).map(perEvent -> perEvent * events).toArray();
    return CoxPath.fit(data.followUp(), standard.apply(data.x(), data.type()), ridge, ENOUGH);
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
