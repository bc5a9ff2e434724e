package io.cohortrun.workers.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The numbers behind q, checked one by one. */
class QuantiserTest {

  @Test
  void qIsTheRoundedProbabilityAwayFromEdges() {
    for (double z = -9; z <= 9; z += 0.00317) {
      double exact = 255 / (1 + Math.exp(-z));
      if (Math.abs(exact - Math.floor(exact) - 0.5) > 1e-4) {
        assertThat(Quantiser.q((float) z)).isEqualTo((int) Math.round(exact));
      }
    }
    assertThat(Quantiser.q(Float.NEGATIVE_INFINITY)).isZero();
    assertThat(Quantiser.q(Float.POSITIVE_INFINITY)).isEqualTo(255);
    assertThat(Quantiser.q(-0f)).isEqualTo(Quantiser.q(0f)).isEqualTo(128);
  }

  @Test
  void edgesRiseAndNoneIsNearTheBorderOfACell() {
    float[] edges = Quantiser.edges();
    for (int k = 0; k < edges.length; k++) {
      if (k > 0) {
        assertThat(edges[k]).isGreaterThan(edges[k - 1]);
        assertThat(Quantiser.cell(edges[k])).isGreaterThan(Quantiser.cell(edges[k - 1]));
      }
      double place = ((double) edges[k] + Quantiser.SHIFT) * Quantiser.SCALE;
      // float32 blurs z + SHIFT by half of 2^-20, thus a place by 6.2e-5.
      assertThat(Math.abs(place - Math.rint(place))).isGreaterThan(1e-3);
    }
  }

  @Test
  void cellsGiveTheSameQAsTheSearch() {
    byte[] base = Quantiser.base();
    float[] edge = Quantiser.edgeInCell();
    for (float z = -10; z < 10; z += 1e-4f) {
      int cell = Quantiser.cell(z);
      assertThat((base[cell] & 0xFF) + (z >= edge[cell] ? 1 : 0)).isEqualTo(Quantiser.q(z));
    }
  }

  @Test
  void float32SquareRootsRoundLikeDoubleOnesAfterTheShift() {
    // What feature_head.py does inside a tile, where s is 2 * 255 * 255 at most.
    for (int s = 0; s <= 2 * 255 * 255; s++) {
      float shy = Math.max(64f * s - 1f, 0.25f);
      int fast = (int) Math.rint((float) Math.sqrt(shy));
      assertThat(fast).isEqualTo((int) Math.floor(Math.sqrt(64.0 * s) + 0.5));
    }
  }
}
