package io.cohortrun.workflows.stats.multiplicity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AdjustedTest {

  @Test
  void aSmallerPNeverHasALargerQ() {
    double[] p = new Random(1).doubles(500).map(v -> v * v).sorted().toArray();
    for (double[] q : new double[][] {Adjusted.benjaminiHochberg(p), Adjusted.holm(p)}) {
      assertThat(q).isSorted();
      for (int i = 0; i < p.length; i++) {
        assertThat(q[i]).isBetween(p[i], 1.0);
      }
    }
  }

  @Test
  void aMissingPIsNoTest() {
    double[] p = {0.01, Double.NaN, 0.04};
    assertThat(Adjusted.benjaminiHochberg(p)).containsExactly(0.02, Double.NaN, 0.04);
    assertThat(Adjusted.bonferroni(p)).containsExactly(0.02, Double.NaN, 0.08);
    assertThat(Adjusted.holm(p)).containsExactly(0.02, Double.NaN, 0.04);
  }

  @Test
  void falseDiscoveriesStayBelowTheirShareInMixedData() {
    var random = new Random(2);
    double share = 0;
    int draws = 400;
    for (int draw = 0; draw < draws; draw++) {
      double[] p = new double[400];
      for (int i = 0; i < p.length; i++) {
        p[i] = i < 40 ? Math.pow(random.nextDouble(), 8) * 0.01 : random.nextDouble();
      }
      double[] q = Adjusted.benjaminiHochberg(p);
      double found = Arrays.stream(q).filter(v -> v < 0.05).count();
      double wrong = Arrays.stream(q, 40, 400).filter(v -> v < 0.05).count();
      share += found == 0 ? 0 : wrong / found / draws;
    }
    assertThat(share).isBetween(0.03, 0.05);
  }

  @Test
  void anEffectAtTheBoundIsFoundRelevantAtTheNominalRate() {
    var random = new Random(3);
    int relevant = 0;
    for (int i = 0; i < 20_000; i++) {
      relevant += IntervalNull.p(0.1 + 0.02 * random.nextGaussian(), 0.1, 0.02) < 0.05 ? 1 : 0;
    }
    assertThat(relevant / 20_000.0).isCloseTo(0.05, within(0.005));
    assertThat(IntervalNull.p(0.05, 0.1, 0.01)).isGreaterThan(0.99);
    assertThat(IntervalNull.p(-0.2, 0.1, 0.02)).isCloseTo(2.87e-7, within(1e-9));
    assertThat(IntervalNull.correlation(0.1, 500, 0.1)).isCloseTo(0.5, within(1e-4));
    assertThat(IntervalNull.p(Double.NaN, 0.1, 0.1)).isNaN();
  }
}
