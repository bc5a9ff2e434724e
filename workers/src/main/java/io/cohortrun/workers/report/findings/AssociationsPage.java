package io.cohortrun.workers.report.findings;

import io.cohortrun.workers.table.Digits;
import io.cohortrun.workflows.stats.association.TestBased;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Channels against attributes: how many, which, how strong, and how many of background. */
final class AssociationsPage {

  static final String FILE = "associations.html";
  static final String SIGNIFICANT = "significant";
  private static final String CSV = "associations_significant.csv";
  private static final String GIVEN_DENSITY = "associations_given_density.csv";
  private static final int STRONGEST = 30;

  private AssociationsPage() {}

  static Optional<FindingsPage> of(RunTables run) throws IOException {
    if (!run.has(CSV) && !AssociationTests.in(run)) {
      return Optional.empty();
    }
    List<Line> significant = significant(run);
    List<Line> detail = significant;
    List<Block> blocks = new ArrayList<>();
    if (AssociationTests.in(run)) {
      try (AssociationTests tests = AssociationTests.of(run)) {
        blocks.addAll(AssociationOverview.of(tests, run.falseDiscoveryRate()));
        detail = tests.withAdjusted(significant);
      }
    }
    arms(significant, Arms.of(run)).ifPresent(blocks::add);
    strongest(significant).ifPresent(blocks::add);
    blocks.add(new Block.Heading("Every significant association"));
    blocks.add(
        new Block.Paragraph(
            significant.isEmpty()
                ? "No test is significant after the correction for the number of tests."
                : "q < "
                    + Digits.written(run.falseDiscoveryRate())
                    + " within the family of tests; strongest first. 'specific': it stands beside"
                    + " the same feature of TRITC, Cy5, DAPI and CK, a density beside their"
                    + " densities. 'stable': it stands whichever site is left out. 'n_adjusted':"
                    + " patients of whom all that p_adjusted holds fixed is known; the others are"
                    + " in p alone. Its numbers are in associations.parquet."));
    blocks.add(
        LineTable.of(
            SIGNIFICANT,
            "Significant associations",
            CSV,
            detail,
            "level",
            "stratum",
            "channel",
            "feature",
            "attribute",
            "n",
            "n1",
            "effect",
            "effect_kind",
            "p",
            "q",
            "specific",
            "stable",
            "q_relevant",
            "p_crude",
            "p_adjusted",
            AssociationTests.N_ADJUSTED));
    givenDensity(run, blocks);
    combinations(run).ifPresent(blocks::add);
    notTested(run).ifPresent(blocks::add);
    return Optional.of(
        new FindingsPage(
            FILE, "Associations", "channels against genes, stage and other attributes", blocks));
  }

  /** Smallest p first. */
  static List<Line> significant(RunTables run) throws IOException {
    List<Line> lines = new ArrayList<>(run.table(CSV));
    lines.sort(Comparator.comparingDouble(l -> l.number("p")));
    return lines;
  }

  /** Which of the two values is meant, of binary attributes whose names do not say it. */
  private static Optional<Block> arms(List<Line> significant, Arms arms) {
    String named =
        significant.stream()
            .map(l -> l.text("attribute"))
            .distinct()
            .filter(a -> !arms.with(a).equals(a))
            .map(arms::with)
            .sorted()
            .collect(Collectors.joining("; "));
    return named.isEmpty()
        ? Optional.empty()
        : Optional.of(new Block.Paragraph("With an attribute means: " + named + "."));
  }

  /**
   * Associations of channels: one for each stratum, channel and attribute, whatever the feature.
   *
   * @param background of background channels, or of all others
   */
  static long counted(List<Line> significant, boolean background) {
    return significant.stream()
        .filter(l -> Channels.background(l.text("channel")) == background)
        .map(l -> Stream.of("level", "stratum", "channel", "attribute").map(l::text).toList())
        .distinct()
        .count();
  }

