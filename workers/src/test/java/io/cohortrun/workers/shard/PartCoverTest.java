package io.cohortrun.workers.shard;

import static org.assertj.core.api.Assertions.assertThat;

import io.cohortrun.workers.shard.PartCover.Range;
import java.util.List;
import org.junit.jupiter.api.Test;

class PartCoverTest {

  @Test
  void aGapEndsTheChain() {
    assertThat(PartCover.longest(List.of(r(0, 3), r(3, 5), r(6, 9)), 0, 9))
        .containsExactly(r(0, 3), r(3, 5));
  }

  @Test
  void theShorterPartIsTakenWhereOnlyItLeadsOn() {
    assertThat(PartCover.longest(List.of(r(0, 4), r(0, 3), r(3, 8)), 0, 9))
        .containsExactly(r(0, 3), r(3, 8));
  }

  @Test
  void aRangeKeepsToItself() {
    assertThat(PartCover.longest(List.of(r(0, 4), r(4, 6), r(6, 9)), 4, 8))
        .containsExactly(r(4, 6));
  }

  @Test
  void nothingStoredIsAnEmptyChain() {
    assertThat(PartCover.longest(List.of(), 0, 9)).isEmpty();
  }

  private static Range r(int from, int to) {
    return new Range(from, to);
  }
}
