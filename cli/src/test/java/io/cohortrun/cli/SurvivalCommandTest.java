package io.cohortrun.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.cohortrun.workflows.stats.Table;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** {@code cohort analyse survival} on the tables that R analysed. */
class SurvivalCommandTest {

  private static final Pattern MODEL =
      Pattern.compile("(KM|logrank rho 0|coxph (\\w+)) Surv\\(([^)]*)\\) ~ (.*)");

  /** The one deviation from the oracle (docs/statistics.md), as R has it with this BLAS. */
  private static final Map<String, Double> REFERENCE_BLAS =
      Map.of("concordance", 0.605849182834751, "concordance_se", 0.02652388514464);

  @TempDir private Path folder;

  private record Row(String quantity, String term, String value) {}

  /** All but the weighted log-rank test, which the command has not. */
  @TestFactory
  Stream<DynamicTest> everyModelOfRIsThatOfTheCommand() throws IOException {
    Map<List<String>, List<Row>> models = new LinkedHashMap<>();
    for (String oracle : List.of("oracle-r", "odd-r")) {
      Table told = Table.read("survival/" + oracle + ".tsv", "\t");
      Map<String, String[]> c = told.columns();
      for (int i = 0; i < told.rows(); i++) {
        models
            .computeIfAbsent(
                List.of(c.get("dataset")[i], c.get("model")[i]), m -> new ArrayList<>())
            .add(new Row(c.get("quantity")[i], c.get("term")[i], c.get("value")[i]));
      }
    }
    assertThat(models).hasSize(29 + 9);
    return models.entrySet().stream()
        .filter(m -> !m.getKey().get(1).startsWith("logrank rho 1"))
        .map(
            m ->
                DynamicTest.dynamicTest(
                    String.join(": ", m.getKey()),
                    () -> check(m.getKey().get(0), m.getKey().get(1), m.getValue())));
  }

  @Test
  void theScaleOfTheMediansIntervalIsAskedForAsInR() throws IOException {
    String table = table("leukemia-anderson").toString();
    Map<String, Double> logLog =
        quantities(
            table, "--time", "t", "--event", "status", "--group", "Rx", "--conf-type", "log-log");
    assertThat(logLog).containsEntry("0.95LCL|Rx=0", 13.0).containsEntry("0.95UCL|Rx=1", 11.0);
    Map<String, Double> log =
        quantities(table, "--time", "t", "--event", "status", "--group", "Rx");
    assertThat(log).containsEntry("0.95LCL|Rx=0", 16.0).containsEntry("0.95UCL|Rx=1", 12.0);
    StringWriter told = new StringWriter();
    assertThat(
            Cohort.commandLine()
                .setErr(new PrintWriter(told))
                .execute(
                    "analyse",
                    "survival",
                    table,
                    "--time",
                    "t",
                    "--event",
                    "status",
                    "--conf-type",
                    "x"))
        .isEqualTo(2);
    assertThat(told.toString()).contains("log-log, plain");
  }

  private void check(String dataset, String model, List<Row> rows) throws IOException {
    Map<String, Double> ours = quantities(arguments(dataset, model, rows).toArray(String[]::new));
    for (Row row : rows) {
      String name = row.quantity() + "|" + row.term();
      double expected = expected(dataset, model, row);
      assertThat(ours).containsKey(name);
      if (Double.isNaN(expected)) {
        assertThat(ours.get(name)).as(name).isNaN();
      } else {
        assertThat(ours.get(name)).as(name).isCloseTo(expected, within(1e-6 * Math.abs(expected)));
      }
    }
  }

  private static double expected(String dataset, String model, Row row) {
    if (dataset.equals("lung")
        && model.endsWith(" ~ age + ph.ecog + strata(sex)")
        && REFERENCE_BLAS.containsKey(row.quantity())) {
      return REFERENCE_BLAS.get(row.quantity());
    }
    return number(row.value());
  }

