package io.cohortrun.workflows.stats.rank;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.cohortrun.workflows.stats.Table;
import io.cohortrun.workflows.stats.association.DeLong;
import io.cohortrun.workflows.stats.association.FisherExact;
import java.io.IOException;
import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The far tails, and what R does not give ({@code oracles/rank.py}). */
class ScipyOracleTest {

  @TestFactory
  Stream<DynamicTest> agreesWithScipyToTenDigits() throws IOException {
    Table inputs = Table.read("stats/rank-inputs.tsv", "\t");
    Table oracle = Table.read("stats/rank-scipy.tsv", "\t");
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
                      assertThat(ours(inputs, on.split(" ", -1), quantity))
                          .isCloseTo(value, within(1e-10 * Math.abs(value))));
            });
  }

  private static double ours(Table inputs, String[] on, String quantity) {
    return switch (quantity) {
      case "conditional_odds" -> fisher(on).conditionalOdds();
      case "sample_odds" -> fisher(on).sampleOdds();
      case "mann_whitney_p", "spearman_p", "kruskal_p" -> steep(Integer.parseInt(on[1]), quantity);
      case "delong_z", "delong_p" -> {
        DeLong test =
            DeLong.compare(inputs.numbers(on[0]), inputs.numbers(on[1]), in(inputs, on[2]));
        yield quantity.equals("delong_p") ? test.p() : test.gain() / test.error();
      }
      default -> {
        Ranking ranking = Ranking.of(inputs.numbers(on[0]));
        long[] arm = Ranking.arm(inputs.numbers(on[1]));
        yield quantity.equals("auc")
            ? MannWhitney.test(ranking, arm).auc()
            : DeltaError.of(ranking, arm) / 2;
      }
    };
  }

  private static FisherExact fisher(String[] cells) {
    int[] t = Arrays.stream(cells).mapToInt(Integer::parseInt).toArray();
    return FisherExact.test(t[0], t[1], t[2], t[3]);
  }

  private static boolean[] in(Table inputs, String name) {
    double[] codes = inputs.numbers(name);
    boolean[] in = new boolean[codes.length];
    for (int i = 0; i < in.length; i++) {
      in[i] = codes[i] == 1;
    }
    return in;
  }

  private static double steep(int every, String quantity) {
    int n = 2000;
    double[] x = new double[n];
    double[] noisy = new double[n];
    int[] group = new int[n];
    double[] arm = new double[n];
    for (int i = 0; i < n; i++) {
      x[i] = i;
      noisy[i] = i * 7919 % n * (1.05 + 1.0 / every) + i;
      group[i] = (i >= n / 2) ^ (i % every == 0) ? 1 : 0;
      arm[i] = group[i];
    }
    return switch (quantity) {
      case "mann_whitney_p" -> MannWhitney.test(Ranking.of(x), Ranking.arm(arm)).p();
      case "spearman_p" -> Correlation.spearman(Ranking.of(x), Ranking.of(noisy)).p();
      default -> KruskalWallis.test(Ranking.of(x), group, 2).p();
    };
  }
}
