package io.cohortrun.workers.report.findings;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** The signature beside simpler ones, and beside its null. */
final class SignatureBlocks {

  private SignatureBlocks() {}

  static List<Block> of(RunTables run) throws IOException {
    JsonNode signature = run.json("signature.json");
    if (signature.isMissingNode()) {
      return List.of();
    }
    List<Block> blocks = new ArrayList<>();
    blocks.add(new Block.Heading("The signature of all channels"));
    if (signature.hasNonNull("notFitted")) {
      blocks.add(new Block.Warning("It was not fitted: " + signature.get("notFitted").asText()));
      return blocks;
    }
    blocks.add(
        new Block.Paragraph(
            "Ridge Cox on the densities. Each patient's risk comes from %s."
                .formatted(HeldOut.signature(signature).orElseThrow())));
    RandomWeights.notExcluded(run).ifPresent(blocks::add);
    JsonNode nulls = signature.path("null");
    JsonNode test = signature.path("logrank");
    blocks.add(
        new Block.Facts(
            List.of(
                List.of("Endpoint", signature.path("endpoint").asText()),
                List.of("Patients", signature.path("n").asLong()),
                List.of("Events", signature.path("events").asLong()),
                List.of("Log-rank of high against low", Figures.p(number(test, "p"))),
                List.of(
                    "With outcomes permuted",
                    "%s (%s of %s as good)"
                        .formatted(
                            Figures.p(number(nulls, "p")),
                            nulls.path("exceeding").asText(),
                            nulls.path("permutations").asText())))));
    blocks.add(concordance(signature));
    gains(signature, blocks);
    coefficients(signature, blocks);
    return blocks;
  }

  private static Block concordance(JsonNode signature) {
    List<List<Object>> rows = new ArrayList<>();
    signature
        .path("concordance")
        .properties()
        .forEach(
            e -> {
              if (!e.getValue().isNull()) {
                rows.add(
                    Arrays.asList(
                        e.getKey(),
                        Figures.rounded(number(e.getValue(), "value")),
                        Figures.rounded(number(e.getValue(), "lower")),
                        Figures.rounded(number(e.getValue(), "upper"))));
              }
            });
    return new Block.Plot(
        "forest",
        "Concordance",
        "How often, of two patients, the one with the higher risk has the event first: 0.5 is a"
            + " coin, 1 is always. All cross-fitted alike, with 95 % intervals.",
        Map.of("none", 0.5, "axis", "Harrell's C, stratified by type"),
        new Block.Table(
            "concordances", "Concordance", List.of("name", "value", "lower", "upper"), rows));
  }

  private static void gains(JsonNode signature, List<Block> blocks) {
    List<List<Object>> rows = new ArrayList<>();
    for (JsonNode gain : signature.path("gains")) {
      rows.add(
          Arrays.asList(
              gain.path("against").asText(),
              Figures.rounded(number(gain, "gain")),
              Figures.rounded(number(gain, "lower")),
              Figures.rounded(number(gain, "upper")),
              Figures.rounded(number(gain, "p"))));
    }
    if (!rows.isEmpty()) {
      blocks.add(
          new Block.Table(
              "gains",
              "Gain in concordance of the signature",
              List.of("against", "gain", "lower", "upper", "p"),
              rows));
    }
  }

  private static void coefficients(JsonNode signature, List<Block> blocks) {
    JsonNode model = signature.path("model");
    List<List<Object>> rows = new ArrayList<>();
    for (int c = 0; c < model.path("channels").size(); c++) {
      rows.add(
          Arrays.asList(
              model.path("channels").get(c).asText(),
              "marker",
              Figures.rounded(model.path("coefficients").path(c).asDouble())));
    }
    if (!rows.isEmpty()) {
      blocks.add(
          new Block.Plot(
              "bars",
              "What the frozen model weighs",
              "Log hazard ratio of one standard deviation within the type; channels are correlated,"
                  + " so that a single weight says little.",
              Map.of("axis", "coefficient"),
              new Block.Table("weights", "Weights", List.of("name", "group", "value"), rows)));
    }
  }

  static double number(JsonNode of, String field) {
    return of.path(field).isNumber() ? of.get(field).asDouble() : Double.NaN;
  }
}
