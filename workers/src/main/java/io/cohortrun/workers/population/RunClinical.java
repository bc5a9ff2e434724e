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
import io.cohortrun.workflows.stats.association.Eligibility;
import io.cohortrun.workflows.stats.screen.Association;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Joins the clinical files of a run with its patients, as its spec says. */
public final class RunClinical {

  private static final String ID = "Id";

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
    if (settings.associations() != null) {
      require(
          "falseDiscoveryRate", settings.associations().falseDiscoveryRate(), Association.LEVEL);
      require("minPatients", settings.associations().minPatients(), Eligibility.SUBJECTS);
      require("minArm", settings.associations().minArm(), Eligibility.ARM);
    }
    if (!settings.clinical().oncoTree().equals(OncoTree.RELEASE)) {
      throw new ClinicalRefused(
          Code.BadValue,
          "spec.clinical.oncoTree is %s and this version has %s; leave it out"
              .formatted(settings.clinical().oncoTree(), OncoTree.RELEASE));
    }
    List<String> patients = manifest.rows().stream().map(ManifestRow::patientId).toList();
    try {
      ClinicalJoin join = join(FeatureTable.ofPatients("the manifest", patients), new JoinReport());
      RunTriage.check(join, settings.triage());
    } catch (BadTable e) {
      throw new ClinicalRefused(e.code(), e.getMessage());
    }
  }

  private static void require(String setting, double given, double known) throws ClinicalRefused {
    if (given != known) {
      throw new ClinicalRefused(
          Code.BadValue,
          "spec.analyses.associations.%s is %s and this version tests with %s; leave it out"
              .formatted(setting, given, known));
    }
  }

  /** Joins them with features. */
  public ClinicalJoin join(FeatureTable features, JoinReport report) throws BadTable, IOException {
    return ClinicalJoin.of(features, tables(), choice(), report);
  }

  private List<NamedTable> tables() throws BadTable, IOException {
    try (WorkFolder folder = WorkFolder.open()) {
      try {
        return tables(folder);
      } catch (BadTable e) {
        // The place on this machine says nothing to anybody.
        throw new BadTable(e.code(), e.getMessage().replace(folder.path() + "/", ""));
      }
    }
  }

  private List<NamedTable> tables(WorkFolder folder) throws BadTable, IOException {
    List<NamedTable> tables = new ArrayList<>();
    List<Path> mutations = new ArrayList<>();
    for (var file : files.files().entrySet()) {
      Path local = folder.write(file.getKey(), file.getValue());
      if (file.getKey().startsWith(ClinicalFiles.TABLES)) {
        tables.add(NamedTable.read(local));
      } else if (file.getKey().startsWith(ClinicalFiles.MUTATIONS)) {
        mutations.add(local);
      }
    }
    if (settings.clinical().study() != null) {
      tables.addAll(StudyFolder.read(folder.path().resolve(ClinicalFiles.STUDY), 0));
    }
    for (Path maf : mutations) {
      tables.add(MutationTable.of(NamedTable.read(maf), 0));
    }
    return tables;
  }

  private Choice choice() {
    String id =
        settings.clinical().columns().stream()
            .filter(c -> c.kind().equals(ID))
            .map(ClinicalSettings.Column::name)
            .findFirst()
            .orElse(null);
    return new Choice(
        id,
        null,
        null,
        null,
        List.of(),
        List.of(),
        settings.associations() == null ? List.of() : settings.associations().adjustFor(),
        settings.clinical().columns().stream()
            .filter(c -> !c.kind().equals(ID))
            .map(RunClinical::of)
            .toList(),
        settings.clinical().endpoints().stream().map(RunClinical::of).toList());
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
