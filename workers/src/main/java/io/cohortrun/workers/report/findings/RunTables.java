package io.cohortrun.workers.report.findings;

import com.fasterxml.jackson.databind.JsonNode;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import io.cohortrun.workers.canonical.Json;
import io.cohortrun.workers.shard.Stage;
import io.cohortrun.workers.shard.TryTimes;
import io.cohortrun.workers.store.ObjectStore;
import io.cohortrun.workers.store.RunLayout;
import io.cohortrun.workflows.contract.CohortInput;
import io.cohortrun.workflows.contract.Usage;
import io.cohortrun.workflows.stats.screen.Association;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * The published files of one attempt. A file that is absent was not asked for or was not possible,
 * and reads as empty.
 *
 * @param input what the run began with
 * @param demo whether the model's maps are no proteins
 */
public record RunTables(
    CohortInput input, boolean demo, ObjectStore store, RunLayout layout, Set<String> keys) {

  /** Those that are there now. */
  public static RunTables of(CohortInput input, boolean demo, ObjectStore store)
      throws IOException {
    RunLayout layout = new RunLayout(input.run());
    Set<String> keys = new HashSet<>(store.list(layout.analysis()));
    return new RunTables(input, demo, store, layout, keys);
  }

  /** Whether a file of that name lies under {@code analysis/}. */
  public boolean has(String name) {
    return keys.contains(layout.analysis() + name);
  }

  /** Names under {@code analysis/}, without what the steps keep for themselves. */
  List<String> names() {
    String prefix = layout.analysis();
    return keys.stream()
        .filter(k -> !k.startsWith(layout.strata()))
        .map(k -> k.substring(prefix.length()))
        .sorted()
        .toList();
  }

  /** All rows of a table under {@code analysis/}. */
  List<Line> table(String name) throws IOException {
    List<Line> lines = new ArrayList<>();
    each(name, lines::add);
    return lines;
  }

  /** Gives the rows one after the other, for tables that are large. */
  void each(String name, Consumer<Line> take) throws IOException {
    if (has(name)) {
      read(layout.analysis() + name, take);
    }
  }

  void ledger(Consumer<Line> take) throws IOException {
    read(layout.ledger(), take);
  }

  private void read(String key, Consumer<Line> take) throws IOException {
    try (InputStream in = store.open(key);
        Reader text = new InputStreamReader(in, StandardCharsets.UTF_8);
        CsvReader<NamedCsvRecord> csv =
            CsvReader.builder()
                .fieldSeparator(key.endsWith(".tsv") ? '\t' : ',')
                .ofNamedCsvRecord(text)) {
      csv.forEach(row -> take.accept(new Line(row.getFieldsAsMap())));
    }
  }

  /** A JSON file under {@code analysis/}; missing where there is none. */
  JsonNode json(String name) throws IOException {
    return has(name) ? parsed(store.get(layout.analysis() + name)) : parsed(Optional.empty());
  }

  JsonNode validation() throws IOException {
    return parsed(store.get(layout.run().prefix() + "validation.json"));
  }

  /** What inference took, of tries that were not killed. */
  Usage usage() throws IOException {
    return TryTimes.of(store, layout).stream().map(TryTimes::usage).reduce(Usage.NONE, Usage::plus);
  }

  /** Seconds by {@link Stage#id}, of the same tries; empty where nothing was inferred. */
  SortedMap<String, Double> stages() throws IOException {
    SortedMap<String, Double> sums = new TreeMap<>();
    for (TryTimes of : TryTimes.of(store, layout)) {
      of.stages().forEach((stage, s) -> sums.merge(stage, s, Double::sum));
    }
    return sums;
  }

  JsonNode forecast() throws IOException {
    return parsed(store.get(layout.forecast()));
  }

  private static JsonNode parsed(Optional<byte[]> bytes) throws IOException {
    return bytes.isPresent() ? Json.MAPPER.readTree(bytes.get()) : Json.MAPPER.missingNode();
  }

  /** Groups under this size are not told in what others may read. */
  int smallCells() {
    return input.analyses() == null ? 10 : input.analyses().smallCells();
  }

  /** Of a family of associations, at which one counts. */
  double falseDiscoveryRate() {
    return input.analyses() == null || input.analyses().associations() == null
        ? Association.LEVEL
        : input.analyses().associations().falseDiscoveryRate();
  }

  /** A count for others to read. */
  String told(long n) {
    return n > 0 && n < smallCells() ? "fewer than " + smallCells() : Figures.count(n);
  }
}
