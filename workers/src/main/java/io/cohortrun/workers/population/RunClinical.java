package io.cohortrun.workers.population;

import io.cohortrun.workers.clinical.Choice;
import io.cohortrun.workers.clinical.ClinicalColumn;
import io.cohortrun.workers.clinical.ClinicalJoin;
import io.cohortrun.workers.clinical.ColumnKind;
import io.cohortrun.workers.clinical.Endpoint;
import io.cohortrun.workers.clinical.FeatureTable;
import io.cohortrun.workers.clinical.JoinReport;
import io.cohortrun.workers.clinical.MutationTable;
import io.cohortrun.workers.clinical.NamedTable;
import io.cohortrun.workers.clinical.OncoTree;
import io.cohortrun.workers.clinical.StudyFolder;
import io.cohortrun.workers.manifest.Manifest;
import io.cohortrun.workers.manifest.ManifestRow;
import io.cohortrun.workers.table.BadTable;
import io.cohortrun.workers.table.BadTable.Code;
import io.cohortrun.workflows.contract.AnalysisSettings;
import io.cohortrun.workflows.contract.ClinicalSettings;
import io.cohortrun.workflows.stats.association.Least;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Joins the clinical files of a run with its patients, as its spec says. */
public final class RunClinical {

  private static final String ID = "Id";
  private static final String TYPE = "Type";
  private static final String SUBTYPE = "Subtype";
  private static final String SITE = "Site";

  /** Kinds that say what a column is of the patient; the others are its scale. */
  private static final Set<String> ROLES = Set.of(ID, TYPE, SUBTYPE, SITE);

  private final AnalysisSettings settings;
  private final ClinicalFiles files;

  public RunClinical(AnalysisSettings settings, ClinicalFiles files) {
    this.settings = settings;
    this.files = files;
  }

  /**
   * Finds before anything is computed what would be found after.
   *
   * @throws ClinicalRefused the files, or what the spec says of them, cannot be used
   */
  public void check(Manifest manifest) throws ClinicalRefused, IOException {
    ClinicalSettings asked = settings.clinical();
    if (asked.megabases() != null && asked.mutations().isEmpty() && asked.study() == null) {
      throw new ClinicalRefused(
          Code.BadValue,
          "spec.clinical.megabases is of sequencing, and there are no mutations and no study; name them or leave it out");
    }
    if (!asked.oncoTree().equals(OncoTree.RELEASE)) {
      throw new ClinicalRefused(
          Code.BadValue,
          "spec.clinical.oncoTree is %s and this version has %s; leave it out"
              .formatted(asked.oncoTree(), OncoTree.RELEASE));
    }
    List<String> patients = manifest.rows().stream().map(ManifestRow::patientId).toList();
    try {
      ClinicalJoin join = join(FeatureTable.ofPatients("the manifest", patients), new JoinReport());
      RunTriage.check(join, settings.triage());
    } catch (BadTable e) {
      throw new ClinicalRefused(e.code(), e.getMessage());
    }
  }

  /** The same of tables that were read before. */
  ClinicalJoin join(FeatureTable features, List<NamedTable> tables, JoinReport report)
      throws BadTable, IOException {
    return ClinicalJoin.of(features, tables, choice(), report);
  }

  /** Joins them with features; patients who have both. */
  public ClinicalJoin join(FeatureTable features, JoinReport report) throws BadTable, IOException {
    return join(features, tables(report), report);
  }

  /** Joins them with all patients of the manifest; what does not fit is told by {@link #join}. */
  ClinicalJoin everyone(FeatureTable patients, List<NamedTable> tables)
      throws BadTable, IOException {
    return ClinicalJoin.ofAll(patients, tables, choice(), new JoinReport());
  }

  /**
   * Reads the tables; none where the run has none.
   *
   * @param report told of samples whose gene panel is not defined, and of genes that are rare
   */
  List<NamedTable> tables(JoinReport report) throws BadTable, IOException {
    try (WorkFolder folder = WorkFolder.open()) {
      try {
        return tables(folder, report);
      } catch (BadTable e) {
        // The place on this machine says nothing to anybody.
        throw new BadTable(e.code(), e.getMessage().replace(folder.path() + "/", ""));
      }
    }
  }

