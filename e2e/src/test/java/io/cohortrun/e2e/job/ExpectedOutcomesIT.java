package io.cohortrun.e2e.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.cohortrun.e2e.run.CohortFolder;
import io.cohortrun.e2e.run.CohortProcess;
import io.cohortrun.workflows.contract.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every file of {@code expected-outcomes.tsv} through the command, to its row of the ledger. */
class ExpectedOutcomesIT {

  private static final Path DATA = Path.of("../workers/src/test/resources");
  private static final Path QUICKSTART = Path.of("../examples/quickstart/slides");

  @TempDir Path temp;

  @Test
  void everyListedFileEndsInTheLedgerAsTheTableSays() throws Exception {
    List<String[]> expected =
        Files.readAllLines(DATA.resolve("expected-outcomes.tsv")).stream()
            .skip(1)
            .map(line -> line.split("\t", -1))
            .toList();
    List<String> rows = new ArrayList<>();
    for (int i = 0; i < expected.size(); i++) {
      String path = expected.get(i)[0];
      rows.add("s%03d,p-%s,%s,%s".formatted(i, path, file(path), expected.get(i)[1]));
    }
    CohortFolder folder = CohortFolder.write(temp, "expected", rows, "");

    CohortProcess run = folder.run(Map.of());

    assertThat(run.exit()).as("failures above the budget: %s", run.stderr()).isEqualTo(3);
    Map<Outcome, Integer> totals = new EnumMap<>(Outcome.class);
    SoftAssertions all = new SoftAssertions();
    int row = 0;
    try (var database = DriverManager.getConnection("jdbc:duckdb:");
        var query = database.createStatement();
        ResultSet ledger =
            query.executeQuery(
                "SELECT outcome, coalesce(message, '') AS message, tiles::INT AS tiles"
                    + " FROM read_csv('%s', all_varchar = true) ORDER BY slide_id"
                        .formatted(Path.of(run.json().get("output").asText(), "ledger.csv")))) {
      for (; ledger.next(); row++) {
        String name = String.join(" ", expected.get(row)[0], expected.get(row)[1]);
        String outcome = ledger.getString("outcome");
        String message = ledger.getString("message");
        totals.merge(Outcome.valueOf(outcome), 1, Integer::sum);
        all.assertThat(List.of(expected.get(row)[2].split(",")))
            .as("%s: %s", name, message)
            .contains(outcome);
        if (outcome.equals("Succeeded")) {
          all.assertThat(message).as(name).isEmpty();
          all.assertThat(ledger.getInt("tiles")).as(name).isPositive();
        } else {
          all.assertThat(message).as(name).hasSizeBetween(20, 400).doesNotContain("Exception");
        }
      }
    }
    all.assertAll();
    assertThat(row).isEqualTo(expected.size());
    assertThat(totals.get(Outcome.Succeeded)).isGreaterThanOrEqualTo(6);
    totals.forEach(
        (outcome, count) ->
            assertThat(run.json().get("ledger").get(outcome.name()).asInt()).isEqualTo(count));
  }

  private static Path file(String path) {
    Path own = DATA.resolve(path);
    Path quickstart = QUICKSTART.resolve(own.getFileName());
    return (Files.exists(own) || !Files.exists(quickstart) ? own : quickstart)
        .toAbsolutePath()
        .normalize();
  }
}
