package io.cohortrun.workers.manifest;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The columns of one manifest.
 *
 * @param names by position, known ones in lower case, others as written, empty where unnamed
 * @param positions by name
 */
record Header(List<String> names, Map<String, Integer> positions) {

  /** Reads the names; known ones in any case. */
  static Header of(List<String> written, ErrorList errors) {
    List<String> names = new ArrayList<>();
    Map<String, Integer> positions = new LinkedHashMap<>();
    Set<String> seen = new HashSet<>();
    for (String name : written) {
      String lower = name.toLowerCase(Locale.ROOT);
      String kept = Columns.isKnown(lower) ? lower : name;
      names.add(kept);
      if (kept.isEmpty()) {
        continue;
      }
      if (!seen.add(lower)) {
        errors.add(-1, 0, name, "this name stands twice in the header; rename one of the columns");
      } else if (lower.equals(Columns.ROW)) {
        errors.add(-1, 0, name, "this name is reserved; rename the column");
      } else if (Characters.firstControl(name) >= 0) {
        errors.add(-1, 0, "", "a name in the header holds a control character or a line break");
      }
      positions.putIfAbsent(kept, names.size() - 1);
    }
    for (String required : Columns.REQUIRED) {
      if (!positions.containsKey(required)) {
        errors.add(
            -1,
            0,
            required,
            positions.keySet().stream().noneMatch(Columns::isKnown)
                ? "this column is missing; the first line must hold the names of the columns,"
                    + " separated by commas, semicolons or tabs"
                : "this column is missing from the header");
      }
    }
    return new Header(List.copyOf(names), positions);
  }

  /** Least number of cells that a row must have. */
  int needed() {
    int last = names.size();
    while (last > 0 && names.get(last - 1).isEmpty()) {
      last--;
    }
    return last;
  }

  /** The cell of a column, empty where the manifest has no such column. */
  String cell(List<String> cells, String name) {
    Integer position = positions.get(name);
    return position == null || position >= cells.size() ? "" : cells.get(position);
  }
}
