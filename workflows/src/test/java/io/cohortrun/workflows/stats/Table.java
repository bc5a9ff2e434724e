package io.cohortrun.workflows.stats;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/** A small table of the tests: names over columns of text, empty for missing. */
public record Table(Map<String, String[]> columns, int rows) {

  /** Reads a resource. */
  public static Table read(String resource, String separator) throws IOException {
    try (InputStream in = Table.class.getResourceAsStream("/" + resource)) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8).replace("\"", "");
      List<String[]> lines = text.lines().map(l -> l.split(separator, -1)).toList();
      Map<String, String[]> columns = new HashMap<>();
      for (int c = 0; c < lines.getFirst().length; c++) {
        int at = c;
        columns.put(
            lines.getFirst()[c], lines.stream().skip(1).map(l -> l[at]).toArray(String[]::new));
      }
      return new Table(columns, lines.size() - 1);
    }
  }

  /** With a column of 0 and 1: where another has this value. */
  public Table with(String name, String other, String value) {
    columns.put(
        name,
        Arrays.stream(columns.get(other))
            .map(v -> v.equals(value) ? "1" : "0")
            .toArray(String[]::new));
    return this;
  }

  /** The rows in which these columns have values. */
  public Table complete(List<String> names) {
    return only(i -> names.stream().noneMatch(n -> columns.get(n)[i].isEmpty()));
  }

  /** The rows in which a column has this value. */
  public Table where(String name, String value) {
    return only(i -> columns.get(name)[i].equals(value));
  }

  private Table only(IntPredicate rule) {
    int[] kept = IntStream.range(0, rows).filter(rule).toArray();
    Map<String, String[]> of = new HashMap<>();
    columns.forEach(
        (name, all) ->
            of.put(name, Arrays.stream(kept).mapToObj(i -> all[i]).toArray(String[]::new)));
    return new Table(of, kept.length);
  }

  /** A column as numbers. */
  public double[] numbers(String name) {
    return Arrays.stream(columns.get(name)).mapToDouble(Double::parseDouble).toArray();
  }

  /** Its distinct values, sorted. */
  public List<String> levels(String name) {
    return Arrays.stream(columns.get(name)).distinct().sorted().toList();
  }

  /** A column as numbers of its levels. */
  public int[] codes(String name) {
    List<String> levels = levels(name);
    return Arrays.stream(columns.get(name)).mapToInt(levels::indexOf).toArray();
  }
}
