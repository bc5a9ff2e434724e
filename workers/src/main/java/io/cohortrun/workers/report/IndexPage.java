package io.cohortrun.workers.report;

import io.cohortrun.workers.model.NumericClass;
import io.cohortrun.workflows.contract.CohortInput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The first page: totals, every row, and where the numbers come from. A row is an array of cells
 * rather than an object, since a cohort may have 100,000 of them.
 */
final class IndexPage {

  /** Columns of the ledger that a row shows, in the order of its cells; others follow them. */
  private static final List<String> LEDGER =
      List.of("slide_id", "patient_id", "outcome", "tiles", "mpp", "mpp_source", "seconds");

  private static final List<String> OTHERS =
      List.of("message", "densities", "failure", "thumbnail");

  /** Largest cohort with a picture in each row: 80 px cost 2-3 KB each. */
  private static final int MOST_PICTURES = 1000;

  private final ReportInput run;
  private final Frame frame;
  private final boolean pictures;
  private final List<Object> rows = new ArrayList<>();
  private final Map<String, Integer> totals = new TreeMap<>();
  private final Map<NumericClass, Integer> classes =
      new TreeMap<>(Comparator.comparing(NumericClass::toString));
  private List<String> channels = List.of();

  IndexPage(ReportInput run, Frame frame) {
    this.run = run;
    this.frame = frame;
    this.pictures = run.manifest().rows().size() <= MOST_PICTURES;
  }

  /** Adds the next row. */
  void add(IndexRow row) {
    totals.merge(row.ledger().get("outcome"), 1, Integer::sum);
    IndexRow.Numbers numbers = row.numbers();
    if (numbers != null) {
      channels = numbers.channels();
      classes.merge(numbers.numericClass(), 1, Integer::sum);
    }
    List<Object> cells = new ArrayList<>();
    LEDGER.forEach(column -> cells.add(row.ledger().get(column)));
    cells.addAll(
        Arrays.asList(
            row.message(),
            numbers == null ? null : numbers.densities(),
            row.failure(),
            pictures && row.thumbnail() != null ? Miniature.of(row.thumbnail()) : null));
    rows.add(cells);
  }

  /** The page of all rows added. */
  byte[] html() throws IOException {
    CohortInput input = run.input();
    Map<String, Object> page = new HashMap<>(frame.under(""));
    page.put("uid", input.run().uid());
    page.put("attempt", input.run().attempt());
    page.put("totals", totals);
    page.put("settings", input.settings());
    page.put("profile", input.outputs().profile());
    page.put("manifest", SharedText.name(input.manifest()));
    page.put("manifestDigest", run.manifest().digest());
    page.put("specDigest", input.specDigest());
    page.put("bundleDigest", input.bundleDigest());
    page.put("channels", channels);
    List<Object> counted = new ArrayList<>();
    classes.forEach(
        (numericClass, slides) -> counted.add(Map.of("of", numericClass, "slides", slides)));
    page.put("numericClasses", counted);
    List<String> columns = new ArrayList<>(LEDGER);
    columns.addAll(OTHERS);
    page.put("columns", columns);
    page.put("rows", rows);
    return Page.load("", "common", "table", "index").with(page);
  }
}
