package io.cohortrun.workflows.stats.association;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ChiSquaredTest {

  /** Agresti's table of party and gender, as in the example of R's {@code chisq.test}. */
  @Test
  void agreesWithR() {
    ChiSquared test = ChiSquared.of(new int[][] {{762, 327, 468}, {484, 239, 477}});
    assertThat(test.chiSquared()).isCloseTo(30.07015, within(1e-5));
    assertThat(test.df()).isEqualTo(2);
    assertThat(test.p()).isCloseTo(2.953589e-7, within(1e-12));
  }

  @Test
  void anEmptyColumnIsNoColumnAndOneRowIsNoTest() {
    assertThat(ChiSquared.of(new int[][] {{3, 0, 7}, {5, 0, 5}}).df()).isEqualTo(1);
    assertThat(ChiSquared.of(new int[][] {{3, 7}, {0, 0}}).p()).isNaN();
  }
}
