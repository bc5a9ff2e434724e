package io.cohortrun.workers.clinical;

import io.cohortrun.workers.table.BadTable;
import io.cohortrun.workflows.stats.screen.Attribute;
import io.cohortrun.workflows.stats.screen.Feature;
import io.cohortrun.workflows.stats.screen.Genes;
import io.cohortrun.workflows.stats.screen.Outcome;
import io.cohortrun.workflows.stats.screen.Population;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Features and clinical tables of the same patients.
 *
 * @param patients in the order of the features
 * @param population of them
 * @param recorded [patients] whether a clinical table has a row of theirs
 */
public record ClinicalJoin(
    List<String> patients, Population population, boolean[] recorded, Dictionary dictionary) {

  /**
   * Joins those who have both, for statistical tests: without features that are only told of
   * patients.
   *
   * @param report told what does not fit
   * @throws BadTable a column that was chosen is not there, or no patient is in both
   * @throws IOException the OncoTree release cannot be read
   */
  public static ClinicalJoin of(
      FeatureTable features, List<NamedTable> clinical, Choice choice, JoinReport report)
      throws BadTable, IOException {
    return of(features.tested(), clinical, choice, report, false);
  }

  /** Keeps patients without a clinical row, of whom nothing else is known, and all features. */
  public static ClinicalJoin ofAll(
      FeatureTable features, List<NamedTable> clinical, Choice choice, JoinReport report)
      throws BadTable, IOException {
    return of(features, clinical, choice, report, true);
  }

  private static ClinicalJoin of(
      FeatureTable features,
      List<NamedTable> clinical,
      Choice choice,
      JoinReport report,
      boolean everyone)
      throws BadTable, IOException {
    Set<String> known = new HashSet<>(features.patients());
    List<ClinicalSource> sources = new ArrayList<>();
    for (NamedTable one : clinical) {
      sources.add(ClinicalSource.of(one, known, choice.id()));
    }
    PatientRecords records = PatientRecords.merge(sources, report);
    for (String name : choice.named()) {
      records.require(name);
    }
    Matched both =
        everyone ? Matched.all(features, records) : Matched.of(features, records, sources, report);
    Dictionary dictionary = Dictionary.of(records, choice.columns(), choice.endpoints());
    dictionary.requireAttributes(choice.attributes());
    Groups groups = Groups.of(records, choice, report);
    AttributeValues values = new AttributeValues(records, report);
    OutcomeValues outcomes = new OutcomeValues(records, report);

    List<Attribute> attributes = new ArrayList<>();
    for (ClinicalColumn column : dictionary.columns()) {
      if (choice.tests(column.name()) && !groups.taken().contains(column.name())) {
        values.of(column).map(both::pick).ifPresent(attributes::add);
      }
    }
    List<Outcome> endpoints =
        dictionary.endpoints().stream()
            .filter(e -> choice.tests(e.name()))
            .map(outcomes::of)
            .map(both::pick)
            .toList();
    Set<String> genes = NamedTable.genes(clinical);
    List<Attribute> covariates = both.pick(Covariates.of(dictionary, choice), values);
    List<Attribute> hypermutation =
        both.pick(Covariates.ofGenes(genes, dictionary, choice, records), values);
    boolean[] recorded = new boolean[both.record().length];
    for (int i = 0; i < recorded.length; i++) {
      recorded[i] = both.record()[i] != Matched.NONE;
    }
    return new ClinicalJoin(
        Arrays.stream(both.feature()).mapToObj(features.patients()::get).toList(),
        new Population(
            both.pick(groups.type()),
            both.pick(groups.subtype()),
            both.pick(groups.site()),
            features.features().stream().map(both::pick).toList(),
            attributes,
            endpoints,
            covariates,
            new Genes(genes, hypermutation),
            groups.wider()),
        recorded,
        dictionary.grouping(groups.columns()).adjusting(covariates, hypermutation));
  }

  /**
   * Patients of features and records.
   *
   * @param feature rows of the features
   * @param record and of the records, of the same patients; {@code NONE} without one
   */
  private record Matched(int[] feature, int[] record) {

    static final int NONE = -1;

    static Matched all(FeatureTable features, PatientRecords records) {
      var index = PatientRecords.index(records.patients());
      return new Matched(
          IntStream.range(0, features.patients().size()).toArray(),
          features.patients().stream().mapToInt(p -> index.getOrDefault(p, NONE)).toArray());
    }

    static Matched of(
        FeatureTable features,
        PatientRecords records,
        List<ClinicalSource> sources,
        JoinReport report)
        throws BadTable {
      List<String> patients = records.patients();
      var index = PatientRecords.index(patients);
      int[] feature = new int[features.patients().size()];
      int[] record = new int[feature.length];
      int n = 0;
      for (int f = 0; f < feature.length; f++) {
        Integer found = index.remove(features.patients().get(f));
        if (found == null) {
          report.add(Reason.NoClinicalRow, features.name(), "", features.row()[f]);
        } else {
          feature[n] = f;
          record[n++] = found;
        }
      }
      for (ClinicalSource source : sources) {
        List<String> rest = List.copyOf(index.keySet());
        Arrays.stream(source.firstRows(rest))
            .filter(row -> row > 0)
            .forEach(row -> report.add(Reason.NoFeatures, source.name(), "", row));
      }
      if (n == 0) {
        throw new BadTable(
            BadTable.Code.BadValue,
            "no patient of %s is in the clinical table; check how ids are written, or name their column"
                .formatted(features.name()));
      }
      return new Matched(Arrays.copyOf(feature, n), Arrays.copyOf(record, n));
    }

    List<String> pick(List<String> of) {
      return Arrays.stream(record).mapToObj(r -> r == NONE ? "" : of.get(r)).toList();
    }

    Feature pick(Feature of) {
      return new Feature(of.channel(), of.kind(), pick(of.values(), feature));
    }

    List<Attribute> pick(List<ClinicalColumn> columns, AttributeValues values) {
      return columns.stream().map(values::of).flatMap(Optional::stream).map(this::pick).toList();
    }

    Attribute pick(Attribute of) {
      return new Attribute(of.name(), of.kind(), pick(of.values(), record));
    }

    Outcome pick(Outcome of) {
      boolean[] event = new boolean[record.length];
      for (int i = 0; i < event.length; i++) {
        event[i] = record[i] != NONE && of.event()[record[i]];
      }
      return new Outcome(of.name(), pick(of.entry(), record), pick(of.time(), record), event);
    }

    private static double[] pick(double[] of, int[] rows) {
      return Arrays.stream(rows).mapToDouble(i -> i == NONE ? Double.NaN : of[i]).toArray();
    }
  }
}
