package io.cohortrun.workers.patients;

import io.cohortrun.workers.clinical.ClinicalColumn;
import io.cohortrun.workers.clinical.ClinicalJoin;
import io.cohortrun.workflows.stats.screen.Attribute;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * What is told of patients in a table.
 *
 * @param levels words of its values; empty for numbers
 * @param values [patients] numbers, or positions among the levels; NaN where unknown
 */
record Variable(String name, List<String> levels, double[] values) {

  /** The attributes of clinical tables, but none of these columns: genes are too many to read. */
  static List<Variable> attributes(ClinicalJoin everyone, Set<String> but) {
    List<Variable> variables = new ArrayList<>();
    for (Attribute attribute : everyone.population().attributes()) {
      if (!but.contains(attribute.name())) {
        ClinicalColumn column = everyone.dictionary().column(attribute.name()).orElseThrow();
        variables.add(new Variable(attribute.name(), column.words(), attribute.values()));
      }
    }
    return variables;
  }

  /** Words as their own levels, sorted; empty ones are unknown. */
  static Variable of(String name, List<String> words) {
    List<String> levels = words.stream().filter(w -> !w.isEmpty()).distinct().sorted().toList();
    return new Variable(
        name,
        levels,
        words.stream().mapToDouble(w -> w.isEmpty() ? Double.NaN : levels.indexOf(w)).toArray());
  }

  boolean isNumber() {
    return levels.isEmpty();
  }

  boolean isEmpty() {
    return Arrays.stream(values).allMatch(Double::isNaN);
  }

  /** Known values of some patients. */
  double[] known(int[] patients) {
    return Arrays.stream(patients)
        .mapToDouble(p -> values[p])
        .filter(v -> !Double.isNaN(v))
        .toArray();
  }

  /** [levels] how many of some patients have each. */
  int[] counts(int[] patients) {
    int[] counts = new int[levels.size()];
    for (double value : known(patients)) {
      counts[(int) value]++;
    }
    return counts;
  }
}
