package io.cohortrun.workers.report;

import io.cohortrun.workers.manifest.Manifest;
import io.cohortrun.workers.manifest.ManifestRow;
import io.cohortrun.workers.model.NumericClass;
import io.cohortrun.workers.model.PanelOrder;
import io.cohortrun.workers.report.findings.RunTables;
import io.cohortrun.workers.store.ObjectStore;
import io.cohortrun.workers.store.RunLayout;
import io.cohortrun.workers.store.Stores;
import io.cohortrun.workflows.contract.AnalysisSettings;
import io.cohortrun.workflows.contract.CohortInput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The report of a made-up cohort with every analysis, without the pages of its slides. */
public final class StatisticsCohort {

  private final ObjectStore store;
  private final CohortInput input;
  private final RunLayout layout;
  private final PopulationTables tables;

  StatisticsCohort(ObjectStore store, int patients, int types, int genes) throws Exception {
    this.store = store;
    this.input = new PublishedCohort(store).input().with(settings());
    this.layout = new RunLayout(input.run());
    this.tables = new PopulationTables(store, layout, patients, types, genes);
  }

  /**
   * Writes one under a folder.
   *
   * @param passed whether all checks passed
   * @return its {@code index.html}
   */
  public static Path write(Path output, int patients, int types, int genes, boolean passed)
      throws Exception {
    ObjectStore store = Stores.open(output.toString());
    try {
      StatisticsCohort cohort = new StatisticsCohort(store, patients, types, genes);
      cohort.tables.write();
      cohort.tables.validation(passed);
      cohort.report();
      return output.resolve(cohort.layout.report() + "index.html");
    } finally {
      store.close();
    }
  }

  PopulationTables tables() {
    return tables;
  }

  RunLayout layout() {
    return layout;
  }

  void report() throws IOException {
    List<ManifestRow> rows = new ArrayList<>();
    StringBuilder ledger =
        new StringBuilder(
            "slide_id,patient_id,outcome,message,tiles,mpp,mpp_source,reader,seconds,attempts,slide_key\r\n");
    for (PopulationTables.Subject s : tables.subjects) {
      String id = "S" + s.id();
      rows.add(
          new ManifestRow(
              rows.size(), id, s.id(), "file:///data/" + id, null, null, null, new TreeMap<>()));
      ledger.append(
          "%s,%s,Succeeded,,900,0.5,vendor,painted 1,12.5,1,key\r\n".formatted(id, s.id()));
    }
    store.put(layout.ledger(), ledger.toString().getBytes(StandardCharsets.UTF_8));
    ReportInput run = new ReportInput(input, PublishedCohort.BUNDLE, new Manifest(rows), List.of());
    RunTables read = RunTables.of(input, true, store);
    StatisticsPages pages = StatisticsPages.of(run, read);
    pages.write(read, store);
    IndexPage index = new IndexPage(run, pages.frame());
    GalleryPage gallery = new GalleryPage(rows.size());
    for (PopulationTables.Subject s : tables.subjects) {
      IndexRow row = row(s);
      index.add(row);
      gallery.add(row);
    }
    store.put(layout.report() + GalleryPage.FILE, gallery.html(pages.frame()));
    store.put(layout.report() + "index.html", index.html());
  }

  private static IndexRow row(PopulationTables.Subject s) {
    List<Integer> densities = new ArrayList<>();
    for (double density : s.densities()) {
      densities.add((int) Math.round(1e4 * density));
    }
    Map<String, String> ledger =
        Map.of(
            "slide_id", "S" + s.id(),
            "patient_id", s.id(),
            "outcome", "Succeeded",
            "tiles", "900",
            "mpp", "0.5",
            "mpp_source", "vendor",
            "seconds", "12.5");
    return new IndexRow(
        ledger,
        "",
        List.of(),
        null,
        new IndexRow.Numbers(
            PanelOrder.IDS, new NumericClass("cpu-avx2", "2.7.1", "fp32", "1"), densities));
  }

  private static AnalysisSettings settings() {
    return new AnalysisSettings(
        null,
        new AnalysisSettings.Associations(
            List.of("PanCancer", "Type"), 0.05, 30, 10, List.of("TMB")),
        new AnalysisSettings.Survival(List.of("OS"), "efron", 20),
        new AnalysisSettings.Signature("OS", 5, 5, 200),
        new AnalysisSettings.Concordance("file:///data/their%20study/out", 10),
        new AnalysisSettings.Quality("file:///data/pairs.csv", List.of()),
        List.of(),
        10,
        new AnalysisSettings.Validation("Mark", List.of()));
  }
}
