package io.cohortrun.workers.analyse;

import io.cohortrun.workers.table.BadTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/**
 * The matrix of a model.
 *
 * @param terms [p] names
 * @param x [n][p]
 */
record Covariates(List<String> terms, double[][] x) {

  /** A column of numbers as it is; another as 0 and 1 per level but the first. */
  static Covariates of(Columns table, List<String> names, int[] rows, Consumer<String> note)
      throws BadTable {
    List<String> terms = new ArrayList<>();
    List<double[]> columns = new ArrayList<>();
    for (String name : names) {
      if (table.measured(name, rows)) {
        terms.add(name);
        columns.add(table.numbers(name, rows));
        continue;
      }
      List<String> levels = table.levels(name, rows);
      int[] codes = table.codes(name, rows, levels);
      note.accept(
          "%s is not of numbers: its levels are compared with %s"
              .formatted(name, levels.getFirst()));
      for (int level = 1; level < levels.size(); level++) {
        int one = level;
        terms.add(name + levels.get(level));
        columns.add(Arrays.stream(codes).mapToDouble(c -> c == one ? 1 : 0).toArray());
      }
    }
    double[][] x = new double[rows.length][terms.size()];
    for (int j = 0; j < terms.size(); j++) {
      for (int i = 0; i < rows.length; i++) {
        x[i][j] = columns.get(j)[i];
      }
    }
    return new Covariates(List.copyOf(terms), x);
  }
}
