package io.cohortrun.workers.patients;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class SmallCellsTest {

  @Test
  void aSmallCountGoesWithTheOnesThatWouldGiveItAway() {
    // all, lung, colon; of two levels
    boolean[][] hidden =
        SmallCells.of(new int[][] {{100, 96, 4}, {60, 40, 20}}, 10, new boolean[3]);
    assertThat(hidden[0]).containsExactly(false, true, true); // else 100 - 96
    assertThat(hidden[1]).containsExactly(false, true, true); // else the totals of the types
  }

  @Test
  void levelsOfAPartWhoseSizeIsHiddenAreHiddenThoughTheyAreLarge() {
    boolean[] untold = {false, true, true, false};
    boolean[][] hidden =
        SmallCells.of(new int[][] {{90, 12, 34, 44}, {60, 20, 12, 28}}, 10, untold);
    assertThat(hidden[0]).containsExactly(false, true, true, false);
    assertThat(hidden[1]).containsExactly(false, true, true, false);
  }

  @Test
  void countsThatAreLargeOrNoneAreTold() {
    boolean[][] hidden = SmallCells.of(new int[][] {{40, 40, 0}, {30, 10, 20}}, 10, new boolean[3]);
    assertThat(hidden[0]).containsOnly(false);
    assertThat(hidden[1]).containsOnly(false);
  }

  @Test
  void noLineOfAnyTableHasOneHiddenCountAlone() {
    Random random = new Random(5);
    for (int table = 0; table < 500; table++) {
      int[][] counts = new int[2 + random.nextInt(4)][2 + random.nextInt(5)];
      for (int[] row : counts) {
        for (int c = 1; c < row.length; c++) {
          row[c] = random.nextInt(40);
          row[0] += row[c];
        }
      }
      boolean[][] hidden = SmallCells.of(counts, 10, new boolean[counts[0].length]);
      for (int r = 0; r < counts.length; r++) {
        int alone = 0;
        int others = 0;
        for (int c = 0; c < counts[r].length; c++) {
          assertThat(hidden[r][c] || counts[r][c] == 0 || counts[r][c] >= 10).isTrue();
          alone += hidden[r][c] ? 1 : 0;
          others += !hidden[r][c] && counts[r][c] > 0 ? 1 : 0;
        }
        assertThat(alone != 1 || others == 0).isTrue();
      }
    }
  }
}
