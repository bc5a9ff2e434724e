package io.cohortrun.workers.population;

import io.cohortrun.workers.analyse.AssociationAnalysis;
import io.cohortrun.workers.analyse.AssociationFiles;
import io.cohortrun.workers.analyse.JoinFiles;
import io.cohortrun.workers.analyse.StratumTests;
import io.cohortrun.workers.analyse.SubtypeTable;
import io.cohortrun.workers.canonical.Json;
import io.cohortrun.workers.clinical.ClinicalJoin;
import io.cohortrun.workers.clinical.JoinReport;
import io.cohortrun.workers.patients.SlideTotals;
import io.cohortrun.workers.store.ObjectStore;
import io.cohortrun.workers.store.RunLayout;
import io.cohortrun.workers.table.BadTable;
import io.cohortrun.workflows.contract.AnalysisSettings;
import io.cohortrun.workflows.stats.association.Least;
import io.cohortrun.workflows.stats.outcome.GroupCurves;
import io.cohortrun.workflows.stats.outcome.StratumSurvival;
import io.cohortrun.workflows.stats.screen.Population;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What is computed of patients who have both features and a clinical record. */
final class JoinedAnalyses {

  private final ObjectStore store;
  private final RunLayout layout;
  private final AnalysisSettings settings;
  private final WorkFolder folder;
  private final Path files;

  /**
   * Of one attempt.
   *
   * @param files folder that tables are written into
   */
  JoinedAnalyses(
      ObjectStore store,
      RunLayout layout,
      AnalysisSettings settings,
      WorkFolder folder,
      Path files) {
    this.store = store;
    this.layout = layout;
    this.settings = settings;
    this.folder = folder;
    this.files = files;
  }

  /** Writes the tables of all that was asked for. */
  AnalysisFacts write(
      ClinicalJoin join, JoinReport report, SlideTotals totals, RunSignature.Bundle bundle)
      throws BadTable, IOException {
    JoinFiles.write(files, join.dictionary(), report);
    RunTriage.write(files, join, settings.triage());
    survival(join, totals, bundle);
    AnalysisFacts facts =
        settings.associations() == null ? AnalysisFacts.without(settings, "") : associations(join);
    if (settings.concordance() != null) {
      new RunConcordance(store, layout).write(settings.concordance(), join.population(), files);
    }
    return facts;
  }

  private AnalysisFacts associations(ClinicalJoin join) throws IOException {
    AssociationAnalysis analysis = tested(join.population(), layout.strata());
    AssociationFiles.write(files, analysis);
    if (store.stat(layout.pairs()).isPresent()) {
      Path pairs = folder.fetch(store, layout.pairs());
      RunPairs.write(files, join, pairs, p -> tested(p, layout.pairStrata()));
    }
    return new AnalysisFacts(settings, analysis.tests(), analysis.significant(), "");
  }

  private AssociationAnalysis tested(Population population, String prefix) throws IOException {
    AnalysisSettings.Associations asked = settings.associations();
    List<Population.Stratum> strata = AskedStrata.of(population, asked);
    KeptParts<StratumTests> kept = new KeptParts<>(store, prefix, StratumTests.class);
    return AssociationAnalysis.of(
        population,
        new KeptStrata(population, strata, AskedStrata.least(asked), kept.of(population, strata)),
        asked.falseDiscoveryRate());
  }

  private void survival(ClinicalJoin join, SlideTotals totals, RunSignature.Bundle bundle)
      throws IOException {
    List<GroupCurves> groups = new ArrayList<>();
    if (settings.survival() != null) {
      Least least = AskedStrata.least(settings);
      if (settings.associations() == null) { // which write the same
        SubtypeTable.write(files, join.population(), least);
      }
      List<StratumSurvival> strata =
          RunSurvival.of(
              join,
              settings.survival(),
              least,
              new KeptParts<>(store, layout.survivalStrata(), StratumSurvival.class));
      SurvivalFiles.hazards(files, strata.stream().flatMap(s -> s.hazards().stream()).toList());
      strata.forEach(s -> groups.add(s.groups()));
    }
    if (settings.signature() != null) {
      RunSignature signature =
          RunSignature.of(
              join,
              totals,
              settings.signature(),
              bundle,
              new KeptParts<>(store, layout.signaturePermutations(), double[].class)
                  .of(join.population(), List.of()));
      Files.createDirectories(files);
      Files.write(
          files.resolve("signature.json"),
          Json.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsBytes(signature.json()));
      signature.risks(files, join.patients(), join.population());
      signature.permutations(files);
      groups.addAll(signature.curves(join, settings.signature().endpoint()));
    }
    if (settings.survival() != null || settings.signature() != null) {
      SurvivalFiles.groups(files, groups, join.dictionary().endpoints());
    }
  }
}
