package io.cohortrun.workers.cohort;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.cohortrun.workers.canonical.Json;
import io.cohortrun.workers.shard.CanvasTally;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntBinaryOperator;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class CanvasMathTest {

  private static final Path FIXTURE = Path.of("src/test/resources/canvas/esda-skimage.json");
  private static final Offset<Double> CLOSE = within(1e-12);

  /** Of a cell that does not count. */
  private static final int NONE = -1;

  @Test
  void aChequerboardIsAsFarFromOrderedAsCanBe() {
    CanvasMath f = of(16, 8, (x, y) -> 255 * ((x + y) % 2));
    assertThat(f.moransI()).isEqualTo(-1);
    assertThat(f.contrast()).isEqualTo(1);
  }

  @Test
  void twoHalvesDifferInTheJoinsBetweenThemOnly() {
    CanvasMath f = of(8, 8, (x, y) -> x < 4 ? 0 : 255);
    assertThat(f.moransI()).as("8 of 112 joins are between").isCloseTo(96 / 112.0, CLOSE);
    assertThat(f.contrast()).isCloseTo(8 / 112.0, CLOSE);
  }

  @Test
  void whatDoesNotVaryHasNoOrderAndNothingHasNoContrastEither() {
    CanvasMath constant = of(8, 8, (x, y) -> 77);
    assertThat(constant.moransI()).isNaN();
    assertThat(constant.contrast()).isZero();

    CanvasMath none = CanvasMath.of(new CanvasTally(1).sums(), 0);
    assertThat(none.moransI()).isNaN();
    assertThat(none.contrast()).isNaN();
  }

  @Test
  void cellsOfTilesThatWereNotUsedAreNoNeighboursAndNotInTheMean() {
    IntBinaryOperator cells = (x, y) -> x >= 8 && y < 8 ? NONE : (31 * x + 17 * y * y) % 256;
    CanvasMath f = of(24, 16, cells);
    List<int[]> there = new ArrayList<>();
    for (int y = 0; y < 16; y++) {
      for (int x = 0; x < 24; x++) {
        int value = cells.applyAsInt(x, y);
        if (value != NONE) {
          there.add(new int[] {x, y, value});
        }
      }
    }
    double mean = there.stream().mapToInt(a -> a[2]).average().orElseThrow();
    double weights = 0;
    double together = 0;
    double apart = 0;
    for (int[] a : there) {
      for (int[] b : there) {
        if (Math.abs(a[0] - b[0]) + Math.abs(a[1] - b[1]) == 1) {
          weights++;
          together += (a[2] - mean) * (b[2] - mean);
          apart += Math.pow((a[2] - b[2]) / 255.0, 2);
        }
      }
    }
    double variance = there.stream().mapToDouble(a -> (a[2] - mean) * (a[2] - mean)).sum();
    assertThat(f.moransI()).isCloseTo(there.size() / weights * together / variance, CLOSE);
    assertThat(f.contrast()).isCloseTo(apart / weights, CLOSE);
  }

  @Test
  void bothEqualTheirReferencePrograms() throws Exception {
    JsonNode cases = Json.MAPPER.readTree(FIXTURE.toFile()).get("cases");
    assertThat(cases).hasSize(6);
    for (JsonNode one : cases) {
      JsonNode rows = one.get("cells");
      CanvasMath f =
          of(
              rows.get(0).asText().length() / 2,
              rows.size(),
              (x, y) -> {
                String cell = rows.get(y).asText().substring(2 * x, 2 * x + 2);
                return cell.equals("..") ? NONE : Integer.parseInt(cell, 16);
              });
      String name = one.get("name").asText();
      assertThat(f.moransI()).as(name).isCloseTo(one.get("moransI").asDouble(), CLOSE);
      assertThat(f.contrast()).as(name).isCloseTo(one.get("contrast").asDouble(), CLOSE);
    }
  }

  /** Of a canvas in tiles of 8 x 8 cells; those that hold {@link #NONE} are left out. */
  private static CanvasMath of(int width, int height, IntBinaryOperator cells) {
    CanvasTally tally = new CanvasTally(1);
    for (int row = 0; row < height / 8; row++) {
      for (int column = 0; column < width / 8; column++) {
        int[] tile = new int[64];
        for (int i = 0; i < 64; i++) {
          tile[i] = cells.applyAsInt(8 * column + i % 8, 8 * row + i / 8);
        }
        if (Arrays.stream(tile).noneMatch(v -> v == NONE)) {
          byte[] canvas = new byte[64];
          for (int i = 0; i < 64; i++) {
            canvas[i] = (byte) tile[i];
          }
          tally.add(column, row, canvas);
        }
      }
    }
    return CanvasMath.of(tally.sums(), 0);
  }
}
