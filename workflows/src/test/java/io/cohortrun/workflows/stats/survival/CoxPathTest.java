package io.cohortrun.workflows.stats.survival;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.cohortrun.workflows.stats.Table;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CoxPathTest {

  private static final List<String> TERMS = List.of("age", "tsize", "pnodes", "progrec", "estrec");

  /** R's {@code coxph} with {@code ridge()}, {@code oracles/ridge.R}. */
  @Test
  void ridgeCoefficientsAreThoseOfREveryPenaltyAlongThePath() throws IOException {
    Table gbsg2 = Table.read("survival/gbsg2.csv", ",");
    double[][] x = new double[gbsg2.rows()][TERMS.size()];
    for (int j = 0; j < TERMS.size(); j++) {
      double[] column = gbsg2.numbers(TERMS.get(j));
      double mean = Arrays.stream(column).average().orElseThrow();
      double squares = Arrays.stream(column).map(v -> (v - mean) * (v - mean)).sum();
      double sd = Math.sqrt(squares / (column.length - 1));
      for (int i = 0; i < x.length; i++) {
        x[i][j] = (column[i] - mean) / sd;
      }
    }
    double[] events = gbsg2.numbers("cens");
    boolean[] event = new boolean[events.length];
    for (int i = 0; i < event.length; i++) {
      event[i] = events[i] == 1;
    }
    FollowUp data = FollowUp.of(gbsg2.numbers("time"), event).stratified(gbsg2.codes("menostat"));
    Table oracle = Table.read("stats/ridge-r.tsv", "\t");
    double[] thetas = Arrays.stream(oracle.numbers("theta")).distinct().toArray();
    double[][] path = CoxPath.fit(data, x, thetas, 1e-12);
    double[] flat = Arrays.stream(path).flatMapToDouble(Arrays::stream).toArray();
    double[] theirs = oracle.numbers("value");
    assertThat(flat).hasSameSizeAs(theirs);
    IntStream.range(0, flat.length)
        .forEach(i -> assertThat(flat[i]).isCloseTo(theirs[i], within(1e-6)));
  }
}
