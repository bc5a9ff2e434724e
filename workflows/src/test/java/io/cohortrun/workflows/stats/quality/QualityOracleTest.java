package io.cohortrun.workflows.stats.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.cohortrun.workflows.stats.Table;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Box and pixel metrics by what they stand for ({@code oracles/quality.py}). */
class QualityOracleTest {

  @TestFactory
  Stream<DynamicTest> agreesWithNumPy() throws IOException {
    Table oracle = Table.read("stats/quality-numpy.tsv", "\t");
    return IntStream.range(0, oracle.rows())
        .filter(i -> !oracle.columns().get("quantity")[i].equals("versions"))
        .mapToObj(
            i -> {
              String on = oracle.columns().get("case")[i];
              String quantity = oracle.columns().get("quantity")[i];
              double value = Double.parseDouble(oracle.columns().get("value")[i]);
              return DynamicTest.dynamicTest(
                  quantity + " of " + on,
                  () ->
                      assertThat(ours(on.split(" ", -1), quantity))
                          .isCloseTo(value, within(1e-10 * Math.abs(value))));
            });
  }

  private static double ours(String[] on, String quantity) {
    int first = Integer.parseInt(on[0]);
    int second = Integer.parseInt(on[1]);
    if (quantity.equals("sign")) {
      double[] difference = new double[first + second];
      Arrays.fill(difference, 0, first, 1);
      Arrays.fill(difference, first, first + second, -1);
      return SignTest.of(difference, new double[first + second]).p();
    }
    Tile tile = Tile.of(first, second);
    if (quantity.equals("tuned")) {
      return tuned(tile).value();
    }
    double threshold = Double.parseDouble(on[2]);
    PixelAgreement pixels = PixelAgreement.of(tile.level(), threshold, tile.real());
    boolean[] mask = new boolean[tile.real().length];
    for (int i = 0; i < mask.length; i++) {
      mask[i] = (tile.level()[i] & 0xFF) / 255.0 > threshold;
    }
    double[] q = Boxes.ofPrediction(mask, first);
    double[] t = Boxes.ofTarget(tile.real(), first);
    double[] near = Boxes.ofTarget(Tile.of(first, second + 11).real(), first);
    double[] far = Boxes.ofTarget(Tile.of(first, second + 23).real(), first);
    return switch (quantity) {
      case "pearson" -> BoxAgreement.of(q, t).pearson();
      case "spearman" -> BoxAgreement.spearman(q, t);
      case "mse" -> BoxAgreement.of(q, t).meanSquaredError();
      case "specificity" ->
          BoxAgreement.specificity(
              BoxAgreement.of(q, t), List.of(BoxAgreement.of(q, far), BoxAgreement.of(q, near)));
      case "partial" -> PartialAgreement.of(q, t, near, far).pearson();
      case "dice" -> pixels.dice();
      case "iou" -> pixels.iou();
      case "soft_dice" -> pixels.softDice();
      case "prevalence" -> pixels.prevalence();
      case "always" -> pixels.diceOfAlwaysPositive();
      default -> throw new IllegalArgumentException(quantity);
    };
  }

  private static TunedThreshold tuned(Tile tile) {
    long[] with = new long[256];
    long[] without = new long[256];
    for (int i = 0; i < tile.level().length; i++) {
      (tile.real()[i] ? with : without)[tile.level()[i] & 0xFF]++;
    }
    return TunedThreshold.of(with, without);
  }

  /** The formulas of the script. */
  private record Tile(byte[] level, boolean[] real) {

    static Tile of(int side, int shift) {
      byte[] level = new byte[side * side];
      boolean[] real = new boolean[side * side];
      for (int at = 0; at < level.length; at++) {
        int x = at % side;
        int y = at / side;
        int inside = disc(x - side / 2, y - side / 2, side / 3) ? 100 : 0;
        level[at] = (byte) ((x * 3 + y * 5 + x * y / 7) % 150 + inside);
        real[at] = disc(x - side / 2 - shift, y - side / 2, side / 3) && (x * 7 + y * 13) % 31 > 6;
      }
      return new Tile(level, real);
    }

    private static boolean disc(int x, int y, int radius) {
      return x * x + y * y < radius * radius;
    }
  }
}
