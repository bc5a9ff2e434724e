package io.cohortrun.workers.clinical;

import java.util.List;
import java.util.Optional;

/**
 * What the columns of a clinical table mean.
 *
 * @param columns all but the patient's id
 */
public record Dictionary(List<ClinicalColumn> columns, List<Endpoint> endpoints) {

  /** The meaning of a column. */
  public Optional<ClinicalColumn> column(String name) {
    return columns.stream().filter(c -> c.name().equals(name)).findFirst();
  }

  /** Tab-separated: {@code column kind levels why}, a line each, endpoints last. */
  public String text() {
    StringBuilder text = new StringBuilder("column\tkind\tlevels\twhy\n");
    for (ClinicalColumn c : columns) {
      text.append(c.name()).append('\t').append(c.kind().name().toLowerCase(java.util.Locale.ROOT));
      text.append('\t').append(String.join(" < ", c.levels()));
      text.append('\t').append(c.why()).append('\n');
    }
    for (Endpoint e : endpoints) {
      text.append(e.name()).append("\tendpoint\t\t");
      text.append(String.join(", ", e.columns())).append(" in ");
      text.append(e.unit().name().toLowerCase(java.util.Locale.ROOT)).append('\n');
    }
    return text.toString();
  }
}
