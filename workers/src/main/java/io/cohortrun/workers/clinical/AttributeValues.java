package io.cohortrun.workers.clinical;

import io.cohortrun.workers.table.Cells;
import io.cohortrun.workflows.stats.screen.Attribute;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** Cells as the numbers that statistics take; what is none is told and counts as missing. */
final class AttributeValues {

  private final PatientRecords records;
  private final JoinReport report;

  AttributeValues(PatientRecords records, JoinReport report) {
    this.records = records;
    this.report = report;
  }

  /** The attribute that a column is, if it is one. */
  Optional<Attribute> of(ClinicalColumn column) {
    return switch (column.kind()) {
      case BINARY -> Optional.of(attribute(column, Attribute.Kind.BINARY));
      case CONTINUOUS -> Optional.of(attribute(column, Attribute.Kind.CONTINUOUS));
      case ORDINAL -> Optional.of(attribute(column, Attribute.Kind.ORDINAL));
      case CATEGORICAL -> Optional.of(attribute(column, Attribute.Kind.CATEGORICAL));
      case ID, FOLLOW_UP, IGNORED -> Optional.empty();
    };
  }

  private Attribute attribute(ClinicalColumn column, Attribute.Kind kind) {
    return new Attribute(column.name(), kind, values(column));
  }

  /** [patients] numbers of a column, NaN where there is none. */
  double[] values(ClinicalColumn column) {
    PatientRecords.Column cells = records.columns().get(column.name());
    double[] values = new double[cells.text().length];
    Arrays.fill(values, Double.NaN);
    Map<String, OptionalDouble> known = new HashMap<>(); // most columns have few values
    for (int p = 0; p < values.length; p++) {
      String cell = cells.text()[p];
      if (cell.isEmpty()) {
        continue;
      }
      OptionalDouble value = known.computeIfAbsent(cell, c -> value(column, c));
      if (value.isPresent()) {
        values[p] = value.getAsDouble();
      } else {
        Reason why =
            Cells.isInfinite(cell)
                ? Reason.NotFinite
                : column.levels().isEmpty() ? Reason.NotANumber : Reason.UnknownLevel;
        report.add(why, cells.table(), column.name(), cells.row()[p]);
      }
    }
    return values;
  }

  private static OptionalDouble value(ClinicalColumn column, String cell) {
    List<String> levels = column.levels();
    if (levels.isEmpty()) {
      return Cells.isNumber(cell)
          ? OptionalDouble.of(Double.parseDouble(cell))
          : OptionalDouble.empty();
    }
    for (int code = 0; code < levels.size(); code++) {
      if (Arrays.stream(levels.get(code).split("\\|", -1)).anyMatch(l -> Cells.same(l, cell))) {
        return OptionalDouble.of(code);
      }
    }
    return Arrays.stream(OrdinalWords.values())
        .filter(words -> column.kind() == ColumnKind.ORDINAL && words.levels().equals(levels))
        .map(words -> words.of(cell))
        .filter(code -> code.isPresent())
        .mapToDouble(code -> code.getAsInt())
        .findFirst();
  }
}
