package io.cohortrun.workers.clinical;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Collects what did not fit when tables were joined. Patients are named by row, never by id. */
public final class JoinReport {

  private static final int SHOWN = 8;

  /**
   * Rows that have something in common.
   *
   * @param table name of the file
   * @param column as in the table, or empty
   * @param rows from 1, without the header
   */
  public record Finding(Reason reason, String table, String column, List<Integer> rows) {

    /** Place, the first rows and what to do. */
    public String sentence() {
      String shown =
          rows.stream().limit(SHOWN).map(String::valueOf).collect(Collectors.joining(", "));
      return "%s: %s%s: %d row%s (%s%s) %s"
          .formatted(
              reason,
              table,
              column.isEmpty() ? "" : ", column " + column,
              rows.size(),
              rows.size() == 1 ? "" : "s",
              shown,
              rows.size() > SHOWN ? ", ..." : "",
              reason.meaning());
    }
  }

  private record Place(Reason reason, String table, String column) implements Comparable<Place> {
    @Override
    public int compareTo(Place other) {
      int byReason = reason.compareTo(other.reason);
      int byTable = byReason != 0 ? byReason : table.compareTo(other.table);
      return byTable != 0 ? byTable : column.compareTo(other.column);
    }
  }

  private final Map<Place, List<Integer>> rows = new TreeMap<>();

  void add(Reason reason, String table, String column, int row) {
    rows.computeIfAbsent(new Place(reason, table, column), p -> new ArrayList<>()).add(row);
  }

  /** By reason, table and column. */
  public List<Finding> findings() {
    return rows.entrySet().stream()
        .map(
            e ->
                new Finding(
                    e.getKey().reason(),
                    e.getKey().table(),
                    e.getKey().column(),
                    e.getValue().stream().distinct().sorted().toList()))
        .toList();
  }
}