  private static Optional<Block> strongest(List<Line> significant) {
    List<List<Object>> rows = new ArrayList<>();
    for (Line line : significant) {
      double effect = line.number("effect");
      if (rows.size() < STRONGEST
          && !line.is("effect_kind", "epsilon2")
          && !line.is("effect_kind", "hr")) {
        double error = TestBased.error(effect, line.number("p"));
        rows.add(
            List.of(
                line.text("channel")
                    + " "
                    + line.text("feature")
                    + " ~ "
                    + line.text("attribute")
                    + ", "
                    + line.text("stratum"),
                Figures.rounded(effect),
                Figures.rounded(Math.max(-1, effect - 1.96 * error)),
                Figures.rounded(Math.min(1, effect + 1.96 * error)),
                Figures.rounded(line.number("p"))));
      }
    }
    if (rows.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new Block.Plot(
            "forest",
            "The strongest associations",
            "Cliff's delta or Spearman's rho with a test-based 95 % interval (the effect, give or"
                + " take 1.96 times the error that its p-value implies); 0 is no association.",
            Map.of("none", 0, "axis", "delta or rho"),
            new Block.Table(
                "strongest",
                "Strongest associations",
                List.of("name", "value", "lower", "upper", "p"),
                rows)));
  }

  private static void givenDensity(RunTables run, List<Block> blocks) throws IOException {
    List<Line> lines = new ArrayList<>(run.table(GIVEN_DENSITY));
    if (lines.isEmpty()) {
      return;
    }
    lines.sort(Comparator.comparingDouble(l -> l.number("p_given_density")));
    blocks.add(new Block.Heading("Beyond density"));
    blocks.add(
        new Block.Paragraph(
            "Entropy, signal to noise and sharpness follow how many pixels are positive; Moran's I"
                + " says whether these lie together, which may go with their number, too. Of the"
                + " significant associations of such features: what is left when the density of the"
                + " same channel is held fixed, as a partial rank correlation or a hazard ratio."
                + " 'beyond_density': p < 0.05 and the effect keeps its sign."));
    blocks.add(
        LineTable.of(
            "given-density",
            "Features given the density of their channel",
            GIVEN_DENSITY,
            lines,
            "level",
            "stratum",
            "channel",
            "feature",
            "attribute",
            "effect",
            "effect_kind",
            "p",
            "effect_given_density",
            "p_given_density",
            "beyond_density"));
  }

  private static Optional<Block> combinations(RunTables run) throws IOException {
    List<Line> lines = new ArrayList<>(run.table("combinations.csv"));
    lines.sort(Comparator.comparingDouble(l -> l.number("q")));
    return lines.isEmpty()
        ? Optional.empty()
        : Optional.of(
            LineTable.of(
                "combinations",
                "Pairs of channels against the better of the two",
                "combinations.csv",
                lines,
                "level",
                "stratum",
                "channel_a",
                "channel_b",
                "attribute",
                "effect_pair",
                "effect_a",
                "effect_b",
                "gain",
                "p",
                "q",
                "against_background"));
  }

  private static Optional<Block> notTested(RunTables run) throws IOException {
    Map<String, long[]> reasons = new TreeMap<>();
    run.each(
        "not_tested.csv",
        line ->
            reasons
                    .computeIfAbsent(
                        line.text("level") + "\t" + line.text("reason"), none -> new long[2])[0] +=
                line.count("tests"));
    if (reasons.isEmpty()) {
      return Optional.empty();
    }
    List<List<Object>> rows = new ArrayList<>();
    reasons.forEach(
        (key, tests) ->
            rows.add(List.of(key.split("\t", -1)[0], key.split("\t", -1)[1], tests[0])));
    return Optional.of(
        new Block.Table(
            "not-tested",
            "Tests that were not made, by reason",
            List.of("level", "reason", "tests"),
            rows));
  }
}