  private static double number(String written) {
    return switch (written) {
      case "NA" -> Double.NaN;
      case "Inf" -> Double.POSITIVE_INFINITY;
      default -> Double.parseDouble(written);
    };
  }

  private List<String> arguments(String dataset, String model, List<Row> rows) throws IOException {
    Matcher m = MODEL.matcher(model);
    assertThat(m.matches()).isTrue();
    String[] surv = m.group(3).replaceAll("\\bev\\b", "status").split(", ", -1);
    List<String> all = new ArrayList<>(List.of(table(dataset).toString()));
    all.addAll(List.of("--event", surv[surv.length - 1], "--time", surv[surv.length - 2]));
    if (surv.length == 3) {
      all.addAll(List.of("--entry", surv[0]));
    }
    List<String> terms = new ArrayList<>(List.of(m.group(4).split(" \\+ ", -1)));
    if (terms.getLast().startsWith("strata(")) {
      all.addAll(List.of("--strata", terms.removeLast().replaceAll("strata\\(|\\)", "")));
    }
    if (m.group(2) != null) {
      all.addAll(List.of("--ties", m.group(2), "--covariates", String.join(",", terms)));
    } else if (!terms.getFirst().equals("1")) {
      all.addAll(List.of("--group", terms.getFirst()));
    }
    String at =
        rows.stream()
            .filter(r -> r.quantity().startsWith("surv@"))
            .map(r -> r.quantity().substring(5))
            .distinct()
            .collect(Collectors.joining(","));
    return at.isEmpty() ? all : Stream.concat(all.stream(), Stream.of("--at", at)).toList();
  }

  /** The file as it is published; with columns of 0 and 1 or of one group where R had them. */
  private Path table(String dataset) throws IOException {
    return switch (dataset) {
      case "leukemia-anderson" -> published("leukemia-anderson.txt");
      case "gbsg2" ->
          written(
              Table.read("survival/gbsg2.csv", ",")
                  .with("horYes", "horTh", "yes")
                  .with("post", "menostat", "Post")
                  .with("g2", "tgrade", "II")
                  .with("g3", "tgrade", "III"));
      case "tcga-laml" -> written(Table.read("stats/tcga-laml.tsv", "\t"));
      case "tcga-gi CRC (OS_time>0)" ->
          written(Table.read("stats/tcga-gi.tsv", "\t").where("group", "CRC"));
      case "tcga-gi TCGA-STAD (OS_time>0)" ->
          written(Table.read("stats/tcga-gi.tsv", "\t").where("group", "TCGA-STAD"));
      default -> published(dataset + ".csv");
    };
  }

  private Path published(String name) throws IOException {
    try (InputStream in = Table.class.getResourceAsStream("/survival/" + name)) {
      return Files.write(folder.resolve(name), in.readAllBytes());
    }
  }

  private Path written(Table table) throws IOException {
    List<String> names = List.copyOf(table.columns().keySet());
    Stream<String> rows =
        IntStream.range(0, table.rows())
            .mapToObj(
                i ->
                    names.stream()
                        .map(n -> table.columns().get(n)[i])
                        .collect(Collectors.joining("\t")));
    return Files.write(
        folder.resolve("t.tsv"), Stream.concat(Stream.of(String.join("\t", names)), rows).toList());
  }

  private static Map<String, Double> quantities(String... arguments) {
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    PrintStream before = System.out;
    System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
    try {
      String[] all =
          Stream.concat(Stream.of("analyse", "survival"), Stream.of(arguments))
              .toArray(String[]::new);
      assertThat(Cohort.commandLine().execute(all)).isZero();
    } finally {
      System.setOut(before);
    }
    Map<String, Double> found = new HashMap<>();
    printed
        .toString(StandardCharsets.UTF_8)
        .lines()
        .skip(1)
        .map(line -> line.split("\t", -1))
        .forEach(cells -> found.put(cells[0] + "|" + cells[1], number(cells[2])));
    return found;
  }
}
