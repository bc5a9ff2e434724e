package io.cohortrun.workers.population;

import io.cohortrun.workers.analyse.AssociationAnalysis;
import io.cohortrun.workers.analyse.AssociationFiles;
import io.cohortrun.workers.analyse.StratumTests;
import io.cohortrun.workers.canonical.Json;
import io.cohortrun.workers.clinical.ClinicalJoin;
import io.cohortrun.workers.clinical.FeatureTable;
import io.cohortrun.workers.clinical.JoinReport;
import io.cohortrun.workers.clinical.NamedTable;
import io.cohortrun.workers.manifest.Manifest;
import io.cohortrun.workers.patients.PatientFiles;
import io.cohortrun.workers.patients.RunSlides;
import io.cohortrun.workers.patients.SlideTotals;
import io.cohortrun.workers.quality.RunQuality;
import io.cohortrun.workers.shard.SlideOutcome;
import io.cohortrun.workers.store.ObjectStore;
import io.cohortrun.workers.store.RunLayout;
import io.cohortrun.workers.table.BadTable;
import io.cohortrun.workflows.contract.AnalysisSettings;
import io.cohortrun.workflows.contract.ClinicalSettings;
import io.cohortrun.workflows.contract.CohortInput;
import io.cohortrun.workflows.stats.association.Least;
import io.cohortrun.workflows.stats.outcome.GroupCurves;
import io.cohortrun.workflows.stats.outcome.StratumSurvival;
import io.cohortrun.workflows.stats.screen.Level;
import io.cohortrun.workflows.stats.screen.Population;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Writes {@code analysis/} of one attempt from its {@code features.parquet}. */
public final class RunAnalyses {

  private final ObjectStore store;
  private final RunLayout layout;

  public RunAnalyses(ObjectStore store, RunLayout layout) {
    this.store = store;
    this.layout = layout;
  }

  /**
   * Computes what no earlier try has kept, and writes the tables of all.
   *
   * @param outcomes of the manifest's rows, entry i belongs to row i
   * @param bundle whose densities these are
   * @throws IOException a store or this disk fails
   */
  public AnalysisFacts write(
      AnalysisSettings settings,
      Manifest manifest,
      List<SlideOutcome> outcomes,
      RunSignature.Bundle bundle)
      throws IOException {
    ClinicalSettings asked = settings.clinical();
    RunSlides slides = RunSlides.of(manifest, outcomes, asked == null ? "" : asked.slideRule());
    RunClinical clinical = new RunClinical(settings, ClinicalFiles.kept(store, layout.clinical()));
    try (WorkFolder folder = WorkFolder.open()) {
      Path files = folder.path().resolve("analysis");
      JoinReport report = new JoinReport();
      RunClinical.Tables tables = clinical.tables();
      NamedTable measured =
          SlideTotals.only(NamedTable.read(local(folder, layout.features())), slides.counting());
      SlideTotals totals = SlideTotals.of(measured);
      FeatureTable features =
          measured.table().rows().isEmpty() ? FeatureTable.NONE : FeatureTable.of(measured, report);
      ClinicalJoin everyone = clinical.everyone(features.of(slides.patients()), tables);
      new PatientFiles(slides, everyone, tables.genes())
          .write(files, totals, asked != null, settings.smallCells());
      AnalysisFacts facts =
          asked == null
              ? without(settings, "there are no clinical tables")
              : features.patients().isEmpty()
                  ? without(settings, "no slide has a result")
                  : joined(settings, clinical, tables, features, report, totals, bundle, folder);
      upload(files);
      return facts;
    } catch (BadTable e) {
      // The tables were good for the manifest before the run began.
      throw new IOException(e.code() + ": " + e.getMessage(), e);
    }
  }

  /**
   * Judges the run's bundle on real immunofluorescence, unless an earlier try has done so.
   *
   * @throws IOException a store or this disk fails, or regions changed since the run began
   */
  public void judge(AnalysisSettings.Quality asked, CohortInput run) throws IOException {
    if (store.stat(layout.analysis() + RunQuality.LAST).isPresent()) {
      return;
    }
    try (WorkFolder folder = WorkFolder.open()) {
      Path files = folder.path().resolve("analysis");
      RunQuality.write(files, asked, run);
      upload(files);
    } catch (BadTable e) {
      throw new IOException(e.code() + ": " + e.getMessage(), e);
    }
  }

