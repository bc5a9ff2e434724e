package io.cohortrun.workers.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class KillPointsTest {

  @Test
  void nothingIsReachedWhereNothingIsArmed() {
    var none = KillPoints.of(null);
    for (KillPoint p : KillPoint.values()) {
      assertThat(none.reached(p)).isFalse();
    }
  }

  @Test
  void theArmedPointIsReachedOnceAndNoOtherIs() {
    var armed = KillPoints.of("upload|COMMIT");
    assertThat(armed.reached(KillPoint.COMMIT_RECEIPT)).isFalse();
    assertThat(armed.reached(KillPoint.UPLOAD_COMMIT)).isTrue();
  }

  @Test
  void aCountWaitsForThatHit() {
    var armed = KillPoints.of("part|next-part#3");
    assertThat(armed.reached(KillPoint.PART_NEXT_PART)).isFalse();
    assertThat(armed.reached(KillPoint.PART_NEXT_PART)).isFalse();
    assertThat(armed.reached(KillPoint.PART_NEXT_PART)).isTrue();
  }

  @Test
  void aMisspeltPointIsRefused() {
    assertThatThrownBy(() -> KillPoints.of("upload|COMIT"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("upload|COMIT");
  }
}
