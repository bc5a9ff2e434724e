package io.cohortrun.workflows.stats.rank;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.cohortrun.workflows.stats.Table;
import io.cohortrun.workflows.stats.association.Covariates;
import io.cohortrun.workflows.stats.association.FisherExact;
import java.io.IOException;
import java.util.Arrays;
import java.util.BitSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every number that R and its coin give on an invented table ({@code oracles/rank.R}). */
class RankOracleTest {

  @TestFactory
  Stream<DynamicTest> agreesWithR() throws IOException {
    Table inputs = Table.read("stats/rank-inputs.tsv", "\t");
    Table oracle = Table.read("stats/rank-r.tsv", "\t");
    return IntStream.range(0, oracle.rows())
        .filter(i -> !oracle.columns().get("quantity")[i].equals("versions"))
        .mapToObj(
            i -> {
              String[] on = oracle.columns().get("case")[i].split(" ", -1);
              String quantity = oracle.columns().get("quantity")[i];
              double value = Double.parseDouble(oracle.columns().get("value")[i]);
              return DynamicTest.dynamicTest(
                  quantity + " of " + String.join(" ", on),
                  () -> {
                    double ours = ours(inputs, on, quantity);
                    double tolerance = tolerance(quantity, String.join(" ", on));
                    assertThat(ours).isCloseTo(value, within(tolerance * Math.abs(value)));
                  });
            });
  }

  private static double ours(Table inputs, String[] on, String quantity) {
    if (quantity.startsWith("fisher")) {
      int[] t = Arrays.stream(on).mapToInt(Integer::parseInt).toArray();
      FisherExact fisher = FisherExact.test(t[0], t[2], t[1], t[3]);
      return quantity.equals("fisher_p") ? fisher.p() : fisher.greater();
    }
    int[] stratum = Arrays.stream(inputs.numbers("stratum")).mapToInt(s -> (int) s).toArray();
    Ranking y = Ranking.of(inputs.numbers(on[0]));
    Ranking within = Ranking.of(inputs.numbers(on[0]), stratum);
    double[] second = inputs.numbers(on[1]);
    int[] codes = Arrays.stream(second).mapToInt(v -> (int) v).toArray();
    long[] arm = Ranking.arm(second);
    return switch (quantity) {
      case "asymptotic_u" -> MannWhitney.asymptotic(y, arm).u();
      case "asymptotic_p" -> MannWhitney.asymptotic(y, arm).p();
      case "exact_p" -> small(y, MannWhitney.asymptotic(y, arm));
      case "elteren_z" -> VanElteren.test(within, arm).z();
      case "elteren_p" -> Tails.normal(VanElteren.test(within, arm).z());
      case "elteren_permutation_p" -> VanElteren.test(within, arm).p();
      case "kruskal_h" -> KruskalWallis.test(y, codes, 4).h();
      case "kruskal_p" -> KruskalWallis.test(y, codes, 4).p();
      case "trend_z" -> JonckheereTerpstra.test(y, codes, 4).z();
      case "trend_p" -> JonckheereTerpstra.test(y, codes, 4).p();
      case "spearman_rho" -> Correlation.spearman(y, Ranking.of(second)).r();
      case "spearman_p" -> Correlation.spearman(y, Ranking.of(second)).p();
      case "pearson_r" -> Correlation.pearson(inputs.numbers(on[0]), second).r();
      case "pearson_p" -> Correlation.pearson(inputs.numbers(on[0]), second).p();
      case "stratified_t" -> Correlation.spearman(within, Ranking.of(second, stratum)).t();
      case "stratified_p" -> Correlation.spearman(within, Ranking.of(second, stratum)).p();
      case "adjusted_t" -> adjusted(inputs, within, Ranking.of(second, stratum), stratum).t();
      case "adjusted_p" -> adjusted(inputs, within, Ranking.of(second, stratum), stratum).p();
      default -> throw new IllegalArgumentException(quantity);
    };
  }

  private static Correlation adjusted(Table inputs, Ranking y, Ranking x, int[] stratum) {
    double[][] columns = {
      Ranking.of(inputs.numbers("x"), stratum).scores(),
      Ranking.of(inputs.numbers("zeros"), stratum).scores(),
      inputs.numbers("group")
    };
    BitSet all = new BitSet();
    all.set(0, stratum.length);
    var covariates = new Covariates(columns, stratum, all);
    return covariates.correlation(covariates.residual(y.scores()), covariates.residual(x.scores()));
  }

  private static double small(Ranking y, MannWhitney test) {
    long off = Math.abs(Math.round(2 * test.u()) - (long) test.n1() * test.n2());
    return SmallArm.p(y, 0, test.n1(), off, test.z());
  }

  /**
   * Closed forms and exact tests to ten digits; how good the saddlepoint is, and 4 million draws.
   */
  private static double tolerance(String quantity, String on) {
    return switch (quantity) {
      case "elteren_permutation_p" -> 0.15;
      case "exact_p" ->
          switch (on) {
            case "y small", "zeros small", "coarse small" -> 1e-10;
            default -> 0.005;
          };
      default -> 1e-10;
    };
  }
}
