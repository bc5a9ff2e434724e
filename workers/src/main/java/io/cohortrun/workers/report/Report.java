package io.cohortrun.workers.report;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import io.cohortrun.workers.canonical.Json;
import io.cohortrun.workers.canonical.JsonLines;
import io.cohortrun.workers.shard.SlideResult;
import io.cohortrun.workers.slide.SlideInspection;
import io.cohortrun.workers.store.Commit;
import io.cohortrun.workers.store.ObjectStore;
import io.cohortrun.workers.store.RunLayout;
import io.cohortrun.workers.store.SlideCommits;
import io.cohortrun.workflows.contract.CohortInput;
import io.cohortrun.workflows.contract.Outcome;
import io.cohortrun.workflows.contract.RunRef;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The pages that a person opens: {@code report/index.html} with every row's outcome, and one page
 * per row. Made from the run's published files and committed results alone; each page stands by
 * itself and asks no network. One slide is held at a time.
 */
public final class Report implements ReportWriter {

  private static final Logger log = LoggerFactory.getLogger(Report.class);

  @Override
  public void write(RunRef run, ObjectStore store) throws IOException {
    RunLayout layout = new RunLayout(run);
    CohortInput input = Json.MAPPER.readValue(required(store, layout.input()), CohortInput.class);
    Map<Integer, SlideInspection> inspections = inspections(store, layout);
    Page index = Page.load("index");
    Page slide = Page.load("slide");
    List<Object> rows = new ArrayList<>();
    Map<String, Integer> totals = new TreeMap<>();
    SlideResult any = null;
    SlideCommits commits = new SlideCommits(store);
    String ledger = new String(required(store, layout.ledger()), StandardCharsets.UTF_8);
    try (CsvReader<NamedCsvRecord> records = CsvReader.builder().ofNamedCsvRecord(ledger)) {
      for (NamedCsvRecord line : records) {
        int row = rows.size();
        Map<String, Object> entry = new LinkedHashMap<>(line.getFieldsAsMap());
        totals.merge(line.getField("outcome"), 1, Integer::sum);
        Optional<Commit> commit =
            hasResult(line) ? commits.read(line.getField("slide_key")) : Optional.empty();
        Map<String, Object> page = new LinkedHashMap<>(entry);
        page.put("run", input.name());
        SlidePictures.add(page, store, layout, row, inspections.get(row));
        if (commit.isPresent()) {
          try {
            SlideResult result = SlideResult.of(commits, commit.get());
            SlideMapsData.add(page, commits, commit.get(), result);
            entry.put("densities", SlideMapsData.densities(result));
            any = result;
          } catch (IOException e) {
            // One damaged canvas must not cost the cohort its report.
            log.warn("Row {}: its maps cannot be shown: {}", row, e.getMessage());
            page.put(
                "warnings", List.of("The maps of this slide cannot be read: " + e.getMessage()));
            page.keySet().removeAll(List.of("channels", "geometry"));
          }
        }
        store.put(layout.report() + "slides/%07d.html".formatted(row), slide.with(page));
        rows.add(entry);
      }
    }
    store.put(layout.report() + "index.html", index.with(summary(input, totals, any, rows)));
  }

  private static boolean hasResult(NamedCsvRecord line) {
    return Outcome.valueOf(line.getField("outcome")).hasResult();
  }

  private static Map<String, Object> summary(
      CohortInput input, Map<String, Integer> totals, SlideResult any, List<Object> rows) {
    Map<String, Object> page = new LinkedHashMap<>();
    page.put("run", input.name());
    page.put("uid", input.run().uid());
    page.put("attempt", input.run().attempt());
    page.put("totals", totals);
    page.put("settings", input.settings());
    page.put("outputs", input.outputs());
    page.put("manifest", input.manifest());
    page.put("specDigest", input.specDigest());
    page.put("bundleDigest", input.bundleDigest());
    page.put("bundle", any == null ? Map.of("id", input.bundle()) : any.bundle());
    page.put("demo", any == null ? input.bundle().equals("demo") : any.bundle().demo());
    page.put("numericClass", any == null ? Map.of() : any.numericClass());
    page.put(
        "channels", any == null ? List.of() : any.channels().stream().map(c -> c.id()).toList());
    page.put("rows", rows);
    return page;
  }

  private static Map<Integer, SlideInspection> inspections(ObjectStore store, RunLayout layout)
      throws IOException {
    Map<Integer, SlideInspection> byRow = new HashMap<>();
    for (String key : store.list(layout.inspections())) {
      JsonLines.read(required(store, key), SlideInspection.class)
          .forEach(i -> byRow.put(i.row(), i));
    }
    return byRow;
  }

  private static byte[] required(ObjectStore store, String key) throws IOException {
    return store.get(key).orElseThrow(() -> new IOException(key + " is missing"));
  }
}
