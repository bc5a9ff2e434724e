package io.cohortrun.workers.manifest;

import io.cohortrun.workers.table.Cells;
import io.cohortrun.workers.table.TextTable;
import io.cohortrun.workers.table.TextTable.Row;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Judges every row of a table and tells everything that is wrong. Reads no slide. */
final class ManifestCheck {

  private static final Pattern DECIMAL_COMMA = Pattern.compile("[+-]?\\d*,\\d+");

  /** Row keys have seven digits. */
  private static final int MOST_ROWS = 1_000_000;

  private final Header header;
  private final SlideUris uris;
  private final ErrorList errors;
  private final Map<String, Integer> rowBySlide = new HashMap<>();
  private final Map<String, Integer> rowByUri = new HashMap<>();
  private final List<ManifestRow> rows = new ArrayList<>();
  private final List<Long> lines = new ArrayList<>();

  private ManifestCheck(Header header, SlideUris uris, ErrorList errors) {
    this.header = header;
    this.uris = uris;
    this.errors = errors;
  }

  /** All rows in order; those with errors are in the list too, and told. */
  static List<ManifestRow> rows(TextTable table, SlideUris uris, ErrorList errors) {
    if (table.names().isEmpty()) {
      errors.file("the manifest is empty; it needs a header and one row per slide");
      return List.of();
    }
    if (table.rows().isEmpty() && errors.isEmpty()) {
      errors.file("the manifest has a header but no rows");
    }
    if (table.rows().size() > MOST_ROWS) {
      errors.file("the manifest has more than %,d rows; split the cohort".formatted(MOST_ROWS));
      return List.of();
    }
    Header header = Header.of(table.names(), errors);
    if (Columns.REQUIRED.stream().noneMatch(header.positions()::containsKey)) {
      return List.of(); // some other line stands where the header should: the rows say nothing
    }
    ManifestCheck check = new ManifestCheck(header, uris, errors);
    table.rows().forEach(check::add);
    return check.rows;
  }

  private void add(Row raw) {
    int row = rows.size();
    lines.add(raw.line());
    List<String> cells = raw.cells();
    if (isRagged(row, raw)) {
      rows.add(new ManifestRow(row, "", "", "", null, null, null, new TreeMap<>()));
      return;
    }
    String slide = id(row, raw, Columns.SLIDE_ID);
    String patient = id(row, raw, Columns.PATIENT_ID);
    String uri = uri(row, raw, Columns.URI, true);
    if (!slide.isEmpty()) {
      Integer first = rowBySlide.putIfAbsent(Normalizer.normalize(slide, Normalizer.Form.NFC), row);
      if (first != null) {
        error(row, Columns.SLIDE_ID, "repeats the id of " + place(first));
      }
    }
    if (uri != null) {
      Integer first = rowByUri.putIfAbsent(uri, row);
      if (first != null && !rows.get(first).patientId().equals(patient)) {
        error(
            row,
            Columns.URI,
            "is also the slide of %s, under another patient_id".formatted(place(first)));
      }
    }
    rows.add(
        new ManifestRow(
            row,
            slide,
            patient,
            uri == null ? "" : uri,
            mpp(row, cells),
            exclude(row, cells),
            uri(row, raw, Columns.ROI, false),
            attributes(row, cells)));
  }

  private boolean isRagged(int row, Row raw) {
    int count = raw.cells().size();
    boolean extra =
        count > header.names().size()
            && raw.cells().subList(header.names().size(), count).stream()
                .anyMatch(cell -> !cell.isEmpty());
    if (!extra && count >= header.needed()) {
      return false;
    }
    boolean quote = raw.cells().stream().anyMatch(cell -> cell.indexOf('\n') >= 0);
    error(
        row,
        "",
        "has %d cells where the header has %d names%s"
            .formatted(
                count,
                header.needed(),
                quote
                    ? "; a cell runs over several lines: look for a quote that is not closed"
                    : extra ? "; put a value that holds the separator into quotes" : ""));
    return true;
  }

  private String id(int row, Row raw, String column) {
    if (!header.positions().containsKey(column)) {
      return "";
    }
    String id = header.cell(raw.cells(), column);
    int bad = Characters.firstInvisible(id);
    if (id.isEmpty()) {
      error(row, column, "is empty; every row needs one");
    } else if (Cells.isMissing(id)) {
      error(row, column, "says '%s', which marks a missing value; write an id".formatted(id));
    } else if (bad >= 0) {
      error(row, column, Characters.complaint(id, bad));
    } else {
      return id;
    }
    return "";
  }

  private String uri(int row, Row raw, String column, boolean required) {
    if (!header.positions().containsKey(column)) {
      return null;
    }
    String written = header.cell(raw.cells(), column);
    if (Cells.isMissing(written)) {
      if (required) {
        error(row, column, "is empty; every row needs the path or URI of its slide");
      }
      return null;
    }
    int bad = Characters.firstControl(written);
    if (bad >= 0) {
      error(row, column, Characters.complaint(written, bad));
      return null;
    }
    try {
      return uris.resolve(written);
    } catch (SlideUris.Refused e) {
      error(row, column, e.getMessage());
      return null;
    }
  }

  private String mpp(int row, List<String> cells) {
    String written = header.cell(cells, Columns.MPP);
    if (Cells.isMissing(written)) {
      return null;
    }
    if (!Cells.isNumber(written)) {
      error(
          row,
          Columns.MPP,
          DECIMAL_COMMA.matcher(written).matches()
              ? "has a decimal comma; write a point, as in 0.25"
              : "is not a number; write micrometres per pixel, as in 0.25, or leave it empty");
    }
    return written;
  }

  private String exclude(int row, List<String> cells) {
    String written = header.cell(cells, Columns.EXCLUDE);
    if (Cells.isMissing(written)) {
      return null;
    }
    int bad = Characters.firstInFreeText(written);
    if (bad >= 0) {
      error(row, Columns.EXCLUDE, Characters.complaint(written, bad));
    }
    return switch (written.toLowerCase(Locale.ROOT)) {
      case "false", "no", "n", "0" -> null;
      case "true", "yes", "y", "1", "x" -> "Excluded by the manifest, which gives no reason.";
      default -> written.replaceAll("\\s+", " ");
    };
  }

  private SortedMap<String, String> attributes(int row, List<String> cells) {
    SortedMap<String, String> attributes = new TreeMap<>();
    for (int i = 0; i < header.names().size(); i++) {
      String name = header.names().get(i);
      String value = i < cells.size() ? cells.get(i) : "";
      if (value.isEmpty()
          || Columns.FIELDS.contains(name)
          || (Columns.ATTRIBUTES.contains(name) && Cells.isMissing(value))) {
        continue;
      }
      if (name.isEmpty()) {
        error(row, "", "has a value in column %d, which has no name".formatted(i + 1));
        continue;
      }
      int bad = Characters.firstInFreeText(value);
      if (bad >= 0) {
        error(row, name, Characters.complaint(value, bad));
      }
      attributes.put(name, value);
    }
    return attributes;
  }

  private void error(int row, String column, String message) {
    errors.add(row, lines.get(row), column, message);
  }

  private String place(int row) {
    long line = lines.get(row);
    return line > 0 ? "row %d (line %d)".formatted(row + 1, line) : "row " + (row + 1);
  }
}
