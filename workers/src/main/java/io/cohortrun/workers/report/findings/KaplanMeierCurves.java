package io.cohortrun.workers.report.findings;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The curves that a page carries: as many panels as a browser draws without delay. */
final class KaplanMeierCurves {

  private static final int PANELS = 60;
  private static final int STEPS = 120;
  private static final double QUARTER = 365.25 / 4;

  private KaplanMeierCurves() {}

  /** Curves that are compared with each other. */
  private record Panel(String level, String stratum, String endpoint, String by) {

    static Panel of(Line line) {
      return new Panel(
          line.text("level"), line.text("stratum"), line.text("endpoint"), line.text("by"));
    }

    String name() {
      return "%s by %s, %s".formatted(endpoint, by, stratum.equals("all") ? "all types" : stratum);
    }

    /** Signature and stage before channels, all types before one. */
    int rank() {
      return (by.equals("signature") ? 0 : by.equals("stage") ? 1 : 2)
          + (level.equals("pan-cancer") ? 0 : 3);
    }
  }

  static Optional<Block.Plot> of(RunTables run, List<Line> logrank) throws IOException {
    Map<Panel, Map<String, List<Line>>> panels = new LinkedHashMap<>();
    run.each(
        "kaplan_meier.csv",
        line ->
            panels
                .computeIfAbsent(Panel.of(line), p -> new LinkedHashMap<>())
                .computeIfAbsent(line.text("group"), g -> new ArrayList<>())
                .add(line));
    if (panels.isEmpty()) {
      return Optional.empty();
    }
    Map<Panel, Line> tests =
        logrank.stream().collect(Collectors.toMap(Panel::of, Function.identity(), (a, b) -> a));
    List<Panel> shown =
        panels.keySet().stream()
            .sorted(
                Comparator.comparingInt(Panel::rank)
                    .thenComparingDouble(p -> p(tests.get(p)))
                    .thenComparing(Panel::name))
            .limit(PANELS)
            .toList();
    List<List<Object>> rows = new ArrayList<>();
    Map<String, String> says = new LinkedHashMap<>();
    for (Panel panel : shown) {
      says.put(panel.name(), test(tests.get(panel)));
      panels
          .get(panel)
          .forEach((group, lines) -> thinned(lines).forEach(l -> rows.add(row(panel, group, l))));
    }
    int left = panels.size() - shown.size();
    return Optional.of(
        new Block.Plot(
            "kaplanMeier",
            "Share without the event",
            "Kaplan-Meier curves with 95 % intervals. Below them the patients at risk just before"
                + " each time. Groups of a channel are made at the stratum's median. Log-rank tests of"
                + " all types compare patients within types; the curves are of all together."
                + (left > 0 ? " %,d more comparisons are in the file.".formatted(left) : ""),
            Map.of("says", says),
            new Block.Table(
                "curves",
                "Curves",
                List.of("panel", "group", "time", "at risk", "survival", "lower", "upper"),
                rows,
                0,
                "../analysis/kaplan_meier.csv")));
  }

  private static double p(Line test) {
    return test == null || Double.isNaN(test.number("p")) ? 2 : test.number("p");
  }

  private static String test(Line test) {
    return test == null
        ? ""
        : "Log-rank: chi squared %s on %d df, %s; %s, %s."
            .formatted(
                Figures.fixed(test.number("chi2"), 2),
                test.count("df"),
                Figures.p(test.number("p")),
                Figures.of(test.count("n"), "patient"),
                Figures.of(test.count("events"), "event"));
  }

  private static List<Object> row(Panel panel, String group, Line line) {
    List<Object> row = new ArrayList<>(List.of(panel.name(), group));
    row.addAll(LineTable.row(line, "time", "at_risk", "survival", "lower", "upper"));
    return row;
  }

  /**
   * Every k-th event time and the last, so that a step is lower by less than a pixel or two; and
   * all times at which patients at risk are told.
   */
  static List<Line> thinned(List<Line> lines) {
    int every = Math.ceilDiv(lines.size(), STEPS);
    List<Line> kept = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      if (i % every == 0 || i == lines.size() - 1 || told(lines.get(i).number("time"))) {
        kept.add(lines.get(i));
      }
    }
    return kept;
  }

  /** Whether a time, in days, is of whole quarters of years. */
  private static boolean told(double days) {
    double quarters = days / QUARTER;
    return Math.abs(quarters - Math.rint(quarters)) < 1e-9;
  }
}
