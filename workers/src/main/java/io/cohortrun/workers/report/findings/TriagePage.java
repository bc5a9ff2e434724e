package io.cohortrun.workers.report.findings;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Whom to test first for a biomarker, by the maps alone, and how well that would do. */
final class TriagePage {

  static final String FILE = "triage.html";
  static final String AREAS = "areas";

  /** The sensitivity at which a biomarker is spoken of. */
  private static final double MOSTLY = 0.95;

  private static final String[] POINT_COLUMNS = {
    "attribute", "score", "threshold", "sensitivity", "specificity", "prevalence", "ppv", "npv"
  };

  private TriagePage() {}

  static Optional<FindingsPage> of(RunTables run) throws IOException {
    List<Line> points = points(run);
    if (points.isEmpty()) {
      return Optional.empty();
    }
    List<Block> blocks = new ArrayList<>();
    blocks.add(
        new Block.Warning(
            "A worklist says whom to test first for research. It diagnoses nobody and replaces no"
                + " test."));
    blocks.add(
        new Block.Paragraph(
            HeldOut.triage(points).map("Each patient's score is from %s. "::formatted).orElse("")
                + "'background' is a score from TRITC and Cy5 alone, which show no protein: what it"
                + " tells is tissue, thickness or site, and an area of the maps that is not above"
                + " its area is no finding."));
    List<Line> areas = areas(points);
    blocks.add(areaPlot(areas));
    blocks.add(
        LineTable.of(
            AREAS,
            "Areas under the curve",
            "triage.csv",
            areas,
            "attribute",
            "score",
            "n",
            "positives",
            "auc",
            "auc_lower",
            "auc_upper"));
    for (String attribute : points.stream().map(l -> l.text("attribute")).distinct().toList()) {
      attribute(attribute, points, blocks);
    }
    blocks.add(new Block.Heading("The worklist"));
    blocks.add(
        LineTable.of(
            "worklist",
            "All patients, highest score first; an empty value is not known",
            "worklist.csv",
            run.table("worklist.csv"),
            "attribute",
            "rank",
            "patient",
            "type",
            "site",
            "score",
            "value"));
    return Optional.of(
        new FindingsPage(FILE, "Triage", "whom to test first, by the maps alone", blocks));
  }

  static List<Line> points(RunTables run) throws IOException {
    return run.table("triage.csv");
  }

  /** The first row of each attribute and score: they share area and counts. */
  static List<Line> areas(List<Line> points) {
    List<Line> areas = new ArrayList<>();
    for (Line point : points) {
      if (areas.isEmpty()
          || !point.is("attribute", areas.getLast().text("attribute"))
          || !point.is("score", areas.getLast().text("score"))) {
        areas.add(point);
      }
    }
    return areas;
  }

  /** The point that finds at least 95 % of the positives, of the highest threshold. */
  static Optional<Line> mostly(List<Line> points, String attribute, String score) {
    return points.stream()
        .filter(l -> l.is("attribute", attribute) && l.is("score", score))
        .filter(l -> l.number("sensitivity") >= MOSTLY)
        .findFirst();
  }

  private static void attribute(String attribute, List<Line> points, List<Block> blocks) {
    blocks.add(new Block.Heading(attribute));
    List<Line> of =
        points.stream().filter(l -> l.is("attribute", attribute) && l.has("auc")).toList();
    if (of.isEmpty()) {
      blocks.add(
          new Block.Paragraph(
              "Too few patients of known value for a score: 30 are needed, 10 on each side."));
      return;
    }
    mostly(of, attribute, "maps")
        .ifPresent(
            point ->
                blocks.add(
                    new Block.Paragraph(
                        "Whoever tests all patients with a score of %s or more finds %s of the positive ones and spares %s of the others the test. At a prevalence of %s, %s of those tested would be positive, and of those not tested %s negative."
                            .formatted(
                                Figures.fixed(point.number("threshold"), 3),
                                percent(point.number("sensitivity")),
                                percent(point.number("specificity")),
                                percent(point.number("prevalence")),
                                percent(point.number("ppv")),
                                percent(point.number("npv"))))));
    blocks.add(curve(attribute, of, "roc-" + blocks.size()));
    blocks.add(
        LineTable.of(
            "points-" + blocks.size(),
            "Points of operation for " + attribute,
            "triage.csv",
            of,
            POINT_COLUMNS));
  }

  private static Block areaPlot(List<Line> areas) {
    List<List<Object>> rows = new ArrayList<>();
    for (Line line : areas) {
      List<Object> row = new ArrayList<>();
      row.add(line.text("attribute") + ", " + line.text("score"));
      row.addAll(LineTable.row(line, "auc", "auc_lower", "auc_upper"));
      rows.add(row);
    }
    return new Block.Plot(
        "forest",
        "Areas under the curve",
        "With DeLong's 95 % intervals, of the patients with the models as they are; 0.5 is a coin.",
        Map.of("none", 0.5, "axis", "area under the curve"),
        new Block.Table("area-plot", "Areas", List.of("name", "value", "lower", "upper"), rows));
  }

  private static Block curve(String attribute, List<Line> points, String id) {
    List<List<Object>> rows = new ArrayList<>();
    for (Line line : points) {
      rows.add(
          List.of(
              line.text("score"),
              Figures.rounded(1 - line.number("specificity")),
              Figures.rounded(line.number("sensitivity"))));
    }
    return new Block.Plot(
        "roc",
        attribute + ": sensitivity and specificity",
        "Share of the positive patients found against the share of the negative ones that would be"
            + " tested for nothing. The dashed diagonal is a coin.",
        Map.of(),
        new Block.Table(
            id,
            "Sensitivity by false positives",
            List.of("score", "false positives", "sensitivity"),
            rows));
  }

  static String percent(double share) {
    return Double.isNaN(share) ? "an unknown share" : Figures.fixed(100 * share, 1) + " %";
  }
}
