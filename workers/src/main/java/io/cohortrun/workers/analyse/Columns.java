package io.cohortrun.workers.analyse;

import io.cohortrun.workers.table.BadTable;
import io.cohortrun.workers.table.Cells;
import io.cohortrun.workers.table.TextTable;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Columns of a table by name, with the many ways in which people write that a value is missing. */
final class Columns {

  /** Numbers with more different values than this are no codes. */
  private static final int CODES = 6;

  private static final String NO_NUMBER =
      "is not a number; write 1234.5 without other separators, and NA where there is none";

  private final TextTable table;
  private final Map<String, Integer> positions = new HashMap<>();

  Columns(TextTable table) {
    this.table = table;
    for (int c = table.names().size() - 1; c >= 0; c--) {
      positions.put(table.names().get(c), c); // of two equal names the first
    }
  }

  int rows() {
    return table.rows().size();
  }

  /** Refuses a name that is not there, or that two columns have. */
  void require(List<String> names) throws BadTable {
    for (String name : names) {
      if (!positions.containsKey(name)) {
        throw new BadTable(
            BadTable.Code.NoSuchColumn,
            "there is no column %s; the table has %s"
                .formatted(name, String.join(", ", table.names())));
      }
      if (Collections.frequency(table.names(), name) > 1) {
        throw new BadTable(
            BadTable.Code.NoSuchColumn,
            "two columns are called %s; rename the one that is not meant".formatted(name));
      }
    }
  }

  String text(String name, int row) {
    return table.rows().get(row).cells().get(positions.get(name));
  }

  /** No value, or an infinity. */
  boolean missing(String name, int row) {
    String cell = text(name, row);
    return Cells.isMissing(cell) || Cells.isInfinite(cell);
  }

  /** A number, which {@link #missing} does not call missing. */
  double number(String name, int row) throws BadTable {
    if (!Cells.isNumber(text(name, row))) {
      throw wrong(name, row, NO_NUMBER);
    }
    return Double.parseDouble(text(name, row));
  }

  /** Those of these rows. */
  double[] numbers(String name, int[] rows) throws BadTable {
    double[] numbers = new double[rows.length];
    for (int i = 0; i < rows.length; i++) {
      numbers[i] = number(name, rows[i]);
    }
    return numbers;
  }

  BadTable wrong(String name, int row, String why) {
    return new BadTable(
        BadTable.Code.BadValue,
        "row %d, column %s: '%s' %s".formatted(row + 1, name, text(name, row), why));
  }

  /** Whether every value in these rows is a number. */
  private boolean numeric(String name, int[] rows) {
    return Arrays.stream(rows).allMatch(row -> Cells.isNumber(text(name, row)));
  }

  /**
   * Whether a column is of numbers, and not of categories.
   *
   * @throws BadTable it has many numbers and something else
   */
  boolean measured(String name, int[] rows) throws BadTable {
    if (numeric(name, rows)) {
      return true;
    }
    long numbers =
        Arrays.stream(rows)
            .mapToObj(row -> level(name, row))
            .filter(Cells::isNumber)
            .distinct()
            .count();
    for (int row : rows) {
      if (numbers > CODES && !Cells.isNumber(text(name, row))) {
        throw wrong(name, row, NO_NUMBER);
      }
    }
    return false;
  }

  /** Distinct values in these rows, sorted: as numbers where all are. */
  List<String> levels(String name, int[] rows) {
    List<String> levels =
        Arrays.stream(rows).mapToObj(row -> level(name, row)).distinct().sorted().toList();
    return numeric(name, rows)
        ? levels.stream().sorted(Comparator.comparingDouble(Double::parseDouble)).toList()
        : levels;
  }

  /** Index of each row's value among {@code levels}. */
  int[] codes(String name, int[] rows, List<String> levels) {
    return Arrays.stream(rows).map(row -> levels.indexOf(level(name, row))).toArray();
  }

  private String level(String name, int row) {
    return Cells.canonical(text(name, row));
  }

  /** Rows in which none of these is missing. */
  int[] complete(List<String> names, int[] of) {
    return Arrays.stream(of)
        .filter(row -> names.stream().noneMatch(n -> missing(n, row)))
        .toArray();
  }

  int[] all() {
    return IntStream.range(0, rows()).toArray();
  }
}
