package io.cohortrun.workers.report.findings;

import io.cohortrun.workers.store.AnalysisFile;
import java.util.ArrayList;
import java.util.List;

/** Every table of the run, what is in it, and whether it tells of single patients. */
final class DownloadsPage {

  private static final String TEAM = "the run's own team: rows of patients or small groups";
  private static final String OTHERS = "others: no group under the smallest size";

  private DownloadsPage() {}

  static FindingsPage of(RunTables run) {
    List<Block> blocks = new ArrayList<>();
    blocks.add(
        new Block.Paragraph(
            "Links work where the whole folder of the run was copied. Groups under "
                + run.smallCells()
                + " must not be told to others: send only what is marked so, and not this report, which"
                + " has a page per patient."));
    List<Block.Links.Link> links = new ArrayList<>();
    for (String name : run.names()) {
      AnalysisFile file = AnalysisFile.of(name).orElse(null);
      boolean others = file != null && file.audience() == AnalysisFile.Audience.Others;
      links.add(
          new Block.Links.Link(
              "../analysis/" + name,
              "analysis/" + name,
              (file == null ? "" : file.about() + ". ") + "For " + (others ? OTHERS : TEAM) + "."));
    }
    for (String name :
        List.of(
            "ledger.csv",
            "features.parquet",
            "features_pairs.parquet",
            "data-dictionary.json",
            "run.json",
            "validation.json")) {
      links.add(
          new Block.Links.Link(
              "../" + name,
              name,
              "For " + (name.equals("data-dictionary.json") ? OTHERS : TEAM) + "."));
    }
    blocks.add(new Block.Links(links));
    return new FindingsPage(
        "downloads.html", "Downloads", "every table, and who may see it", blocks);
  }
}
