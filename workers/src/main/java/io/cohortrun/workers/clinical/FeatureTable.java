package io.cohortrun.workers.clinical;

import io.cohortrun.workers.table.BadTable;
import io.cohortrun.workers.table.BadTable.Code;
import io.cohortrun.workers.table.Cells;
import io.cohortrun.workflows.stats.screen.Feature;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Features of patients: a table with one row per patient and a column per feature, or the {@code
 * features.parquet} of a run with one row per slide and channel.
 *
 * @param row [patients] first row of each patient, from 1
 */
public record FeatureTable(String name, List<String> patients, int[] row, List<Feature> features) {

  /** Nothing of nobody. */
  public static final FeatureTable NONE =
      new FeatureTable("features.parquet", List.of(), new int[0], List.of());

  /** Kind of the features of a table that names none. */
  private static final String VALUE = "value";

  /**
   * Patients of whom nothing is known yet, for a join that only checks clinical tables.
   *
   * @param written their ids, a row each
   */
  public static FeatureTable ofPatients(String name, List<String> written) {
    Map<String, Integer> first = new LinkedHashMap<>();
    for (int r = 0; r < written.size(); r++) {
      first.putIfAbsent(PatientIds.patient(written.get(r)), r + 1);
    }
    int[] rows = first.values().stream().mapToInt(Integer::intValue).toArray();
    return new FeatureTable(name, List.copyOf(first.keySet()), rows, List.of());
  }

  /** The same features of these patients, unknown of those who have none. */
  public FeatureTable of(List<String> all) {
    Map<String, Integer> index = PatientRecords.index(patients);
    int[] from = all.stream().mapToInt(p -> index.getOrDefault(p, -1)).toArray();
    return new FeatureTable(
        name,
        all,
        Arrays.stream(from).map(i -> i < 0 ? 0 : row[i]).toArray(),
        features.stream()
            .map(
                f ->
                    new Feature(
                        f.channel(),
                        f.kind(),
                        Arrays.stream(from)
                            .mapToDouble(i -> i < 0 ? Double.NaN : f.values()[i])
                            .toArray()))
            .toList());
  }

  /** Without those that are told of patients and not tested. */
  FeatureTable tested() {
    return new FeatureTable(
        name,
        patients,
        row,
        features.stream().filter(f -> !SlideFeatures.isOnlyTold(f.kind())).toList());
  }

  /**
   * Reads features.
   *
   * @throws BadTable no column names the patient, or none holds numbers
   */
  public static FeatureTable of(NamedTable named, JoinReport report) throws BadTable {
    ClinicalSource source = ClinicalSource.of(named, Set.of(), null);
    FeatureTable features =
        SlideFeatures.areIn(named.table())
            ? SlideFeatures.of(source, report)
            : wide(source, PatientRecords.merge(List.of(source), report), report);
    if (features.features().isEmpty()) {
      throw new BadTable(
          Code.NoSuchColumn,
          named.name()
              + ": no column beside the patient's id holds numbers, which are written as 1.5");
    }
    return features;
  }

  private static FeatureTable wide(
      ClinicalSource source, PatientRecords records, JoinReport report) {
    List<Feature> features = new ArrayList<>();
    records
        .columns()
        .forEach(
            (name, column) -> {
              ClinicalColumn meaning = ColumnInference.of(name, Arrays.asList(column.text()));
              boolean numbers =
                  Arrays.stream(column.text())
                      .filter(t -> !t.isEmpty() && !Cells.isInfinite(t))
                      .allMatch(Cells::isNumber);
              if (meaning.kind() == ColumnKind.CONTINUOUS
                  || (meaning.kind() != ColumnKind.IGNORED && numbers)) {
                var asNumbers =
                    new ClinicalColumn(name, ColumnKind.CONTINUOUS, List.of(), meaning.why());
                features.add(
                    new Feature(
                        name, VALUE, new AttributeValues(records, report).values(asNumbers)));
              }
            });
    return new FeatureTable(
        source.name(), records.patients(), source.firstRows(records.patients()), features);
  }
}
