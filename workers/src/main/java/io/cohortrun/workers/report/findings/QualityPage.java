package io.cohortrun.workers.report.findings;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Virtual beside real mIF, where real ones were given. */
final class QualityPage {

  private QualityPage() {}

  static Optional<FindingsPage> of(RunTables run) throws IOException {
    List<Line> lines = run.table("quality.csv");
    if (lines.isEmpty()) {
      return Optional.empty();
    }
    List<Block> blocks = new ArrayList<>();
    blocks.add(
        new Block.Paragraph(
            "Intervals come from drawing slides, not regions, again. 'difference' is the model less"
                + " the baseline; its p-value is Holm's."));
    lines.stream()
        .map(l -> l.text("metric"))
        .distinct()
        .forEach(metric -> blocks.add(forest(metric, lines)));
    blocks.add(
        LineTable.of(
            "quality",
            "Quality",
            "quality.csv",
            lines,
            "channel",
            "metric",
            "bundle",
            "value",
            "lower",
            "upper",
            "n_slides",
            "baseline",
            "difference",
            "p_holm"));
    return Optional.of(
        new FindingsPage("quality.html", "Quality", "virtual beside real mIF", blocks));
  }

  private static Block forest(String metric, List<Line> lines) {
    List<List<Object>> rows = new ArrayList<>();
    lines.stream()
        .filter(l -> l.is("metric", metric))
        .map(
            l -> {
              List<Object> row = new ArrayList<>();
              row.add(l.text("channel") + ", " + l.text("bundle"));
              row.addAll(LineTable.row(l, "value", "lower", "upper"));
              return row;
            })
        .distinct()
        .forEach(rows::add);
    return new Block.Plot(
        "forest",
        metric,
        "By channel, with 95 % intervals over slides.",
        Map.of("none", 0, "axis", metric),
        new Block.Table(
            "quality-" + metric, metric, List.of("name", "value", "lower", "upper"), rows));
  }
}
