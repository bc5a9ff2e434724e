package io.cohortrun.workflows.stats.signature;

import io.cohortrun.workflows.stats.survival.Concordance;
import io.cohortrun.workflows.stats.survival.FollowUp;
import io.cohortrun.workflows.stats.survival.LogRank;
import java.util.Arrays;

/**
 * Risk of each subject from models that saw neither the subject nor, of two sites or more, anybody
 * of its site: repeated cross-fitting, averaged. The penalty is chosen inside each training part.
 *
 * @param risk [n] higher for an earlier event
 * @param ridge [repeats][folds] penalty lambda / 2 |b|^2 of the model that judged each fold; NaN
 *     where nobody was judged, or the other folds have no event
 * @param concordance Harrell's C of it within types
 * @param high [n] whether the risk is above the median of the type
 * @param separation log-rank test of high against low, stratified by type
 */
public record CrossFit(
    double[] risk, double[][] ridge, Concordance concordance, boolean[] high, LogRank separation) {

  /** Fits. */
  public static CrossFit of(SignatureData data, Folds folds) {
    double[][] ridge = new double[folds.of().length][folds.count()];
    double[] risk = risk(data, folds, ridge);
    boolean[] high = high(risk, data.type());
    int[] group = new int[risk.length];
    for (int i = 0; i < group.length; i++) {
      group[i] = high[i] ? 1 : 0;
    }
    FollowUp followUp = data.followUp();
    return new CrossFit(
        risk, ridge, Concordance.of(followUp, risk), high, LogRank.test(followUp, group, 2, 0));
  }

  /** Whether each fold that has patients was judged by a model. */
  public static boolean isPossible(SignatureData data, Folds folds) {
    return Arrays.stream(folds.of())
        .allMatch(
            fold ->
                Arrays.stream(fold)
                    .distinct()
                    .allMatch(
                        f ->
                            data.only(SignatureData.where(data.size(), i -> fold[i] != f))
                                    .followUp()
                                    .events()
                                > 0));
  }

  /** Fills in the penalties. */
  static double[] risk(SignatureData data, Folds folds, double[][] ridge) {
    double[] risk = new double[data.size()];
    for (int repeat = 0; repeat < ridge.length; repeat++) {
      int[] fold = folds.of()[repeat];
      int[] judged = Arrays.stream(fold).distinct().sorted().toArray();
      double[][] scores = scores(data, fold, judged);
      Arrays.fill(ridge[repeat], Double.NaN);
      for (int k = 0; k < judged.length; k++) {
        int f = judged[k];
        SignatureData learnt = without(data, fold, f, f);
        if (learnt.followUp().events() == 0) {
          continue;
        }
        SignatureModel model = SignatureModel.fit(learnt, scores[k]);
        ridge[repeat][f] = model.ridge();
        int[] test = SignatureData.where(fold.length, i -> fold[i] == f);
        SignatureData left = data.only(test);
        double[] of = model.risk(left.x(), left.type());
        for (int i = 0; i < test.length; i++) {
          risk[test[i]] += of[i] / ridge.length;
        }
      }
    }
    return risk;
  }

  /**
   * Scores of penalties for the model that judges each of these folds: likelihoods of the other
   * folds, each left out once. Who leaves out g beside f, and who leaves out f beside g, learns
   * from the same subjects: such models are fitted once.
   */
  private static double[][] scores(SignatureData data, int[] fold, int[] judged) {
    double[][] scores = new double[judged.length][];
    if (judged.length < 3) {
      Arrays.setAll(
          scores,
          k -> {
            SignatureData learnt = without(data, fold, judged[k], judged[k]);
            return SignatureModel.scores(learnt, Folds.inner(new int[learnt.size()]));
          });
      return scores;
    }
    Arrays.setAll(scores, k -> RidgePath.unscored());
    for (int k = 0; k < judged.length; k++) {
      for (int l = k + 1; l < judged.length; l++) {
        int f = judged[k];
        int g = judged[l];
        SignatureData train = without(data, fold, f, g);
        if (train.followUp().events() > 0) {
          RidgePath path = RidgePath.of(train);
          path.judge(data.only(SignatureData.where(fold.length, i -> fold[i] == f)), scores[l]);
          path.judge(data.only(SignatureData.where(fold.length, i -> fold[i] == g)), scores[k]);
        }
      }
    }
    return scores;
  }

  private static SignatureData without(SignatureData data, int[] fold, int f, int g) {
    return data.only(SignatureData.where(fold.length, i -> fold[i] != f && fold[i] != g));
  }

  private static boolean[] high(double[] risk, int[] type) {
    boolean[] high = new boolean[risk.length];
    for (int t : Arrays.stream(type).distinct().toArray()) {
      int[] rows = SignatureData.where(risk.length, i -> type[i] == t);
      double median = median(Arrays.stream(rows).mapToDouble(i -> risk[i]).toArray());
      for (int i : rows) {
        high[i] = risk[i] > median;
      }
    }
    return high;
  }

  /** Of values that are there. */
  static double median(double[] of) {
    double[] sorted = Arrays.stream(of).sorted().toArray();
    int half = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
  }
}
