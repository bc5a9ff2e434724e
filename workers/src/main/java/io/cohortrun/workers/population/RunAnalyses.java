package io.cohortrun.workers.population;

import io.cohortrun.workers.analyse.AssociationAnalysis;
import io.cohortrun.workers.analyse.AssociationFiles;
import io.cohortrun.workers.clinical.ClinicalJoin;
import io.cohortrun.workers.clinical.FeatureTable;
import io.cohortrun.workers.clinical.JoinReport;
import io.cohortrun.workers.clinical.NamedTable;
import io.cohortrun.workers.quality.RunQuality;
import io.cohortrun.workers.store.ObjectStore;
import io.cohortrun.workers.store.RunLayout;
import io.cohortrun.workers.table.BadTable;
import io.cohortrun.workflows.contract.AnalysisSettings;
import io.cohortrun.workflows.contract.CohortInput;
import io.cohortrun.workflows.stats.screen.Level;
import io.cohortrun.workflows.stats.screen.Population;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
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
   * Tests all strata that no earlier try has kept, and writes the tables of all.
   *
   * @throws IOException a store or this disk fails
   */
  public AnalysisFacts write(AnalysisSettings settings) throws IOException {
    RunClinical clinical = new RunClinical(settings, ClinicalFiles.kept(store, layout.clinical()));
    try (WorkFolder folder = WorkFolder.open()) {
      JoinReport report = new JoinReport();
      ClinicalJoin join = clinical.join(features(folder, report), report);
      Path files = folder.path().resolve("analysis");
      RunTriage.write(files, join, settings.triage());
      AnalysisFacts facts = new AnalysisFacts(settings, 0, 0, "");
      if (settings.associations() != null) {
        List<String> levels = settings.associations().levels();
        AssociationAnalysis analysis = associations(join.population(), levels, layout.strata());
        AssociationFiles.write(files, analysis, join.dictionary(), report);
        if (store.stat(layout.pairs()).isPresent()) {
          Path pairs = local(folder, layout.pairs());
          RunPairs.write(files, join, pairs, p -> associations(p, levels, layout.pairStrata()));
        }
        facts = new AnalysisFacts(settings, analysis.tests(), analysis.significant(), "");
      }
      upload(files);
      if (settings.concordance() != null) {
        new RunConcordance(store, layout).write(settings.concordance(), join.population(), files);
      }
      return facts;
    } catch (BadTable e) {
      // The tables were good for the manifest: too few of its slides have a result.
      return new AnalysisFacts(settings, 0, 0, e.code() + ": " + e.getMessage());
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

  private AssociationAnalysis associations(
      Population population, List<String> levels, String prefix) throws IOException {
    return AssociationAnalysis.of(
        population, new KeptStrata(store, prefix, population, strata(population, levels)));
  }

  private FeatureTable features(WorkFolder folder, JoinReport report) throws BadTable, IOException {
    return FeatureTable.of(NamedTable.read(local(folder, layout.features())), report);
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
