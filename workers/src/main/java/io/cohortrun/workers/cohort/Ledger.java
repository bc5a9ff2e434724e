package io.cohortrun.workers.cohort;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import io.cohortrun.workers.manifest.Manifest;
import io.cohortrun.workers.manifest.ManifestRow;
import io.cohortrun.workers.shard.SlideOutcome;
import io.cohortrun.workflows.contract.CohortResult;
import io.cohortrun.workflows.contract.Outcome;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Every manifest row with its one outcome, in row order.
 *
 * @param outcomes entry i belongs to row i
 */
public record Ledger(Manifest manifest, List<SlideOutcome> outcomes) {

  private static final String[] COLUMNS = {
    "slide_id",
    "patient_id",
    "outcome",
    "message",
    "tiles",
    "mpp",
    "mpp_source",
    "reader",
    "seconds",
    "attempts",
    "slide_key"
  };

  /**
   * Checks that the account is complete.
   *
   * @throws IllegalStateException where a row has none, or more than one
   */
  public Ledger {
    outcomes = List.copyOf(outcomes);
    if (outcomes.size() != manifest.rows().size()) {
      throw new IllegalStateException(
          "%d rows have %d outcomes".formatted(manifest.rows().size(), outcomes.size()));
    }
    for (int row = 0; row < outcomes.size(); row++) {
      if (outcomes.get(row).row() != row) {
        throw new IllegalStateException("row %d has no outcome of its own".formatted(row));
      }
    }
  }

  /** Outcome to number of rows; the sum is the number of rows. */
  public SortedMap<Outcome, Integer> counts() {
    SortedMap<Outcome, Integer> counts = new TreeMap<>();
    outcomes.forEach(o -> counts.merge(o.outcome(), 1, Integer::sum));
    int sum = counts.values().stream().mapToInt(Integer::intValue).sum();
    if (sum != manifest.rows().size()) {
      throw new IllegalStateException(
          "%d rows, %d outcomes".formatted(manifest.rows().size(), sum));
    }
    return counts;
  }

  /** Of the most frequent failures, the first row that has each. */
  public SortedMap<Outcome, Integer> examples() {
    List<Outcome> frequent = CohortResult.mostFrequent(counts());
    SortedMap<Outcome, Integer> first = new TreeMap<>();
    outcomes.stream()
        .filter(o -> frequent.contains(o.outcome()))
        .forEach(o -> first.putIfAbsent(o.outcome(), o.row()));
    return first;
  }

  /** Rows that count against the failure budget. */
  public int failures() {
    return (int) outcomes.stream().filter(o -> o.outcome().isFailure()).count();
  }

  /** RFC 4180, UTF-8, CRLF, with a header. */
  public byte[] toCsv() {
    StringWriter text = new StringWriter();
    try (CsvWriter csv = CsvWriter.builder().lineDelimiter(LineDelimiter.CRLF).build(text)) {
      csv.writeRecord(COLUMNS);
      for (SlideOutcome o : outcomes) {
        ManifestRow row = manifest.rows().get(o.row());
        csv.writeRecord(
            row.slideId(),
            row.patientId(),
            o.outcome().name(),
            message(o),
            Integer.toString(o.tiles()),
            number(o.mpp()),
            o.mppSource(),
            o.reader(),
            String.format(Locale.ROOT, "%.1f", o.seconds()),
            Integer.toString(o.attempts()),
            o.slideKey());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  /**
   * A message as a sentence. One that a spreadsheet would run as a formula is prefixed with an
   * apostrophe; ids are never touched, since programs join on them.
   */
  private static String message(SlideOutcome outcome) {
    String text = outcome.message().strip();
    if (text.isEmpty()) {
      return text;
    }
    if (outcome.outcome() != Outcome.Excluded) {
      text = Character.toUpperCase(text.charAt(0)) + text.substring(1);
      text = text.endsWith(".") ? text : text + ".";
    }
    return "=+-@".indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
  }

  private static String number(double mpp) {
    return Double.isFinite(mpp)
        ? new BigDecimal(Double.toString(mpp)).stripTrailingZeros().toPlainString()
        : "";
  }
}
