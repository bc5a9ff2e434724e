package io.cohortrun.workers.patients;

import io.cohortrun.workers.clinical.ClinicalJoin;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The analysed patients by type, as it may be handed on: counts under a size are hidden, with those
 * that would give them away.
 */
public final class TableOne {

  /** Columns of {@code table1.csv}. */
  public static final List<String> NAMES =
      List.of("variable", "level", "stratum", "n", "value", "text");

  private static final String UNKNOWN = "unknown";

  private record Part(String stratum, int[] patients) {}

  private final List<Part> parts;
  private final int least;
  private final boolean[] untold; // parts whose size is hidden
  private final List<List<Object>> rows = new ArrayList<>();

  private TableOne(List<Part> parts, int least) {
    this.parts = parts;
    this.least = least;
    int[] sizes = parts.stream().mapToInt(p -> p.patients().length).toArray();
    this.untold = SmallCells.of(new int[][] {sizes}, least, new boolean[sizes.length])[0];
  }

  /**
   * Rows of {@code table1.csv}.
   *
   * @param everyone all patients of the manifest
   * @param analysed rows of those who are told of
   * @param genes columns that are left out
   * @param least smallest count that is told
   */
  public static List<List<Object>> of(
      ClinicalJoin everyone, int[] analysed, Set<String> genes, int least) {
    TableOne table = new TableOne(parts(everyone.population().type(), analysed), least);
    table.add(new Variable("patients", List.of(""), new double[everyone.patients().size()]));
    Stream.concat(
            Variable.attributes(everyone, genes).stream(),
            Outcomes.variables(everyone.population()).stream())
        .filter(v -> !v.isEmpty())
        .forEach(table::add);
    return table.rows;
  }

  /** All, then each type; those without one are the last part, which is not told. */
  private static List<Part> parts(List<String> type, int[] analysed) {
    List<Part> parts = new ArrayList<>(List.of(new Part("all", analysed)));
    Stream<String> types = Arrays.stream(analysed).mapToObj(type::get).distinct();
    for (String one :
        Stream.concat(types.filter(t -> !t.isEmpty()).sorted(), Stream.of("")).toList()) {
      parts.add(
          new Part(one, Arrays.stream(analysed).filter(p -> type.get(p).equals(one)).toArray()));
    }
    return parts;
  }

  private void add(Variable variable) {
    int levels = variable.isNumber() ? 1 : variable.levels().size();
    int[][] counts = new int[levels + 1][parts.size()]; // the last row: unknown
    for (int s = 0; s < parts.size(); s++) {
      int[] patients = parts.get(s).patients();
      int known = variable.known(patients).length;
      int[] of = variable.isNumber() ? new int[] {known} : variable.counts(patients);
      for (int l = 0; l < levels; l++) {
        counts[l][s] = of[l];
      }
      counts[levels][s] = patients.length - known;
    }
    boolean[][] hidden = SmallCells.of(counts, least, untold);
    for (int l = 0; l <= levels; l++) {
      boolean none = Arrays.stream(counts[l]).allMatch(n -> n == 0);
      for (int s = 0; s < parts.size() && !none; s++) {
        if (s == 0 || !parts.get(s).stratum().isEmpty()) {
          row(variable, l, s, counts[l][s], hidden[l][s]);
        }
      }
    }
  }

  private void row(Variable variable, int level, int part, int n, boolean hidden) {
    int[] patients = parts.get(part).patients();
    boolean unknown = level == Math.max(1, variable.levels().size());
    String name = unknown ? UNKNOWN : variable.isNumber() ? "" : variable.levels().get(level);
    List<Object> row = new ArrayList<>(List.of(variable.name(), name, parts.get(part).stratum()));
    if (hidden) {
      row.addAll(Arrays.asList(null, null, n < least ? "<" + least : "suppressed"));
    } else if (variable.isNumber() && !unknown) {
      Quartiles quartiles = Quartiles.of(variable.known(patients));
      row.addAll(Arrays.asList(n, quartiles.median(), n == 0 ? "" : quartiles.text()));
    } else if (variable.name().equals("patients")) {
      row.addAll(Arrays.asList(n, null, String.valueOf(n)));
    } else {
      double share = patients.length == 0 ? Double.NaN : n / (double) patients.length;
      String text = String.format(Locale.ROOT, "%d (%.0f %%)", n, 100 * share);
      row.addAll(Arrays.asList(n, share, patients.length == 0 ? "0" : text));
    }
    rows.add(row);
  }
}
