package io.cohortrun.workers.report.findings;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Agreement with another population, each number beside its null. */
final class ConcordancePage {

  static final String FILE = "concordance.html";

  /** Where it tells what both populations have. */
  static final String SHARED = FILE + "#both-3";

  private static final String CHOICES = "choices";

  /** Where it lists the choices that differ, if any do. */
  static final String DIFFERENT = FILE + "#" + CHOICES + "-0";

  private ConcordancePage() {}

  static Optional<FindingsPage> of(RunTables run) throws IOException {
    JsonNode found = run.json("concordance.json");
    if (found.isMissingNode()) {
      return Optional.empty();
    }
    List<Block> blocks = new ArrayList<>();
    blocks.add(
        new Block.Paragraph(
            "This run beside '%s' (%s)."
                .formatted(
                    found.path("other").path("name").asText(),
                    found.path("other").path("runId").asText())));
    if (found.hasNonNull("refused")) {
      blocks.add(new Block.Warning("Not compared: " + found.get("refused").asText()));
    } else {
      choices(found.path("choices"), blocks);
      activations(found.path("activations"), blocks);
      points(found.path("points")).ifPresent(blocks::add);
      associations(found, blocks);
    }
    return Optional.of(
        new FindingsPage(FILE, "Concordance", "agreement with another population", blocks));
  }

  private static void choices(JsonNode differ, List<Block> blocks) {
    if (!differ.isArray()) {
      blocks.add(
          new Block.Warning(
              "Whether both runs computed in the same way is not known: the record of one of them"
                  + " names no choices, as in earlier releases."));
    } else if (!differ.isEmpty()) {
      blocks.add(
          new Block.Warning(
              "The two runs computed in different ways: what rests on the choices below is not to"
                  + " be compared."));
      List<List<Object>> rows = new ArrayList<>();
      for (JsonNode of : differ) {
        rows.add(
            List.of(
                of.path("name").asText(),
                of.path("here").asText("not named"),
                of.path("there").asText("not named")));
      }
      blocks.add(
          new Block.Table(
              CHOICES, "Choices that differ", List.of("choice", "here", "there"), rows));
    }
  }

  private static void activations(JsonNode of, List<Block> blocks) {
    blocks.add(new Block.Heading("Activations"));
    if (!of.isObject()) {
      blocks.add(
          new Block.Paragraph(
              "Not compared: the runs have no subtype in common with enough patients on both"
                  + " sides."));
      return;
    }
    blocks.add(
        new Block.Paragraph(
            "Spearman's rho of mean densities of each shared subtype and channel. Pooled is high"
                + " wherever some channels are brighter than others; 'less the channel's mean' and"
                + " 'by channel' are not helped by that."));
    blocks.add(
        new Block.Facts(
            List.of(
                List.of("Subtype and channel pairs", of.path("cells").asLong()),
                List.of("Pooled", fixed(of, "pooled")),
                List.of("Less the channel's mean", fixed(of, "centred")),
                List.of("Pooled with subtypes relabelled, mean", fixed(of, "shuffled")),
                List.of(
                    "Less the mean: as high with subtypes relabelled",
                    Figures.p(SignatureBlocks.number(of, "nullP"))),
                List.of("Fewest patients on a side", of.path("minPatients").asLong()))));
    List<List<Object>> rows = new ArrayList<>();
    of.path("perChannel")
        .properties()
        .forEach(
            e ->
                rows.add(
                    Arrays.asList(
                        e.getKey(),
                        Channels.group(e.getKey()),
                        e.getValue().isNumber()
                            ? Figures.rounded(e.getValue().asDouble())
                            : null)));
    if (!rows.isEmpty()) {
      blocks.add(
          new Block.Plot(
              "bars",
              "By channel",
              "Spearman's rho over subtypes, one channel at a time.",
              Map.of("axis", "rho"),
              new Block.Table(
                  "per-channel", "By channel", List.of("name", "group", "value"), rows)));
    }
  }

  private static Optional<Block> points(JsonNode points) {
    List<List<Object>> rows = new ArrayList<>();
    for (JsonNode p : points) {
      rows.add(
          Arrays.asList(
              p.path("subtype").asText(),
              p.path("channel").asText(),
              Figures.rounded(SignatureBlocks.number(p, "here")),
              Figures.rounded(SignatureBlocks.number(p, "there"))));
    }
    return rows.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Block.Plot(
                "scatter",
                "Here and there",
                "Mean density of a channel in a subtype; on the line both agree.",
                Map.of(),
                new Block.Table(
                    "points",
                    "Mean densities",
                    List.of("subtype", "channel", "here", "there"),
                    rows)));
  }

  private static void associations(JsonNode found, List<Block> blocks) {
    JsonNode of = found.path("associations");
    JsonNode ratio = found.path("countRatio");
    JsonNode equal = ratio.path("equalN");
    blocks.add(new Block.Heading("Associations"));
    if (!of.isObject()) {
      blocks.add(
          new Block.Paragraph(
              "Not compared: one of the runs tested no associations, or they have no test in"
                  + " common."));
      return;
    }
    blocks.add(
        new Block.Warning(
            "Fisher's p is not to be believed: tests share patients and channels are correlated, so"
                + " that two populations without a shared effect often give a small one. The two"
                + " nulls beside it are honest."));
    blocks.add(
        new Block.Facts(
            "both",
            List.of(
                List.of("Tests made in both", of.path("universe").asLong()),
                List.of("Significant tests here", of.path("significantHere").asLong()),
                List.of("Significant tests there", of.path("significantThere").asLong()),
                List.of("In both, same sign", of.path("shared").asLong()),
                List.of("In both, opposite sign", of.path("opposite").asLong()),
                List.of("Sign agreement", fixed(of, "signAgreement")),
                List.of("Fisher, one-sided", Figures.p(SignatureBlocks.number(of, "fisherP"))),
                List.of("Odds ratio, sample", fixed(of, "oddsSample")),
                List.of("Odds ratio, conditional", fixed(of, "oddsConditional")),
                List.of("Odds ratio within attributes", fixed(of, "oddsWithinAttributes")),
                List.of(
                    "Within attributes",
                    Figures.p(SignatureBlocks.number(of, "pWithinAttributes"))),
                List.of(
                    "Channels relabelled",
                    Figures.p(SignatureBlocks.number(of, "pChannelsRelabelled"))),
                List.of("Densities significant here for each there", fixed(ratio, "common")),
                List.of(
                    "The same at equal numbers of patients",
                    "%s (%s to %s, %s draws)"
                        .formatted(
                            fixed(equal, "median"),
                            fixed(equal, "lower"),
                            fixed(equal, "upper"),
                            equal.path("draws").asText())))));
  }

  private static String fixed(JsonNode of, String field) {
    return Figures.fixed(SignatureBlocks.number(of, field), 3);
  }
}
