package io.cohortrun.workers.population;

import io.cohortrun.workers.analyse.TriageAnalysis;
import io.cohortrun.workers.analyse.TriageFiles;
import io.cohortrun.workers.clinical.ClinicalJoin;
import io.cohortrun.workers.table.BadTable;
import io.cohortrun.workflows.contract.AnalysisSettings;
import io.cohortrun.workflows.stats.screen.Population;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Triage of the biomarkers that a run's spec names. */
final class RunTriage {

  private RunTriage() {}

  /**
   * Finds before anything is computed what would be found after.
   *
   * @throws BadTable a biomarker is no binary attribute of the clinical tables
   */
  static void check(ClinicalJoin join, List<AnalysisSettings.Triage> asked) throws BadTable {
    for (AnalysisSettings.Triage one : asked) {
      TriageAnalysis.biomarker(join.population(), one.attribute());
    }
  }

  /**
   * Writes {@code triage.csv} and {@code worklist.csv} into a folder; nothing where none is asked
   * for.
   */
  static void write(Path folder, ClinicalJoin join, List<AnalysisSettings.Triage> asked)
      throws BadTable, IOException {
    if (asked.isEmpty()) {
      return;
    }
    Population population = join.population();
    TriageFiles files = new TriageFiles(join.patients(), population.type(), population.site());
    for (AnalysisSettings.Triage one : asked) {
      files.add(TriageAnalysis.of(population, one.attribute()), one.prevalence());
    }
    files.write(folder);
  }
}
