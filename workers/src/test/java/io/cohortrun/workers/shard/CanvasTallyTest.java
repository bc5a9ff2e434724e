package io.cohortrun.workers.shard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CanvasTallyTest {

  private static final int SIDE = CanvasZarr.CELLS;

  private final SampleSlide slide = new SampleSlide(9, 7, 50);
  private final List<TileRecord> used =
      slide.part(0, 50, 0).tiles().stream().filter(TileRecord::used).toList();

  @Test
  void joinsReachAcrossTilesAndNoFurtherThanUsedOnes() {
    int width = 9 * SIDE;
    int height = 7 * SIDE;
    long[][][] canvas = new long[SampleSlide.CHANNELS][height][width];
    boolean[][] counts = new boolean[height][width];
    for (TileRecord t : used) {
      for (int i = 0; i < t.canvas().length; i++) {
        int y = t.tile().row() * SIDE + i % 64 / SIDE;
        int x = t.tile().column() * SIDE + i % SIDE;
        canvas[i / 64][y][x] = Byte.toUnsignedLong(t.canvas()[i]);
        counts[y][x] = true;
      }
    }
    long cells = 0;
    long joins = 0;
    long[][] sums = new long[5][SampleSlide.CHANNELS];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        if (counts[y][x]) {
          cells++;
          boolean right = x + 1 < width && counts[y][x + 1];
          boolean below = y + 1 < height && counts[y + 1][x];
          joins += (right ? 1 : 0) + (below ? 1 : 0);
          for (int c = 0; c < SampleSlide.CHANNELS; c++) {
            long a = canvas[c][y][x];
            sums[0][c] += a;
            sums[1][c] += a * a;
            List<Long> others = new ArrayList<>();
            if (right) {
              others.add(canvas[c][y][x + 1]);
            }
            if (below) {
              others.add(canvas[c][y + 1][x]);
            }
            for (long b : others) {
              sums[2][c] += a + b;
              sums[3][c] += a * b;
              sums[4][c] += (a - b) * (a - b);
            }
          }
        }
      }
    }

    CanvasSums found = of(used);

    assertThat(joins).isBetween(112L * used.size(), 128L * used.size());
    assertThat(found)
        .usingRecursiveComparison()
        .isEqualTo(new CanvasSums(cells, joins, sums[0], sums[1], sums[2], sums[3], sums[4]));
    assertThat(slide.result(3, 20).canvas()).usingRecursiveComparison().isEqualTo(found);
  }

  @Test
  void neitherTheOrderInARowNorCutsIntoCheckpointsMoveASum() throws IOException {
    CanvasSums whole = of(used);
    var random = new Random(11);
    for (int i = 0; i < 20; i++) {
      List<TileRecord> shuffled = new ArrayList<>(used);
      Collections.shuffle(shuffled, random);
      shuffled.sort(Comparator.comparingInt(t -> t.tile().row()));
      assertThat(of(shuffled)).usingRecursiveComparison().isEqualTo(whole);
    }
    for (int step : new int[] {1, 7, 49}) {
      var merge = new SlideMerge(slide.header);
      for (int at = 0; at < 50; at += step) {
        merge.add(PartCodec.read(PartCodec.write(slide.part(at, Math.min(50, at + step), 0))));
      }
      assertThat(merge.result().canvas()).usingRecursiveComparison().isEqualTo(whole);
    }
  }

  @Test
  void tilesThatWouldLoseAJoinAreRefused() {
    var tally = new CanvasTally(1);
    tally.add(4, 2, new byte[64]);
    assertThatThrownBy(() -> tally.add(4, 1, new byte[64])).hasMessageContaining("tile row 1");
    assertThatThrownBy(() -> tally.add(4, 2, new byte[64])).hasMessageContaining("comes twice");
    assertThatThrownBy(() -> tally.add(5, 2, new byte[63])).hasMessageContaining("63 bytes");
  }

  private static CanvasSums of(List<TileRecord> tiles) {
    var tally = new CanvasTally(SampleSlide.CHANNELS);
    tiles.forEach(t -> tally.add(t.tile().column(), t.tile().row(), t.canvas()));
    return tally.sums();
  }
}
