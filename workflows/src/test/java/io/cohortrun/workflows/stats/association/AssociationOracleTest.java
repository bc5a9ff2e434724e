package io.cohortrun.workflows.stats.association;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.cohortrun.workflows.stats.Table;
import io.cohortrun.workflows.stats.multiplicity.Adjusted;
import io.cohortrun.workflows.stats.rank.Correlation;
import io.cohortrun.workflows.stats.rank.KruskalWallis;
import io.cohortrun.workflows.stats.rank.MannWhitney;
import io.cohortrun.workflows.stats.rank.Ranking;
import io.cohortrun.workflows.stats.survival.FollowUp;
import io.cohortrun.workflows.stats.survival.LogRank;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** What R 4.2.2 gives on public TCGA tables, models of survival aside ({@code oracles/tcga.py}). */
class AssociationOracleTest {

  private static final List<String> GENES = List.of("FLT3", "DNMT3A", "NPM1", "TP53", "IDH2");

  private record Row(String dataset, String model, String quantity, String term, double value) {}

  @TestFactory
  Stream<DynamicTest> agreesWithR() throws IOException {
    Table oracle = Table.read("stats/oracle-r.tsv", "\t");
    Table gi = Table.read("stats/tcga-gi.tsv", "\t");
    Table laml = Table.read("stats/tcga-laml.tsv", "\t");
    List<Row> rows =
        IntStream.range(0, oracle.rows())
            .mapToObj(
                i ->
                    new Row(
                        oracle.columns().get("dataset")[i],
                        oracle.columns().get("model")[i],
                        oracle.columns().get("quantity")[i],
                        oracle.columns().get("term")[i],
                        Double.parseDouble(oracle.columns().get("value")[i])))
            .toList();
    return rows.stream()
        .map(
            row ->
                DynamicTest.dynamicTest(
                    row.toString(),
                    () ->
                        assertThat(ours(row, gi, laml))
                            .isCloseTo(row.value, within(tolerance(row) * Math.abs(row.value)))));
  }

  /**
   * R's fisher.test stops its search within 1.2e-4 of the inverse of the odds ratio, which is a
   * share of 1.6 % of one of 1,893. RankOracleTest compares with SciPy, to ten digits.
   */
  private static double tolerance(Row row) {
    return row.quantity.equals("odds_ratio_cmle") ? 1.2e-4 * Math.max(1, row.value) : 1e-10;
  }

  private static double ours(Row row, Table gi, Table laml) {
    String model = row.model.split(" ", -1)[0];
    Table of = row.dataset.startsWith("tcga-laml") ? laml : gi.where("group", group(row.dataset));
    return switch (model) {
      case "rows" -> of.rows();
      case "carriers" -> of.where(row.term, "1").rows();
      case "logrank" -> {
        double[] p = GENES.stream().mapToDouble(gene -> logRank(laml, gene)).toArray();
        yield adjusted(row.quantity, p)[GENES.indexOf(row.term)];
      }
      case "fisher" -> {
        boolean gene = row.dataset.equals("tcga-laml");
        var test = fisher(of, gene ? "NPM1" : "msih", gene ? "FLT3" : "Hypermutated");
        yield row.quantity.equals("p") ? test.p() : test.conditionalOdds();
      }
      case "wilcoxon" -> {
        Table both = of.complete(List.of("msih", "TCellsCD8"));
        var test =
            MannWhitney.asymptotic(
                Ranking.of(both.numbers("TCellsCD8")), Ranking.arm(both.numbers("msih")));
        yield switch (row.quantity) {
          case "W" -> test.u();
          case "p" -> test.p();
          default -> row.quantity.equals("n1") ? test.n1() : test.n2();
        };
      }
      case "kruskal" -> {
        Table both = of.complete(List.of("cleanStage", "TCellsCD8"));
        var test =
            KruskalWallis.test(Ranking.of(both.numbers("TCellsCD8")), both.codes("cleanStage"), 4);
        yield row.quantity.equals("H") ? test.h() : test.p();
      }
      default -> {
        Table both = of.complete(List.of("MutationDensity", "LeukocyteFraction"));
        double[] x = both.numbers("MutationDensity");
        double[] y = both.numbers("LeukocyteFraction");
        var test =
            model.equals("pearson")
                ? Correlation.pearson(x, y)
                : Correlation.spearman(Ranking.of(x), Ranking.of(y));
        yield switch (row.quantity) {
          case "p" -> test.p();
          case "n" -> test.n();
          default -> test.r();
        };
      }
    };
  }

  private static String group(String dataset) {
    return dataset.contains("STAD") ? "TCGA-STAD" : "CRC";
  }

  private static double logRank(Table laml, String gene) {
    double[] died = laml.numbers("Overall_Survival_Status");
    boolean[] events = new boolean[died.length];
    for (int i = 0; i < died.length; i++) {
      events[i] = died[i] == 1;
    }
    FollowUp data = FollowUp.of(laml.numbers("days_to_last_followup"), events);
    return LogRank.test(data, laml.codes(gene), 2, 0).p();
  }

  private static double[] adjusted(String quantity, double[] p) {
    return switch (quantity) {
      case "p" -> p;
      case "p_BH" -> Adjusted.benjaminiHochberg(p);
      case "p_holm" -> Adjusted.holm(p);
      case "p_bonferroni" -> Adjusted.bonferroni(p);
      default -> throw new IllegalArgumentException(quantity);
    };
  }

  private static FisherExact fisher(Table of, String first, String second) {
    Table both = of.complete(List.of(first, second));
    double[] a = both.numbers(first);
    double[] b = both.numbers(second);
    int[] cells = new int[4];
    for (int i = 0; i < a.length; i++) {
      cells[(a[i] == 1 ? 0 : 2) + (b[i] == 1 ? 0 : 1)]++;
    }
    return FisherExact.test(cells[0], cells[1], cells[2], cells[3]);
  }
}
