package io.cohortrun.workers.validation;

import com.fasterxml.jackson.databind.JsonNode;
import io.cohortrun.workers.canonical.Json;
import io.cohortrun.workers.store.ObjectStore;
import io.cohortrun.workers.store.RunLayout;
import io.cohortrun.workers.table.Cells;
import io.cohortrun.workers.table.DelimitedText;
import io.cohortrun.workers.table.TextTable;
import io.cohortrun.workflows.validate.Agreement;
import io.cohortrun.workflows.validate.Claim;
import io.cohortrun.workflows.validate.Comparison;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What the analyses of a run wrote, as far as checks look at it; absent files say nothing. */
record AnalysisTables(ObjectStore store, RunLayout layout) {

  /** Significant associations. */
  List<Claim> claims() throws IOException {
    return rows("associations_significant.csv").stream()
        .flatMap(List::stream)
        .map(row -> new Claim(row.get("channel"), flag(row.get("specific"))))
        .toList();
  }

  private static Optional<Boolean> flag(String cell) {
    return Cells.isMissing(cell) ? Optional.empty() : Optional.of(Boolean.valueOf(cell));
  }

  /** Agreement with another run; empty where none was compared. */
  Optional<Agreement> concordance() throws IOException {
    Optional<byte[]> bytes = store.get(layout.analysis() + "concordance.json");
    if (bytes.isEmpty()) {
      return Optional.empty();
    }
    JsonNode found = Json.MAPPER.readTree(bytes.get());
    return Optional.of(
        new Agreement(
            (int) found.path("points").valueStream().map(p -> p.path("subtype")).distinct().count(),
            found.at("/activations/pooled").asDouble(Double.NaN),
            found.at("/activations/centred").asDouble(Double.NaN),
            found.at("/activations/nullP").asDouble(Double.NaN),
            found.path("refused").asText("")));
  }

  /** Comparisons with baselines, of metrics of which more is better; empty where none were made. */
  Optional<List<Comparison>> quality() throws IOException {
    return rows("quality.csv")
        .map(
            rows ->
                rows.stream()
                    .filter(row -> !row.get("baseline").isEmpty())
                    .filter(row -> !row.get("metric").toLowerCase(Locale.ROOT).contains("mse"))
                    .map(
                        row ->
                            new Comparison(
                                row.get("channel"),
                                row.get("baseline"),
                                number(row.get("difference"))))
                    .toList());
  }

  private static double number(String cell) {
    return Cells.isNumber(cell) ? Double.parseDouble(cell) : Double.NaN;
  }

  /** Rows of a CSV file by column. */
  private Optional<List<Map<String, String>>> rows(String name) throws IOException {
    Optional<byte[]> bytes = store.get(layout.analysis() + name);
    if (bytes.isEmpty()) {
      return Optional.empty();
    }
    TextTable table =
        DelimitedText.read(new String(bytes.get(), StandardCharsets.UTF_8), Set.of()).table();
    return Optional.of(
        table.rows().stream()
            .map(
                row ->
                    IntStream.range(0, table.names().size())
                        .boxed()
                        .collect(
                            Collectors.toMap(table.names()::get, row.cells()::get, (a, b) -> a)))
            .toList());
  }
}
