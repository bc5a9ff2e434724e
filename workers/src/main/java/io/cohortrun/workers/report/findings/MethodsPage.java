package io.cohortrun.workers.report.findings;

import com.fasterxml.jackson.databind.JsonNode;
import io.cohortrun.workers.canonical.Json;
import io.cohortrun.workers.population.NamedChoices;
import io.cohortrun.workers.shard.Stage;
import io.cohortrun.workflows.contract.AnalysisSettings;
import io.cohortrun.workflows.contract.CohortInput;
import io.cohortrun.workflows.contract.SlideSettings;
import io.cohortrun.workflows.contract.Usage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/** The methods as a paper would have them, made from the settings that the run recorded. */
final class MethodsPage {

  static final String FILE = "methods.html";

  private MethodsPage() {}

  static FindingsPage of(RunTables run) throws IOException {
    CohortInput input = run.input();
    List<Block> blocks = new ArrayList<>();
    blocks.add(new Block.Heading("Slides and maps"));
    blocks.add(new Block.Paragraph(slides(input.settings())));
    AnalysisSettings analyses = input.analyses();
    if (analyses != null) {
      blocks.add(new Block.Heading("Statistics"));
      MethodsText.of(analyses, run).forEach(text -> blocks.add(new Block.Paragraph(text)));
    }
    blocks.add(new Block.Heading("Work"));
    blocks.add(work(run));
    stages(run).ifPresent(blocks::add);
    blocks.add(new Block.Heading("Choices of this project"));
    blocks.add(
        new Block.Paragraph(
            "The published study states no formula for entropy, signal-to-noise and sharpness, no"
                + " test, correction or count rule for its associations, no method for its"
                + " signature, and two resolutions. What is computed here follows this project's"
                + " documented choices, Moran's I among them, which run.json names under 'choices'."));
    blocks.add(new Block.Heading("Every setting"));
    List<List<Object>> settings = new ArrayList<>();
    flat("settings", Json.MAPPER.valueToTree(input.settings()), settings);
    flat("choices", Json.MAPPER.valueToTree(NamedChoices.ALL), settings);
    if (analyses != null) {
      flat("analyses", Json.MAPPER.valueToTree(analyses), settings);
    }
    blocks.add(
        new Block.Table(
            "settings", "Settings, as in run.json", List.of("setting", "value"), settings));
    return new FindingsPage(FILE, "Methods", "how it was done, from the settings", blocks);
  }

  private static String slides(SlideSettings s) {
    return ("Slides were read at %s, cut into tiles (%s windows), and kept where at least %s %% of a"
            + " tile was tissue (mask: %s). Densities are the share of %s pixels whose probability"
            + " is above the channel's threshold%s. Entropy and signal-to-noise are of the"
            + " probabilities pooled over the slide, sharpness is their mean gradient; Moran's I is"
            + " of a canvas of their means, an eighth of a tile a cell, where cells that share a"
            + " side are neighbours. Numbers were computed in %s; a slide was set"
            + " aside where more than %s %% of its tiles could not be decoded.")
        .formatted(
            s.resolution().equals("bundle")
                ? "the resolution that the model was made for"
                : "0.5 um/px, as one sentence of the publication has it",
            s.tiling().equals("published") ? "not overlapping" : s.tiling(),
            Figures.rounded(100 * s.minTissueFraction()),
            s.maskProfile(),
            s.validPixels(),
            s.thresholds().isEmpty() ? "" : " (changed for " + s.thresholds() + ")",
            s.precision(),
            Figures.rounded(100 * s.badTileBudget()));
  }

  private static Block work(RunTables run) throws IOException {
    double[] seconds = new double[1];
    long[] slides = new long[2];
    run.ledger(
        line -> {
          double own = line.number("seconds"); // none where nothing was tried
          seconds[0] += own > 0 ? own : 0;
          slides[0] += own > 0 ? 1 : 0;
          slides[1] += line.count("tiles");
        });
    List<List<Object>> facts = new ArrayList<>();
    facts.add(List.of("Slides worked on", slides[0]));
    facts.add(List.of("Tiles in their results", slides[1]));
    facts.add(List.of("Worker-hours", Figures.fixed(seconds[0] / 3600, 2)));
    if (slides[0] > 0) {
      facts.add(List.of("Worker-seconds per slide", Figures.fixed(seconds[0] / slides[0], 1)));
    }
    Usage usage = run.usage();
    facts.add(List.of("Device-hours, useful", Figures.fixed(usage.usefulSeconds() / 3600, 3)));
    facts.add(List.of("Device-hours, wasted", Figures.fixed(usage.wastedSeconds() / 3600, 3)));
    JsonNode forecast = run.forecast().findPath("workerSeconds");
    if (forecast.isNumber()) {
      facts.add(List.of("Forecast worker-hours", Figures.fixed(forecast.asDouble() / 3600, 2)));
    }
    Double price = run.input().pricePerWorkerHour();
    if (price != null) {
      double cost = price * seconds[0] / 3600;
      facts.add(List.of("Price of a worker-hour", Figures.rounded(price)));
      facts.add(List.of("Cost of the run", Figures.fixed(cost, 2)));
      if (slides[0] > 0) {
        facts.add(List.of("Cost per slide", Figures.fixed(cost / slides[0], 4)));
      }
    }
    return new Block.Facts(facts);
  }

  /** Tries before this version told fewer stages: those are left out. */
  private static Optional<Block> stages(RunTables run) throws IOException {
    SortedMap<String, Double> seconds = run.stages();
    double all = seconds.values().stream().mapToDouble(s -> s).sum();
    if (all == 0) {
      return Optional.empty();
    }
    List<List<Object>> rows = new ArrayList<>();
    for (Stage stage : Stage.values()) {
      Double of = seconds.get(stage.id());
      if (of != null) {
        rows.add(
            List.of(stage.text(), Figures.fixed(of, 1), Figures.fixed(100 * of / all, 1) + " %"));
      }
    }
    return Optional.of(
        new Block.Table(
            "stages",
            "Where the time went, summed over threads; stages overlap",
            List.of("stage", "seconds", "share"),
            rows));
  }

  private static void flat(String name, JsonNode value, List<List<Object>> rows) {
    if (value.isObject() && !value.isEmpty()) {
      value.properties().forEach(e -> flat(name + "." + e.getKey(), e.getValue(), rows));
    } else if (!value.isNull() && !(value.isContainerNode() && value.isEmpty())) {
      // A place names folders of the machine that ran; its last part says enough.
      String text = value.isTextual() ? value.asText() : value.toString();
      rows.add(List.of(name, text.replaceAll("(?:[a-z0-9]+:)?/[^\\s\",\\]]*/", "")));
    }
  }
}
