package io.cohortrun.workflows.stats.screen;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class AdjustmentTest {

  private static final int[] ONE_STRATUM = new int[6];

  @Test
  void aCovariateOfAFewPatientsDoesNotLeaveThoseFewAlone() {
    double none = Double.NaN;
    double[] half = {1, 2, 3, none, none, none};
    double[] fewer = {1, 2, none, none, none, none};
    Adjustment held = Adjustment.of(all(), List.of(half, fewer), ONE_STRATUM);
    assertThat(held.covariates()).containsExactly(half);
    assertThat(held.rows()).containsExactly(0, 1, 2);
  }

  @Test
  void aCovariateThatIsTheSameInAllWhomATestComparesIsLeftOut() {
    double[] sexByType = {0, 0, 0, 1, 1, 1};
    assertThat(Adjustment.of(all(), List.of(sexByType), ONE_STRATUM).covariates()).hasSize(1);
    int[] types = {0, 0, 0, 1, 1, 1};
    assertThat(Adjustment.of(all(), List.of(sexByType), types).covariates()).isEmpty();
  }

  private static BitSet all() {
    BitSet all = new BitSet();
    all.set(0, ONE_STRATUM.length);
    return all;
  }
}
