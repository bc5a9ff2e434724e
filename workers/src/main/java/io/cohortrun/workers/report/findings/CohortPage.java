package io.cohortrun.workers.report.findings;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Who was asked for, who was analysed, and how these differ from those who were lost. */
final class CohortPage {

  static final String FILE = "cohort.html";
  private static final Map<String, String> STEPS =
      Map.of(
          "manifest", "In the manifest",
          "results", "With a usable result",
          "slide-rule", "Slides that stand for a patient",
          "clinical", "With a clinical record",
          "analysed", "Analysed");

  private static final Map<String, String> REASONS =
      Map.of(
          "FrozenBesideDiagnostic", "frozen, beside a diagnostic slide of the same patient",
          "NoClinicalRow", "no clinical record",
          "NoValidPixels", "no valid pixels");

  private CohortPage() {}

  static Optional<FindingsPage> of(RunTables run) throws IOException {
    List<Block> blocks = new ArrayList<>();
    flow(run).ifPresent(blocks::add);
    tableOne(run).ifPresent(blocks::addAll);
    blocks.addAll(attrition(run));
    SiteEffects.of(run).ifPresent(blocks::addAll);
    List<Line> joined = run.table("join_report.csv");
    if (!joined.isEmpty()) {
      blocks.add(new Block.Heading("What was found when the tables were joined"));
      blocks.add(
          LineTable.of(
              "join",
              "Join report",
              "join_report.csv",
              joined,
              "reason",
              "table",
              "column",
              "count",
              "meaning"));
    }
    return blocks.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new FindingsPage(FILE, "Cohort", "who was analysed, who was lost, Table 1", blocks));
  }

  /** Why a line of the flow lost somebody, in words where the code is not one. */
  static String reason(Line loss) {
    return REASONS.getOrDefault(loss.text("reason"), loss.text("reason"));
  }

  private static Optional<Block> flow(RunTables run) throws IOException {
    Map<String, List<Line>> steps = new LinkedHashMap<>();
    List<Line> lines = run.table("flow.csv");
    List<Block.Flow.Step> shown = new ArrayList<>();
    lines.forEach(l -> steps.computeIfAbsent(l.text("step"), s -> new ArrayList<>()).add(l));
    int row = 0;
    for (Map.Entry<String, List<Line>> step : steps.entrySet()) {
      List<Block.Flow.Loss> losses = new ArrayList<>();
      int first = row;
      for (Line l : step.getValue()) {
        if (l.has("reason")) {
          losses.add(
              new Block.Flow.Loss(
                  row, l.count("lost_slides"), l.count("lost_patients"), reason(l)));
        }
        row++;
      }
      Line last = step.getValue().getLast();
      shown.add(
          new Block.Flow.Step(
              STEPS.getOrDefault(step.getKey(), step.getKey()),
              first,
              last.count("slides"),
              last.count("patients"),
              losses));
    }
    return shown.isEmpty() ? Optional.empty() : Optional.of(new Block.Flow(shown));
  }

  /** A row per variable and level, a column per type. */
  private static Optional<List<Block>> tableOne(RunTables run) throws IOException {
    Set<String> strata = new LinkedHashSet<>(List.of("all"));
    Map<List<String>, Map<String, String>> rows = new LinkedHashMap<>();
    for (Line l : run.table("table1.csv")) {
      strata.add(l.text("stratum"));
      rows.computeIfAbsent(List.of(l.text("variable"), l.text("level")), k -> new LinkedHashMap<>())
          .put(l.text("stratum"), l.text("text"));
    }
    if (rows.isEmpty()) {
      return Optional.empty();
    }
    List<String> columns = new ArrayList<>(List.of("variable", "level"));
    columns.addAll(strata);
    List<List<Object>> cells = new ArrayList<>();
    rows.forEach(
        (name, texts) -> {
          List<Object> row = new ArrayList<>(name);
          strata.forEach(s -> row.add(texts.get(s)));
          cells.add(row);
        });
    return Optional.of(
        List.of(
            new Block.Heading("Table 1"),
            new Block.Paragraph(
                "Median (quartiles), or patients and their share. Groups under "
                    + run.smallCells()
                    + " are not shown."),
            new Block.Table("table1", "Characteristics of the analysed", columns, cells)));
  }

  private static List<Block> attrition(RunTables run) throws IOException {
    List<Line> lines = run.table("attrition.csv");
    if (lines.isEmpty()) {
      return List.of();
    }
    List<List<Object>> rows = new ArrayList<>();
    for (Line l : lines) {
      List<Object> row = LineTable.row(l, "attribute", "level", "analysed", "lost", "test", "p");
      if (l.has("level") || l.is("attribute", "patients")) {
        row.set(2, suppressed(run, l.number("analysed")));
        row.set(3, suppressed(run, l.number("lost")));
      }
      rows.add(row);
    }
    return List.of(
        new Block.Heading("The analysed and the lost"),
        new Block.Paragraph(
            "Patients of the manifest with and without a usable slide: counts, or medians of"
                + " numbers. A small p says that the lost differ, so that the analysed may not"
                + " stand for all."),
        new Block.Table(
            "attrition",
            "Attrition",
            List.of("attribute", "level", "analysed", "lost", "test", "p"),
            rows));
  }

  private static Object suppressed(RunTables run, double n) {
    return n > 0 && n < run.smallCells() ? "<" + run.smallCells() : Figures.rounded(n);
  }
}