  private List<NamedTable> tables(WorkFolder folder, JoinReport report)
      throws BadTable, IOException {
    ClinicalSettings asked = settings.clinical();
    double megabases = asked == null || asked.megabases() == null ? 0 : asked.megabases();
    // What an arm never has is left out of patients.csv too; the usual ten, or fewer if so asked.
    int fewest = Math.min(Least.USUAL.arm(), AskedStrata.least(settings).arm());
    List<NamedTable> tables = new ArrayList<>();
    List<Path> mafs = new ArrayList<>();
    for (var file : files.files().entrySet()) {
      Path local = folder.write(file.getKey(), file.getValue());
      if (file.getKey().startsWith(ClinicalFiles.TABLES)) {
        tables.add(NamedTable.read(local));
      } else if (file.getKey().startsWith(ClinicalFiles.MUTATIONS)) {
        mafs.add(local);
      }
    }
    if (asked != null && asked.study() != null) {
      Path study = folder.path().resolve(ClinicalFiles.STUDY);
      tables.addAll(StudyFolder.read(study, megabases, fewest, report));
    }
    if (megabases > 0) {
      refuseAnotherBurden(tables); // before ours come to them, of which one may be without genes
    }
    for (Path maf : mafs) {
      tables.add(MutationTable.of(NamedTable.read(maf), megabases, fewest, report));
    }
    return tables;
  }

  /** Two numbers under one name contradict each other, and leave nearly everybody without one. */
  private static void refuseAnotherBurden(List<NamedTable> tables) throws BadTable {
    for (NamedTable table : tables) {
      if (!StudyFolder.isOfMutations(table)
          && table.table().names().stream().anyMatch(MutationTable.BURDEN::equalsIgnoreCase)) {
        throw new BadTable(
            BadTable.Code.BadValue,
            "spec.clinical.megabases gives patients a %s, and %s has a column of that name: leave one of them out"
                .formatted(MutationTable.BURDEN, table.name()));
      }
    }
  }

  private Choice choice() throws BadTable {
    if (settings.clinical() == null) {
      return Choice.NONE;
    }
    return new Choice(
        columns(ID).stream().findFirst().orElse(null),
        onlyColumn(TYPE),
        onlyColumn(SUBTYPE),
        onlyColumn(SITE),
        List.of(),
        List.of(),
        settings.associations() == null ? List.of() : settings.associations().adjustFor(),
        settings.clinical().columns().stream()
            .filter(c -> !ROLES.contains(c.kind()))
            .map(RunClinical::of)
            .toList(),
        settings.clinical().endpoints().stream().map(RunClinical::of).toList());
  }

  private List<String> columns(String kind) {
    return settings.clinical().columns().stream()
        .filter(c -> c.kind().equals(kind))
        .map(ClinicalSettings.Column::name)
        .toList();
  }

  /** Null where none is given: it is then found by its name. */
  private String onlyColumn(String kind) throws BadTable {
    List<String> names = columns(kind);
    if (names.size() > 1) {
      throw new BadTable(
          Code.BadValue,
          "spec.clinical.columns has %s of kind %s; a patient has one: keep one of them"
              .formatted(String.join(" and ", names), kind));
    }
    return names.isEmpty() ? null : names.getFirst();
  }

  private static ClinicalColumn of(ClinicalSettings.Column column) {
    ColumnKind kind =
        column.kind().equals("Ignore")
            ? ColumnKind.IGNORED
            : ColumnKind.valueOf(column.kind().toUpperCase(Locale.ROOT));
    return new ClinicalColumn(column.name(), kind, column.order(), "given");
  }

  private static Endpoint of(ClinicalSettings.Endpoint endpoint) {
    return new Endpoint(
        endpoint.name(),
        endpoint.time(),
        endpoint.event(),
        endpoint.entry(),
        Endpoint.Unit.valueOf(endpoint.unit().toUpperCase(Locale.ROOT)));
  }
}
