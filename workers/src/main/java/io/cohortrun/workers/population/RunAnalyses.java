package io.cohortrun.workers.population;

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
import io.cohortrun.workers.store.AnalysisFile;
import io.cohortrun.workers.store.ObjectStore;
import io.cohortrun.workers.store.RunLayout;
import io.cohortrun.workers.table.BadTable;
import io.cohortrun.workflows.contract.AnalysisSettings;
import io.cohortrun.workflows.contract.ClinicalSettings;
import io.cohortrun.workflows.contract.CohortInput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Writes {@code analysis/} of one attempt from its {@code features.parquet}. */
public final class RunAnalyses {

  private final ObjectStore store;
  private final RunLayout layout;

  /** Patients with features and a clinical record, or why there are none. */
  private record Joined(Optional<ClinicalJoin> join, String hindrance) {

    static Joined not(String why) {
      return new Joined(Optional.empty(), why);
    }

    static Joined of(
        RunClinical clinical, FeatureTable features, List<NamedTable> tables, JoinReport report)
        throws IOException {
      try {
        return new Joined(Optional.of(clinical.join(features, tables, report)), "");
      } catch (BadTable e) {
        // The tables were good for the manifest: too few of its slides have a result.
        return not(e.code() + ": " + e.getMessage());
      }
    }
  }

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
      List<NamedTable> tables = clinical.tables(report);
      NamedTable measured =
          SlideTotals.only(
              NamedTable.read(folder.fetch(store, layout.features())), slides.counting());
      SlideTotals totals = SlideTotals.of(measured);
      FeatureTable features =
          measured.table().rows().isEmpty() ? FeatureTable.NONE : FeatureTable.of(measured, report);
      ClinicalJoin everyone = clinical.everyone(features.of(slides.patients()), tables);
      new PatientFiles(slides, everyone).write(files, totals, asked != null, settings.smallCells());
      Joined joined =
          asked == null
              ? Joined.not("there are no clinical tables")
              : features.patients().isEmpty()
                  ? Joined.not("no slide has a result")
                  : Joined.of(clinical, features, tables, report);
      AnalysisFacts facts =
          joined.join.isEmpty()
              ? AnalysisFacts.without(settings, joined.hindrance)
              : new JoinedAnalyses(store, layout, settings, folder, files)
                  .write(joined.join.get(), report, totals, bundle);
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

  private void upload(Path files) throws IOException {
    if (!Files.exists(files)) {
      return;
    }
    try (Stream<Path> walk = Files.walk(files)) {
      for (Path file : walk.filter(Files::isRegularFile).sorted().toList()) {
        String name = files.relativize(file).toString();
        if (AnalysisFile.of(name).isEmpty()) {
          throw new IllegalStateException(
              "analysis/%s is not in AnalysisFile: say there who may see it".formatted(name));
        }
        store.put(layout.analysis() + name, file);
      }
    }
  }
}
