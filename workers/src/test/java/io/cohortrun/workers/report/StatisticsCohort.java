package io.cohortrun.workers.report;

import io.cohortrun.workers.manifest.Manifest;
import io.cohortrun.workers.manifest.ManifestRow;
import io.cohortrun.workers.population.ClinicalTables;
import io.cohortrun.workers.slide.SlideInspection;
import io.cohortrun.workers.store.ObjectStore;
import io.cohortrun.workers.store.RunLayout;
import io.cohortrun.workers.store.Stores;
import io.cohortrun.workflows.contract.AnalysisSettings;
import io.cohortrun.workflows.contract.CohortInput;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** The report of a made-up cohort with every analysis, a slide for each patient. */
public final class StatisticsCohort {

  /**
   * How large it is.
   *
   * @param columns tiles of a slide
   * @param rows tiles of a slide
   */
  public record Size(int patients, int types, int genes, int columns, int rows) {

    public static final Size SMALL = new Size(400, 3, 5, 4, 3);

    /** Of the published study, with slides of resections: 20 by 15 mm. */
    public static final Size PUBLISHED = new Size(14_256, 24, 500, 78, 59);
  }

  /** Of false discoveries; not the usual one. */
  static final double RATE = 0.1;

  private static final int RESULTS = 5;

  private final ObjectStore store;
  private final Size size;
  private final CohortInput input;
  private final RunLayout layout;
  private final PopulationTables tables;

  StatisticsCohort(ObjectStore store, Size size) throws Exception {
    this.store = store;
    this.size = size;
    this.input = new PublishedCohort(store).input().priced(3.6).with(settings());
    this.layout = new RunLayout(input.run());
    this.tables = new PopulationTables(store, layout, size.patients(), size.types(), size.genes());
  }

  /**
   * Writes one under a folder.
   *
   * @param passed whether all checks passed
   * @param without tables that such a run would have and this one has not
   * @return its {@code index.html}
   */
  public static Path write(Path output, Size size, boolean passed, String... without)
      throws Exception {
    ObjectStore store = Stores.open(output.toString());
    try {
      StatisticsCohort cohort = new StatisticsCohort(store, size);
      cohort.tables.write();
      cohort.tables.validation(passed);
      for (String table : without) {
        store.deleteAll(cohort.layout.analysis() + table);
      }
      cohort.report();
      return output.resolve(cohort.layout.report() + "index.html");
    } finally {
      store.close();
    }
  }

  /** Slides share a few results, since what a page carries of them is what counts. */
  private void report() throws Exception {
    PaintedResults painted = new PaintedResults(store, size.columns(), size.rows());
    List<String> keys = new ArrayList<>();
    for (int i = 0; i < RESULTS; i++) {
      keys.add(painted.commit(i));
    }
    byte[] thumbnail = PublishedCohort.survey().thumbnail().toJpeg();
    byte[] mask = PublishedCohort.survey().mask().toPng();
    List<ManifestRow> rows = new ArrayList<>();
    List<SlideInspection> inspections = new ArrayList<>();
    StringBuilder ledger =
        new StringBuilder(
            "slide_id,patient_id,outcome,message,tiles,mpp,mpp_source,reader,seconds,attempts,slide_key\r\n");
    SlideSample sample = new SlideSample(tables.subjects.size());
    for (PopulationTables.Subject s : tables.subjects) {
      int row = rows.size();
      String id = "S" + s.id();
      String key = keys.get(row % RESULTS);
      rows.add(
          new ManifestRow(
              row, id, s.id(), "file:///data/" + id, null, null, null, new TreeMap<>()));
      inspections.add(
          new SlideInspection(
              row,
              null,
              "",
              key,
              1,
              "painted 1",
              0.25,
              "vendor",
              512L * size.columns(),
              512L * size.rows(),
              size.columns(),
              size.rows(),
              900,
              key,
              List.of()));
      ledger.append(
          "%s,%s,Succeeded,,900,0.25,vendor,painted 1,12.5,1,%s\r\n".formatted(id, s.id(), key));
      if (sample.inGallery(row)) {
        store.putUnsynced(layout.thumbnail(row), thumbnail);
        store.putUnsynced(layout.mask(row), mask);
      }
    }
    store.put(layout.ledger(), ledger.toString().getBytes(StandardCharsets.UTF_8));
    new Report()
        .write(
            new ReportInput(input, PublishedCohort.BUNDLE, new Manifest(rows), inspections, null),
            store);
  }

  private static AnalysisSettings settings() {
    return new AnalysisSettings(
        ClinicalTables.at("file:///data/clinical.csv"),
        new AnalysisSettings.Associations(
            List.of("PanCancer", "Type"), RATE, 30, 10, List.of("TMB")),
        new AnalysisSettings.Survival(List.of("OS"), "efron", 20),
        new AnalysisSettings.Signature("OS", 5, 5, 200),
        new AnalysisSettings.Concordance("file:///data/their%20study/out", 10),
        new AnalysisSettings.Quality("file:///data/pairs.csv", List.of()),
        List.of(new AnalysisSettings.Triage("MSI", 0.12)),
        10,
        new AnalysisSettings.Validation("Mark", List.of()));
  }
}
