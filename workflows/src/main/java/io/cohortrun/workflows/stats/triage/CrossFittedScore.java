package io.cohortrun.workflows.stats.triage;

import io.cohortrun.workflows.stats.signature.Folds;
import io.cohortrun.workflows.stats.signature.Standard;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Scores of subjects from ridge logistic models that saw neither the subject nor, of two sites or
 * more, anybody of its site: log-odds averaged over the repeats. The penalty is chosen inside each
 * training part, by the likelihood of folds left out there. Subjects of whom the biomarker is not
 * known get a score too.
 */
public final class CrossFittedScore {

  /**
   * Change of the likelihood at which models stop that only choose a penalty, and those that judge.
   */
  private static final double TO_CHOOSE = 1e-6;

  private static final double TO_JUDGE = 1e-12;

  /** Penalties tried, per unit of information that a standardised covariate has. */
  private static final double[] PER_INFORMATION = {10, 3, 1, 0.3, 0.1, 0.03, 0.01};

  private CrossFittedScore() {}

  /**
   * Scores.
   *
   * @param folds of the subjects
   * @return [n] 0..1, higher where the biomarker is more likely; NaN of a subject for whom no fold
   *     could be fitted
   */
  public static double[] of(TriageData data, Folds folds) {
    int n = data.size();
    double[] sum = new double[n];
    int[] times = new int[n];
    for (int[] fold : folds.of()) {
      for (int f = 0; f < folds.count(); f++) {
        int out = f;
        int[] train = Arrays.stream(data.known()).filter(i -> fold[i] != out).toArray();
        TriageData learnt = data.only(train);
        if (!learnt.twoSided()) {
          continue;
        }
        int[] judged = IntStream.range(0, n).filter(i -> fold[i] == out).toArray();
        int[] inner = Folds.inner(Arrays.stream(train).map(i -> fold[i]).toArray());
        double[] odds = judged(learnt, inner, data.only(judged));
        for (int i = 0; i < judged.length; i++) {
          sum[judged[i]] += odds[i];
          times[judged[i]]++;
        }
      }
    }
    double[] score = new double[n];
    Arrays.setAll(score, i -> 1 / (1 + Math.exp(-sum[i] / times[i])));
    return score;
  }

  private static double[] judged(TriageData learnt, int[] fold, TriageData judged) {
    double[] likelihood = new double[PER_INFORMATION.length];
    for (int f : Arrays.stream(fold).distinct().sorted().toArray()) {
      TriageData train = learnt.only(where(fold, f, false));
      TriageData test = learnt.only(where(fold, f, true));
      if (train.twoSided()) {
        Standard standard = Standard.of(train.x(), train.type());
        RidgeLogistic[] path = path(train, standard, likelihood.length, TO_CHOOSE);
        double[][] z = standard.apply(test.x(), test.type());
        Arrays.setAll(likelihood, k -> likelihood[k] + path[k].logLikelihood(z, test.arm()));
      }
    }
    int best = 0;
    for (int k = 1; k < likelihood.length; k++) {
      best = likelihood[k] > likelihood[best] ? k : best;
    }
    Standard standard = Standard.of(learnt.x(), learnt.type());
    RidgeLogistic model = path(learnt, standard, best + 1, TO_JUDGE)[best];
    return Arrays.stream(standard.apply(judged.x(), judged.type()))
        .mapToDouble(model::logOdds)
        .toArray();
  }

  private static RidgeLogistic[] path(
      TriageData data, Standard standard, int penalties, double enough) {
    double positives = data.positives();
    double information = positives * (data.size() - positives) / data.size();
    double[] ridge =
        Arrays.stream(PER_INFORMATION, 0, penalties).map(share -> share * information).toArray();
    return RidgeLogistic.path(standard.apply(data.x(), data.type()), data.arm(), ridge, enough);
  }

  private static int[] where(int[] fold, int f, boolean in) {
    return IntStream.range(0, fold.length).filter(i -> (fold[i] == f) == in).toArray();
  }
}
