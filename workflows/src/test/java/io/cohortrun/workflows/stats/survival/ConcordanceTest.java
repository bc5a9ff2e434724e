package io.cohortrun.workflows.stats.survival;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.cohortrun.workflows.stats.Table;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ConcordanceTest {

  @Test
  void itIsTheShareOfPairsThatAgreeWithTiesStrataAndDelayedEntry() {
    var random = new Random(5);
    for (int round = 0; round < 200; round++) {
      int n = 2 + random.nextInt(40);
      double[] entry = new double[n];
      double[] time = new double[n];
      boolean[] event = new boolean[n];
      int[] stratum = new int[n];
      double[] risk = new double[n];
      for (int i = 0; i < n; i++) {
        entry[i] = random.nextBoolean() ? random.nextInt(6) : Double.NEGATIVE_INFINITY;
        time[i] = Math.max(0, entry[i]) + 1 + random.nextInt(8);
        event[i] = random.nextInt(3) > 0;
        stratum[i] = random.nextInt(2);
        risk[i] = random.nextInt(5);
      }
      FollowUp data = new FollowUp(entry, time, event, stratum);
      Concordance found = Concordance.of(data, risk);
      double[] expected = byDefinition(data, risk);
      assertThat((double) found.pairs()).isEqualTo(expected[1]);
      if (found.pairs() > 0) {
        assertThat(found.value()).isCloseTo(expected[0], within(1e-14));
        assertThat(found.standardError()).isCloseTo(expected[2], within(1e-14));
      }
    }
  }

  @Test
  void equalCovariatesAreEqualRisks() throws Exception {
    Table lung = Table.read("survival/lung.csv", ",").complete(List.of("age", "ph.ecog"));
    double[] died = lung.numbers("status");
    boolean[] event = new boolean[died.length];
    double[][] x = new double[died.length][];
    for (int i = 0; i < died.length; i++) {
      event[i] = died[i] == 1;
      x[i] = new double[] {lung.numbers("age")[i], lung.numbers("ph.ecog")[i]};
    }
    FollowUp data = FollowUp.of(lung.numbers("time"), event).stratified(lung.codes("sex"));
    CoxFit fit = CoxModel.fit(data, x, CoxModel.Ties.EFRON, 0);
    Concordance found = Concordance.of(data, fit.predictor());
    // 6,276 pairs agree and 126 of 10,463 are of equal risk. So says R 4.2.2 with survival 3.5-3
    // and the reference BLAS; where the oracle was made, R split two of the 126.
    assertThat(found.value()).isCloseTo((6276 + 126 / 2.0) / 10463, within(1e-14));
    assertThat(found.value()).isCloseTo(0.605849182834751, within(1e-14));
    assertThat(found.standardError()).isCloseTo(0.026523885144640, within(1e-8));
  }

  /** C, pairs, and the infinitesimal jackknife. */
  private static double[] byDefinition(FollowUp d, double[] risk) {
    int n = d.size();
    double[] agree = new double[n];
    double[] all = new double[n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        boolean later = d.time()[j] > d.time()[i] || (d.time()[j] == d.time()[i] && !d.event()[j]);
        if (i != j
            && d.event()[i]
            && later
            && d.entry()[j] < d.time()[i]
            && d.stratum()[i] == d.stratum()[j]) {
          double one = risk[i] > risk[j] ? 1 : risk[i] == risk[j] ? 0.5 : 0;
          for (int k : new int[] {i, j}) {
            agree[k] += one;
            all[k]++;
          }
        }
      }
    }
    double pairs = java.util.Arrays.stream(all).sum() / 2;
    double c = java.util.Arrays.stream(agree).sum() / 2 / pairs;
    double variance = 0;
    for (int i = 0; i < n; i++) {
      variance += Math.pow((agree[i] - c * all[i]) / pairs, 2);
    }
    return new double[] {c, pairs, Math.sqrt(variance)};
  }
}
