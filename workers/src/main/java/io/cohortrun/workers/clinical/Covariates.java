package io.cohortrun.workers.clinical;

import io.cohortrun.workers.table.BadTable;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** What tests are adjusted for: what was chosen, or age, sex and stage as far as there are. */
final class Covariates {

  private static final List<Predicate<ClinicalColumn>> USUAL =
      List.of(
          c -> c.kind() == ColumnKind.CONTINUOUS && normal(c).startsWith("age"),
          c -> c.kind() == ColumnKind.BINARY && Set.of("sex", "gender").contains(normal(c)),
          c -> c.kind() == ColumnKind.ORDINAL && normal(c).contains("stage"));

  private Covariates() {}

  static List<ClinicalColumn> of(Dictionary dictionary, Choice choice) throws BadTable {
    Set<ClinicalColumn> covariates = new LinkedHashSet<>();
    if (choice.covariates().isEmpty()) {
      USUAL.forEach(
          usual ->
              dictionary.columns().stream().filter(usual).findFirst().ifPresent(covariates::add));
    }
    for (String name : choice.allCovariates()) {
      ClinicalColumn column = dictionary.column(name).orElseThrow();
      if (!Set.of(ColumnKind.BINARY, ColumnKind.CONTINUOUS, ColumnKind.ORDINAL)
          .contains(column.kind())) {
        throw new BadTable(
            BadTable.Code.BadValue,
            "column %s is %s (%s): tests are adjusted for numbers, ordered values and two values only"
                .formatted(name, column.kind(), column.why()));
      }
      covariates.add(column);
    }
    return List.copyOf(covariates);
  }

  private static String normal(ClinicalColumn column) {
    return ColumnInference.normal(column.name());
  }
}
