package io.cohortrun.workers.report.findings;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Every table of the run, what is in it, and whether it tells of single patients. */
final class DownloadsPage {

  private static final String TEAM = "the run's own team: rows of patients or small groups";
  private static final String OTHERS = "others: no group under the smallest size";

  private static final Map<String, List<String>> ABOUT =
      Map.ofEntries(
          Map.entry("table1.csv", List.of("Table 1, small groups suppressed", OTHERS)),
          Map.entry("associations_significant.csv", List.of("significant associations", OTHERS)),
          Map.entry(
              "associations_pairs_significant.csv",
              List.of("significant associations of pairs of channels", OTHERS)),
          Map.entry("combinations.csv", List.of("pairs against the better channel", OTHERS)),
          Map.entry("triage.csv", List.of("biomarkers from the maps", TEAM)),
          Map.entry("survival.csv", List.of("hazard ratios", OTHERS)),
          Map.entry("signature.json", List.of("the signature, its nulls and its model", OTHERS)),
          Map.entry("signature_risk.csv", List.of("risk and group of each patient", TEAM)),
          Map.entry("concordance.json", List.of("agreement with another run", OTHERS)),
          Map.entry("quality.csv", List.of("virtual beside real mIF", OTHERS)),
          Map.entry("logrank.csv", List.of("log-rank tests", OTHERS)),
          Map.entry("not_tested.csv", List.of("tests that were not made, by reason", TEAM)),
          Map.entry("kaplan_meier.csv", List.of("curves, with numbers at risk", TEAM)),
          Map.entry("flow.csv", List.of("cohort flow, every loss", TEAM)),
          Map.entry("attrition.csv", List.of("the analysed against the lost", TEAM)),
          Map.entry("patients.csv", List.of("a row per patient", TEAM)),
          Map.entry("patients.parquet", List.of("the same", TEAM)),
          Map.entry("patients_dictionary.csv", List.of("columns of patients.csv", OTHERS)),
          Map.entry("dictionary.tsv", List.of("what clinical columns were taken for", OTHERS)),
          Map.entry("join_report.csv", List.of("what was found in the clinical tables", TEAM)));

  private DownloadsPage() {}

  static FindingsPage of(RunTables run) {
    List<Block> blocks = new ArrayList<>();
    blocks.add(
        new Block.Paragraph(
            "Links work where the whole folder of the run was copied. Groups under "
                + run.smallCells()
                + " must not be told to others: send only what is marked so."));
    List<Block.Links.Link> links = new ArrayList<>();
    for (String name : run.names()) {
      List<String> about =
          ABOUT.getOrDefault(
              name,
              name.startsWith("associations.parquet/")
                  ? List.of("all tests that were made", OTHERS)
                  : List.of("", TEAM));
      links.add(
          new Block.Links.Link(
              "../analysis/" + name,
              "analysis/" + name,
              (about.get(0).isEmpty() ? "" : about.get(0) + ". ") + "For " + about.get(1) + "."));
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
              "For "
                  + (name.startsWith("data") || name.startsWith("valid") ? OTHERS : TEAM)
                  + "."));
    }
    blocks.add(new Block.Links(links));
    return new FindingsPage(
        "downloads.html", "Downloads", "every table, and who may see it", blocks);
  }
}
