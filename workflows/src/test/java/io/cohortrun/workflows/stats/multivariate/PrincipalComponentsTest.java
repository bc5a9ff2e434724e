package io.cohortrun.workflows.stats.multivariate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PrincipalComponentsTest {

  @Test
  void twoVariablesHaveOnePlusAndOneMinusTheirCorrelation() {
    double[][] two = {{1, 2, 3, 4, 5}, {2, 1, 4, 3, 5}}; // r = 0.8
    double[] variances = PrincipalComponents.of(two).variances();
    assertThat(variances[0]).isCloseTo(1.8, within(1e-12));
    assertThat(variances[1]).isCloseTo(0.2, within(1e-12));
  }

  @Test
  void whatIsMadeOfThreeThingsIsExplainedByThree() {
    Random random = new Random(5);
    double[][] source = new double[3][200];
    for (double[] one : source) {
      Arrays.setAll(one, i -> random.nextGaussian());
    }
    double[][] channels = new double[21][200];
    for (double[] channel : channels) {
      double a = random.nextGaussian();
      double b = random.nextGaussian();
      double c = random.nextGaussian();
      Arrays.setAll(channel, i -> 7 + a * source[0][i] + b * source[1][i] + c * source[2][i]);
    }
    PrincipalComponents found = PrincipalComponents.of(channels);
    assertThat(Arrays.stream(found.variances()).sum()).isCloseTo(21, within(1e-9));
    assertThat(Arrays.stream(found.variances()).skip(3).max().orElseThrow()).isLessThan(1e-9);
    assertThat(found.explaining(0.9999)).isEqualTo(3);
  }

  @Test
  void independentVariablesNeedAlmostAll() {
    Random random = new Random(6);
    double[][] channels = new double[10][5000];
    for (double[] channel : channels) {
      Arrays.setAll(channel, i -> random.nextGaussian());
    }
    assertThat(PrincipalComponents.of(channels).explaining(0.9)).isEqualTo(9);
  }

  @Test
  void aConstantHasNoCorrelation() {
    assertThatThrownBy(() -> PrincipalComponents.of(new double[][] {{1, 2}, {3, 3}}))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
