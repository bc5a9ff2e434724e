package io.cohortrun.workers.report.findings;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * How the run stood its checks.
 *
 * @param checks that passed or failed
 * @param failed their names
 * @param row of the page's table that says it: the first that failed, else the first of all
 */
public record Validation(int checks, List<String> failed, int row) {

  static final String FILE = "validation.html";

  /** Empty where nothing was checked. */
  public static Optional<Validation> of(RunTables run) throws IOException {
    JsonNode file = run.validation();
    if (file.isMissingNode()) {
      return Optional.empty();
    }
    List<String> failed = new ArrayList<>();
    int checks = 0;
    int row = 0;
    int each = 0;
    for (JsonNode check : file.path("checks")) {
      String result = check.path("result").asText();
      checks += result.equals("NotApplicable") ? 0 : 1;
      if (result.equals("Failed")) {
        row = failed.isEmpty() ? each : row;
        failed.add(check.path("name").asText());
      }
      each++;
    }
    return Optional.of(new Validation(checks, failed, row));
  }

  /** Where the page says it. */
  String href() {
    return FILE + "#checks-" + row;
  }

  static Optional<FindingsPage> page(RunTables run) throws IOException {
    JsonNode file = run.validation();
    if (file.isMissingNode()) {
      return Optional.empty();
    }
    List<List<Object>> rows = new ArrayList<>();
    for (JsonNode check : file.path("checks")) {
      rows.add(
          Arrays.asList(
              check.path("name").asText(),
              check.path("result").asText(),
              Figures.rounded(SignatureBlocks.number(check, "value")),
              Figures.rounded(SignatureBlocks.number(check, "threshold")),
              check.path("action").asText(),
              check.path("sentence").asText()));
    }
    return Optional.of(
        new FindingsPage(
            FILE,
            "Validation",
            "the checks that this run passed, failed, or could not be put to",
            List.of(
                new Block.Paragraph(
                    "A check that failed marks this report, or stops its publication, as the run"
                        + " was told to."),
                new Block.Table(
                    "checks",
                    "Checks",
                    List.of("check", "result", "value", "threshold", "on failure", "what it says"),
                    rows))));
  }
}
