package io.cohortrun.workflows.stats.triage;

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

/** Models, areas, operating points and predictive values ({@code oracles/triage.py}). */
class TriageOracleTest {

  private static final List<String> COVARIATES = List.of("y", "zeros", "tied");
  private static final double PREVALENCE = 0.15;

  @TestFactory
  Stream<DynamicTest> agreesWithNumPy() throws IOException {
    Table inputs = Table.read("stats/rank-inputs.tsv", "\t");
    Table oracle = Table.read("stats/triage-numpy.tsv", "\t");
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
                          .isCloseTo(value, within(1e-9 * Math.abs(value))));
            });
  }

  private static double ours(Table inputs, String[] on, String quantity) {
    boolean[] arm = new boolean[inputs.rows()];
    for (int i = 0; i < arm.length; i++) {
      arm[i] = inputs.columns().get(on[0])[i].equals("1");
    }
    if (quantity.equals("intercept") || COVARIATES.contains(quantity)) {
      RidgeLogistic model =
          RidgeLogistic.path(
              standardised(inputs), arm, new double[] {Double.parseDouble(on[1])}, 1e-14)[0];
      return quantity.equals("intercept")
          ? model.intercept()
          : model.coefficients()[COVARIATES.indexOf(quantity)];
    }
    Roc roc = Roc.of(inputs.numbers(on[1]), arm);
    return switch (quantity) {
      case "auc" -> roc.auc();
      case "auc_lower" -> roc.lower();
      case "auc_upper" -> roc.upper();
      default -> {
        double wanted = Double.parseDouble(on[2]);
        OperatingPoint point =
            roc.points().stream()
                .filter(p -> p.sensitivity() >= wanted - 1e-12)
                .findFirst()
                .orElseThrow();
        yield switch (quantity) {
          case "threshold" -> point.threshold();
          case "sensitivity" -> point.sensitivity();
          case "specificity" -> point.specificity();
          case "ppv" -> point.positivePredictiveValue(PREVALENCE);
          default -> point.negativePredictiveValue(PREVALENCE);
        };
      }
    };
  }

  private static double[][] standardised(Table inputs) {
    double[][] x = new double[inputs.rows()][COVARIATES.size()];
    for (int j = 0; j < COVARIATES.size(); j++) {
      double[] of = inputs.numbers(COVARIATES.get(j));
      double mean = Arrays.stream(of).average().orElseThrow();
      double sd =
          Math.sqrt(Arrays.stream(of).map(v -> (v - mean) * (v - mean)).average().orElse(0));
      for (int i = 0; i < of.length; i++) {
        x[i][j] = (of[i] - mean) / sd;
      }
    }
    return x;
  }
}
