package io.cohortrun.workers.report.findings;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Channels and stages against follow-up: curves, hazard ratios, the signature. */
final class SurvivalPage {

  static final String FILE = "survival.html";
  static final String HAZARDS = "hazards";
  private static final int DRAWN = 30;

  private SurvivalPage() {}

  static Optional<FindingsPage> of(RunTables run) throws IOException {
    List<Block> blocks = new ArrayList<>();
    List<Line> logrank = run.table("logrank.csv");
    KaplanMeierCurves.of(run, logrank)
        .ifPresent(
            curves -> {
              blocks.add(new Block.Heading("Curves"));
              blocks.add(curves);
            });
    List<Line> hazards = hazards(run);
    for (String model : List.of("adjusted", "univariable")) {
      forest(hazards, model).ifPresent(blocks::add);
    }
    blocks.addAll(SignatureBlocks.of(run));
    if (!hazards.isEmpty()) {
      blocks.add(new Block.Heading("Every hazard ratio"));
      blocks.add(
          new Block.Paragraph(
              "Of one standard deviation of the feature. 'zph_p': a small one says that the ratio"
                  + " changes with time, so that one number does not tell it all."));
      blocks.add(
          LineTable.of(
              HAZARDS,
              "Hazard ratios",
              "survival.csv",
              hazards,
              "level",
              "stratum",
              "endpoint",
              "channel",
              "feature",
              "model",
              "n",
              "events",
              "hr",
              "lower",
              "upper",
              "p",
              "q",
              "concordance",
              "zph_p",
              "reason"));
    }
    if (!logrank.isEmpty()) {
      blocks.add(
          LineTable.of(
              "logrank",
              "Log-rank tests",
              "logrank.csv",
              logrank,
              "level",
              "stratum",
              "endpoint",
              "by",
              "groups",
              "n",
              "events",
              "chi2",
              "df",
              "p"));
    }
    return blocks.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new FindingsPage(
                FILE, "Survival", "curves with numbers at risk, hazard ratios, signature", blocks));
  }

  /** The strongest first; those that were not fitted last, each with its reason. */
  static List<Line> hazards(RunTables run) throws IOException {
    List<Line> lines = new ArrayList<>(run.table("survival.csv"));
    lines.sort(Comparator.comparingDouble(l -> l.number("p")));
    return lines;
  }

  private static Optional<Block> forest(List<Line> hazards, String model) {
    List<List<Object>> rows = new ArrayList<>();
    for (Line line : hazards) {
      if (line.is("model", model) && line.has("hr") && rows.size() < DRAWN) {
        List<Object> row = new ArrayList<>();
        row.add(
            "%s %s, %s, %s"
                .formatted(
                    line.text("channel"),
                    line.text("feature"),
                    line.text("endpoint"),
                    line.text("stratum")));
        row.addAll(LineTable.row(line, "hr", "lower", "upper", "p"));
        rows.add(row);
      }
    }
    return rows.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Block.Plot(
                "forest",
                "Hazard ratios, " + model,
                "Of one standard deviation, with 95 % intervals; the "
                    + rows.size()
                    + " smallest p-values. 1 is no difference; above 1 the event comes earlier.",
                Map.of("none", 1, "axis", "hazard ratio", "log", true),
                new Block.Table(
                    "forest-" + model,
                    "Hazard ratios, " + model,
                    List.of("name", "value", "lower", "upper", "p"),
                    rows)));
  }
}
