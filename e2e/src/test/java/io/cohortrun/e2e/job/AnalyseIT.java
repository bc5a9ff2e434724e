package io.cohortrun.e2e.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.cohortrun.e2e.run.CohortProcess;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code cohort analyse survival} on tables that R analysed too. */
class AnalyseIT {

  @TempDir Path temp;

  @BeforeEach
  void bringTables() throws IOException {
    for (String table : List.of("lung.csv", "stanford_heart.csv")) {
      Files.writeString(temp.resolve(table), resource(table));
    }
  }

  @Test
  void curvesTestAndModelOfOneCallAreThoseOfR() throws Exception {
    CohortProcess run =
        survival(
            "lung.csv --time time --event status --group sex --covariates age,sex,ph.ecog --at"
                + " 100,300,600");
    assertThat(run.exit()).as(run.stderr()).isZero();
    assertThat(run.stderr())
        .contains("Cox model: 1 row left out: no value in age or sex or ph.ecog");
    Map<String, Double> ours = quantities(run);
    check(
        "lung",
        Set.of(
            "KM Surv(time, ev) ~ sex",
            "logrank rho 0 Surv(time, ev) ~ sex",
            "coxph efron Surv(time, ev) ~ age + sex + ph.ecog"),
        ours);
  }

  @Test
  void intervalsGoInByTheirEntry() throws Exception {
    CohortProcess run =
        survival(
            "stanford_heart.csv --entry start --time stop --event event --covariates"
                + " age,year,surgery,transplant");
    assertThat(run.exit()).as(run.stderr()).isZero();
    check(
        "stanford_heart",
        Set.of("coxph efron Surv(start, stop, event) ~ age + year + surgery + transplant"),
        quantities(run));
  }

  @Test
  void whatTheTableDoesNotHoldIsNamedWithItsPlace() throws Exception {
    CohortProcess column = survival("lung.csv --time days --event status");
    assertThat(column.exit()).isEqualTo(2);
    assertThat(column.stderr())
        .contains("lung.csv: there is no column days; the table has inst, time");
    CohortProcess cell = survival("lung.csv --time time --event sex --covariates age");
    assertThat(cell.exit()).as("1 and 2: 2 is the event").isZero();
    CohortProcess other = survival("lung.csv --time time --event age");
    assertThat(other.exit()).isEqualTo(2);
    assertThat(other.stderr()).contains("row 1, column age: '74' is neither 0 nor 1");
    assertThat(survival("none.csv --time a --event b").exit()).isEqualTo(2);
  }

  private CohortProcess survival(String arguments) throws Exception {
    String[] all =
        Stream.concat(Stream.of("analyse", "survival"), Stream.of(arguments.split(" ", -1)))
            .toArray(String[]::new);
    return CohortProcess.run(temp, Map.of(), all);
  }

  private static Map<String, Double> quantities(CohortProcess run) {
    Map<String, Double> ours = new HashMap<>();
    assertThat(run.stdout()).startsWith("quantity\tterm\tvalue\n");
    for (String line : run.stdout().lines().skip(1).toList()) {
      String[] cells = line.split("\t", -1);
      ours.put(cells[0] + "|" + cells[1], number(cells[2]));
    }
    return ours;
  }

  private static double number(String written) {
    return written.equals("NA") ? Double.NaN : Double.parseDouble(written);
  }

  private static void check(String dataset, Set<String> models, Map<String, Double> ours)
      throws IOException {
    int compared = 0;
    for (String line : resource("oracle-r.tsv").lines().toList()) {
      String[] cells = line.split("\t", -1);
      if (cells[0].equals(dataset) && models.contains(cells[1])) {
        double expected = number(cells[4]);
        assertThat(ours.get(cells[2] + "|" + cells[3]))
            .as(line)
            .isCloseTo(expected, within(1e-6 * Math.abs(expected)));
        compared++;
      }
    }
    assertThat(compared).isGreaterThan(30);
  }

  private static String resource(String name) throws IOException {
    try (InputStream in = AnalyseIT.class.getResourceAsStream("/survival/" + name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