  private static AnalysisFacts without(AnalysisSettings settings, String why) {
    return new AnalysisFacts(settings, 0, 0, why);
  }

  private AnalysisFacts joined(
      AnalysisSettings settings,
      RunClinical clinical,
      RunClinical.Tables tables,
      FeatureTable features,
      JoinReport report,
      SlideTotals totals,
      RunSignature.Bundle bundle,
      WorkFolder folder)
      throws BadTable, IOException {
    Path files = folder.path().resolve("analysis");
    ClinicalJoin join;
    try {
      join = clinical.join(features, tables, report);
    } catch (BadTable e) {
      // The tables were good for the manifest: too few of its slides have a result.
      return without(settings, e.code() + ": " + e.getMessage());
    }
    RunTriage.write(files, join, settings.triage());
    survival(settings, join, totals, bundle, files);
    AnalysisFacts facts =
        settings.associations() == null
            ? without(settings, "")
            : associated(settings, join, report, folder, files);
    if (settings.concordance() != null) {
      new RunConcordance(store, layout).write(settings.concordance(), join.population(), files);
    }
    return facts;
  }

  private AnalysisFacts associated(
      AnalysisSettings settings,
      ClinicalJoin join,
      JoinReport report,
      WorkFolder folder,
      Path files)
      throws BadTable, IOException {
    AnalysisSettings.Associations asked = settings.associations();
    AssociationAnalysis analysis = associations(join.population(), asked, layout.strata());
    AssociationFiles.write(files, analysis, join.dictionary(), report);
    if (store.stat(layout.pairs()).isPresent()) {
      Path pairs = local(folder, layout.pairs());
      RunPairs.write(files, join, pairs, p -> associations(p, asked, layout.pairStrata()));
    }
    return new AnalysisFacts(settings, analysis.tests(), analysis.significant(), "");
  }

  private AssociationAnalysis associations(
      Population population, AnalysisSettings.Associations asked, String prefix)
      throws IOException {
    return AssociationAnalysis.of(
        population,
        new KeptStrata(
            population,
            strata(population, asked.levels()),
            new Least(asked.minPatients(), asked.minArm()),
            new KeptParts<>(store, prefix, StratumTests.class)),
        asked.falseDiscoveryRate());
  }

  private void survival(
      AnalysisSettings settings,
      ClinicalJoin join,
      SlideTotals totals,
      RunSignature.Bundle bundle,
      Path files)
      throws IOException {
    List<GroupCurves> groups = new ArrayList<>();
    if (settings.survival() != null) {
      List<StratumSurvival> strata =
          RunSurvival.of(
              join,
              settings.survival(),
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
              new KeptParts<>(store, layout.signaturePermutations(), Integer.class));
      Files.createDirectories(files);
      Files.write(
          files.resolve("signature.json"),
          Json.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsBytes(signature.json()));
      groups.addAll(signature.curves(join.population(), settings.signature().endpoint()));
    }
    if (settings.survival() != null || settings.signature() != null) {
      SurvivalFiles.groups(files, groups, join.dictionary().endpoints());
    }
  }

  /** A table of the run on this disk, by its own name. */
  private Path local(WorkFolder folder, String key) throws IOException {
    Path local = folder.path().resolve(key.substring(key.lastIndexOf('/') + 1));
    try (InputStream in = store.open(key)) {
      Files.copy(in, local);
    }
    return local;
  }

  /** Levels are named as in a CohortRun: PanCancer, Type, Subtype. */
  public static List<Population.Stratum> strata(Population population, List<String> levels) {
    Set<Level> asked =
        Arrays.stream(Level.values())
            .filter(l -> levels.stream().anyMatch(l.name().replace("_", "")::equalsIgnoreCase))
            .collect(Collectors.toSet());
    return population.strata().stream().filter(s -> asked.contains(s.level())).toList();
  }

  private void upload(Path files) throws IOException {
    if (!Files.exists(files)) {
      return;
    }
    try (Stream<Path> walk = Files.walk(files)) {
      for (Path file : walk.filter(Files::isRegularFile).sorted().toList()) {
        String name = files.relativize(file).toString();
        store.put(layout.analysis() + name, file);
      }
    }
  }
}
