package io.cohortrun.workers.report.findings;

import io.cohortrun.workflows.stats.quality.SignTest;
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
            "Intervals come from drawing slides, not regions, again. Beside the model stand its"
                + " baselines and nulls: 'dapi' copies the virtual DAPI to every channel,"
                + " 'base-rate' says the same everywhere, 'shuffled' shows another slide, 'tissue'"
                + " says yes wherever there is tissue."));
    blocks.add(
        new Block.Warning(
            "A win over another model that does not beat 'dapi' is no evidence of protein."));
    blocks.add(
        new Block.Paragraph(
            "'box_specificity' is how much closer boxes of a virtual channel follow their own real"
                + " one than any other; below 0 it is taken for another channel. 'box_partial' is"
                + " what is left of the correlation given the real DAPI and CK of the same boxes:"
                + " above 0 there is more than where cells and epithelium are."));
    fewSlides(lines).ifPresent(blocks::add);
    lines.stream()
        .filter(l -> l.has("difference"))
        .map(l -> l.text("metric"))
        .distinct()
        .forEach(metric -> blocks.add(differences(metric, lines)));
    lines.stream()
        .filter(l -> l.has("value"))
        .map(l -> l.text("metric"))
        .distinct()
        .forEach(metric -> blocks.add(values(metric, lines)));
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
    panels(run).ifPresent(blocks::add);
    return Optional.of(
        new FindingsPage("quality.html", "Quality", "virtual beside real mIF", blocks));
  }

  /** Boxes and tiles are many, and of few slides. */
  private static Optional<Block> fewSlides(List<Line> lines) {
    long slides = lines.stream().mapToLong(l -> l.count("n_slides")).max().orElse(0);
    return slides < SignTest.FEWEST
        ? Optional.of(
            new Block.Warning(
                "Of %s: intervals from fewer than %d are too narrow, however many boxes they have."
                    .formatted(Figures.of(slides, "slide"), SignTest.FEWEST)))
        : Optional.empty();
  }

  private static Block values(String metric, List<Line> lines) {
    List<List<Object>> rows = new ArrayList<>();
    lines.stream()
        .filter(l -> l.is("metric", metric) && !l.has("baseline"))
        .forEach(l -> rows.add(row(l, l.text("bundle"), "value")));
    return forest("values-" + metric, metric, "By channel, with 95 % intervals over slides.", rows);
  }

  private static Block differences(String metric, List<Line> lines) {
    List<List<Object>> rows = new ArrayList<>();
    lines.stream()
        .filter(l -> l.is("metric", metric) && l.has("baseline"))
        .forEach(l -> rows.add(row(l, "less " + l.text("baseline"), "difference")));
    return forest(
        "differences-" + metric,
        metric + " of the model, less that of the others",
        "Mean difference over slides with its 95 % interval; right of 0 the model is better.",
        rows);
  }

  private static List<Object> row(Line line, String of, String value) {
    List<Object> row = new ArrayList<>();
    row.add(line.text("channel") + ", " + of);
    row.addAll(LineTable.row(line, value, "lower", "upper"));
    return row;
  }

  private static Block forest(String id, String title, String says, List<List<Object>> rows) {
    return new Block.Plot(
        "forest",
        title,
        says,
        Map.of("none", 0, "axis", title),
        new Block.Table(id, title, List.of("name", "value", "lower", "upper"), rows));
  }

  /** Pictures of regions, which lie beside the tables. */
  private static Optional<Block> panels(RunTables run) {
    List<Block.Links.Link> links =
        run.names().stream()
            .filter(name -> name.matches("quality/.*\\.png"))
            .map(
                name ->
                    new Block.Links.Link(
                        "../analysis/" + name,
                        name,
                        "a region, a row per channel: stain, real, virtual; quality/panels.csv says"
                            + " which"))
            .toList();
    return links.isEmpty() ? Optional.empty() : Optional.of(new Block.Links(links));
  }
}
