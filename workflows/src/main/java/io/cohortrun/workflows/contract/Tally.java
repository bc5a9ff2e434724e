package io.cohortrun.workflows.contract;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Rows by their outcome, and of each failure an example; of constant size. In columns, so that a
 * message that carries one stays under 1 KB.
 *
 * @param codes outcomes that rows have, in their order
 * @param rows entry i is the number of rows with {@code codes[i]}
 * @param first entry i is the first row (from 0) that has {@code codes[i]} where that is a failure
 *     and the row is known, else {@value #NO_ROW}
 */
public record Tally(List<Outcome> codes, List<Integer> rows, List<Integer> first) {

  /** In place of a row. */
  public static final int NO_ROW = -1;

  /** Nothing; also what messages of earlier releases say. */
  public static final Tally NONE = new Tally(List.of(), List.of(), List.of());

  public Tally {
    codes = List.copyOf(codes);
    rows = List.copyOf(rows);
    first = List.copyOf(first);
  }

  /**
   * Of counts.
   *
   * @param counts outcome to number of rows
   * @param examples failure to a row that has it; may lack some
   */
  public static Tally of(SortedMap<Outcome, Integer> counts, SortedMap<Outcome, Integer> examples) {
    List<Integer> first = new ArrayList<>();
    counts.keySet().forEach(code -> first.add(examples.getOrDefault(code, NO_ROW)));
    return new Tally(List.copyOf(counts.keySet()), List.copyOf(counts.values()), first);
  }

  /** Of rows, each with its outcome. */
  public static Tally ofRows(SortedMap<Integer, Outcome> outcomes) {
    SortedMap<Outcome, Integer> counts = new TreeMap<>();
    SortedMap<Outcome, Integer> examples = new TreeMap<>();
    outcomes.forEach(
        (row, code) -> {
          counts.merge(code, 1, Integer::sum);
          if (code.isFailure()) {
            examples.putIfAbsent(code, row);
          }
        });
    return of(counts, examples);
  }

  /** Both together, of different rows. */
  public Tally plus(Tally more) {
    SortedMap<Outcome, Integer> counts = counts();
    more.counts().forEach((code, n) -> counts.merge(code, n, Integer::sum));
    SortedMap<Outcome, Integer> examples = examples();
    more.examples().forEach((code, row) -> examples.merge(code, row, Math::min));
    return of(counts, examples);
  }

  /** Outcome to number of rows; outcomes without rows are absent. */
  public SortedMap<Outcome, Integer> counts() {
    SortedMap<Outcome, Integer> counts = new TreeMap<>();
    for (int i = 0; i < codes.size(); i++) {
      counts.put(codes.get(i), rows.get(i));
    }
    return counts;
  }

  /** Failure to the first row that has it, where that is known. */
  public SortedMap<Outcome, Integer> examples() {
    SortedMap<Outcome, Integer> examples = new TreeMap<>();
    for (int i = 0; i < codes.size(); i++) {
      if (first.get(i) != NO_ROW) {
        examples.put(codes.get(i), first.get(i));
      }
    }
    return examples;
  }

  static Tally given(Tally tally) {
    return tally == null ? NONE : tally;
  }
}
