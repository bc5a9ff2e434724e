package io.cohortrun.workers.clinical;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What a person said of the columns; what is null or empty is inferred.
 *
 * @param id of the patient
 * @param type cancer type; OncoTree codes where its name says so
 * @param subtype within the type
 * @param site where the patient was treated
 * @param attributes to be tested; empty: all
 * @param covariates that tests are adjusted for; empty: age, sex and stage as far as there are, and
 *     for genes what hypermutation shows in
 * @param further covariates, beside those
 * @param columns whose meaning is given
 * @param endpoints beside those whose names say what they are
 */
public record Choice(
    String id,
    String type,
    String subtype,
    String site,
    List<String> attributes,
    List<String> covariates,
    List<String> further,
    List<ClinicalColumn> columns,
    List<Endpoint> endpoints) {

  /** Nothing. */
  public static final Choice NONE =
      new Choice(null, null, null, null, List.of(), List.of(), List.of(), List.of(), List.of());

  /** Whether an attribute or endpoint of this name is to be tested. */
  boolean tests(String name) {
    return attributes.isEmpty() || attributes.contains(name);
  }

  List<String> allCovariates() {
    return Stream.concat(covariates.stream(), further.stream()).toList();
  }

  /** Columns that must be there, besides attributes, which may be endpoints. */
  List<String> named() {
    Set<String> names = new LinkedHashSet<>(allCovariates());
    columns.forEach(c -> names.add(c.name()));
    endpoints.forEach(e -> names.addAll(e.columns()));
    return List.copyOf(names);
  }
}
