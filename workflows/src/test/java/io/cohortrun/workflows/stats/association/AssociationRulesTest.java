package io.cohortrun.workflows.stats.association;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.BitSet;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AssociationRulesTest {

  @Test
  void whatIsTooSmallIsRefusedWithItsReason() {
    assertThat(Eligibility.binary(10, 19, Least.USUAL)).isEqualTo(Eligibility.FEW_SUBJECTS);
    assertThat(Eligibility.binary(9, 2000, Least.USUAL)).isEqualTo(Eligibility.SMALL_ARM);
    assertThat(Eligibility.binary(10, 20, Least.USUAL)).isEqualTo(Eligibility.ELIGIBLE);
    assertThat(Eligibility.numeric(29, 5, Least.USUAL)).isEqualTo(Eligibility.FEW_SUBJECTS);
    assertThat(Eligibility.numeric(30, 1, Least.USUAL)).isEqualTo(Eligibility.ATTRIBUTE_CONSTANT);
    assertThat(Eligibility.categorical(new int[] {40, 9, 9}, Least.USUAL))
        .isEqualTo(Eligibility.FEW_CATEGORIES);
    assertThat(Eligibility.categorical(new int[] {15, 15, 2}, Least.USUAL))
        .isEqualTo(Eligibility.ELIGIBLE);
    assertThat(Eligibility.survival(100, 19, Least.USUAL)).isEqualTo(Eligibility.FEW_EVENTS);
  }

  @Test
  void oneSiteThatCarriesAnAssociationMakesItUnstable() {
    TestResult all = result(0.3, 1e-4);
    assertThat(SiteStability.stable(all, 3, site -> result(0.3, 0.01), 0.05)).isTrue();
    assertThat(SiteStability.stable(all, 3, site -> result(0.3, site == 1 ? 0.2 : 0.01), 0.05))
        .isFalse();
    assertThat(SiteStability.stable(all, 3, site -> result(site == 2 ? -0.3 : 0.3, 0.01), 0.05))
        .isFalse();
    assertThat(SiteStability.stable(all, 1, site -> result(0.3, 0.01), 0.05)).isFalse();
    assertThat(SiteStability.stable(all, 3, site -> result(Double.NaN, Double.NaN), 0.05))
        .isFalse();
  }

  private static TestResult result(double effect, double p) {
    return new TestResult("mann-whitney", 100, 50, effect, "delta", p);
  }

  @Test
  void anAssociationThroughACovariateVanishesWhenThatIsHeldConstant() {
    var random = new Random(1);
    int n = 500;
    double[] burden = random.doubles(n).toArray();
    double[] gene = new double[n];
    double[] density = new double[n];
    for (int i = 0; i < n; i++) {
      gene[i] = burden[i] + 0.3 * random.nextGaussian() > 0.5 ? 1 : 0;
      density[i] = burden[i] + 0.3 * random.nextGaussian();
    }
    BitSet all = new BitSet();
    all.set(0, n);
    var alone = new Covariates(new double[0][], new int[n], all);
    var given = new Covariates(new double[][] {burden, burden}, new int[n], all);
    assertThat(alone.correlation(alone.residual(gene), alone.residual(density)).p())
        .isLessThan(1e-20);
    var left = given.correlation(given.residual(gene), given.residual(density));
    assertThat(left.p()).isGreaterThan(0.01);
    assertThat(left.df()).isEqualTo(n - 3); // the copy of a covariate takes no degree of freedom
    assertThat(given.correlation(given.residual(burden), given.residual(gene)).p()).isNaN();
  }

  @Test
  void aPairThatAddsNothingImprovesAtTheNominalRateAndOneThatAddsIsFound() {
    var random = new Random(2);
    int rounds = 1000;
    int improved = 0;
    int found = 0;
    for (int round = 0; round < rounds; round++) {
      int n = 120;
      double[] one = new double[n];
      double[] other = new double[n];
      double[] noise = new double[n];
      double[] sum = new double[n];
      boolean[] arm = new boolean[n];
      boolean[] half = new boolean[n];
      for (int i = 0; i < n; i++) {
        arm[i] = i % 3 == 0;
        half[i] = random.nextBoolean();
        one[i] = random.nextGaussian() + (arm[i] ? 1 : 0);
        other[i] = random.nextGaussian() + (arm[i] ? 1 : 0);
        noise[i] = random.nextGaussian() + (arm[i] ? 1 : 0);
        sum[i] = one[i] + other[i];
      }
      Combination null0 = Combination.test(one, other, noise, arm, half);
      improved += null0.p() < 0.05 && null0.gain() > 0 ? 1 : 0;
      Combination better = Combination.test(one, other, sum, arm, half);
      found += better.p() < 0.05 && better.gain() > 0 ? 1 : 0;
    }
    assertThat(improved / (double) rounds).isCloseTo(0.025, within(0.015));
    assertThat(found / (double) rounds).isGreaterThan(0.3);
  }
}
