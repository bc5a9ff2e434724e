package io.cohortrun.workflows.stats.triage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.cohortrun.workflows.stats.signature.Folds;
import io.cohortrun.workflows.stats.signature.Splits;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CrossFittedScoreTest {

  private static final int UNKNOWN = 60;

  /**
   * Twelve sites, two types, five covariates, of which the first two tell; the last are unknown.
   */
  private static TriageData cohort(int n, double effect, long seed) {
    var random = new Random(seed);
    double[][] x = new double[n][5];
    double[] value = new double[n];
    int[] type = new int[n];
    int[] site = new int[n];
    for (int i = 0; i < n; i++) {
      type[i] = random.nextInt(2);
      site[i] = random.nextInt(12);
      for (int j = 0; j < 5; j++) {
        x[i][j] = 4 * type[i] + random.nextGaussian();
      }
      double odds = effect * (x[i][0] - x[i][1]) - 1;
      value[i] = random.nextDouble() < 1 / (1 + Math.exp(-odds)) ? 1 : 0;
    }
    return new TriageData(x, value, type, site);
  }

  private static double[] score(TriageData data) {
    return CrossFittedScore.of(data, Folds.draw(data.site(), Splits.USUAL, 1));
  }

  private static Roc roc(double[] score, TriageData data) {
    int[] known = data.known();
    return Roc.of(
        Arrays.stream(known).mapToDouble(i -> score[i]).toArray(), data.only(known).arm());
  }

  @Test
  void aPlantedBiomarkerIsFoundAlsoInThoseWhoseValueNobodyKnows() {
    TriageData truth = cohort(500, 1.5, 1);
    double[] hidden = truth.value().clone();
    Arrays.fill(hidden, 500 - UNKNOWN, 500, Double.NaN);
    double[] score = score(new TriageData(truth.x(), hidden, truth.type(), truth.site()));
    assertThat(roc(score, truth).lower()).isGreaterThan(0.8);
    int[] last = Arrays.stream(truth.known()).filter(i -> i >= 500 - UNKNOWN).toArray();
    double[] ofLast = Arrays.stream(last).mapToDouble(i -> score[i]).toArray();
    assertThat(Roc.of(ofLast, truth.only(last).arm()).auc()).isGreaterThan(0.8);
  }

  @Test
  void aBiomarkerThatTheMapsDoNotShowHasAnAreaOfOneHalf() {
    TriageData data = cohort(400, 0, 2);
    assertThat(roc(score(data), data).auc()).isCloseTo(0.5, within(0.08));
  }

  @Test
  void nobodyIsJudgedByAModelThatSawTheOwnSite() {
    TriageData data = cohort(300, 1, 3);
    double[] score = score(data);
    double[] turned = data.value().clone();
    for (int i = 0; i < turned.length; i++) {
      turned[i] = data.site()[i] == 4 ? 1 - turned[i] : turned[i];
    }
    double[] again = score(new TriageData(data.x(), turned, data.type(), data.site()));
    for (int i = 0; i < score.length; i++) {
      if (data.site()[i] == 4) {
        assertThat(again[i]).isEqualTo(score[i]);
      }
    }
    assertThat(again).isNotEqualTo(score);
  }

  @Test
  void aBiomarkerOfOneValueGivesNobodyAScore() {
    TriageData data = cohort(60, 1, 4);
    double[] all = new double[60];
    double[] score = score(new TriageData(data.x(), all, data.type(), data.site()));
    assertThat(score).containsOnly(Double.NaN);
  }

  @Test
  void thresholdsAreTheHighestThatReachEachPercentOfSensitivity() {
    double[] score = {0.9, 0.8, 0.7, 0.6, 0.5, 0.4};
    boolean[] arm = {true, false, true, true, false, false};
    assertThat(Roc.of(score, arm).points())
        .containsExactly(
            new OperatingPoint(0.9, 1 / 3.0, 1),
            new OperatingPoint(0.7, 2 / 3.0, 2 / 3.0),
            new OperatingPoint(0.6, 1, 2 / 3.0));
  }
}
