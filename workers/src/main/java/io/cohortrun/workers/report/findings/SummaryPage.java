package io.cohortrun.workers.report.findings;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * One page in plain words, for a clinician. Each sentence leads to the table row it is taken from;
 * groups that are too small to be told are not.
 */
final class SummaryPage {

  static final String FILE = "summary.html";
  private static final int TOLD = 5;

  private final RunTables run;
  private final List<Block> blocks = new ArrayList<>();

  private SummaryPage(RunTables run) {
    this.run = run;
  }

  static FindingsPage of(RunTables run, List<FindingsPage> pages) throws IOException {
    SummaryPage page = new SummaryPage(run);
    page.trust();
    page.cohort(pages);
    page.associations(pages);
    page.survival(pages);
    page.triage(pages);
    page.elsewhere();
    page.limits();
    return new FindingsPage(FILE, "Summary", "one page in plain words", page.blocks);
  }

  private void say(String sentence, String href) {
    blocks.add(new Block.Paragraph(sentence, href));
  }

  private void trust() throws IOException {
    Validation checks = Validation.of(run).orElse(null);
    if (checks == null) {
      // No row says what is absent: the methods tell all that was done.
      blocks.add(
          new Block.Warning(
              "This run was not put to the checks that guard its claims.", MethodsPage.FILE));
    } else if (checks.failed().isEmpty()) {
      say(
          "The run passed all %d checks that it could be put to.".formatted(checks.checks()),
          checks.href());
    } else {
      blocks.add(
          new Block.Warning(
              "Checks failed (%s): what follows is not to be relied on before the reason is known."
                  .formatted(String.join(", ", checks.failed())),
              checks.href()));
    }
    if (run.demo()) {
      blocks.add(
          new Block.Warning(
              "The maps come from a demo model that follows stains and nuclei. Nothing below is"
                  + " about proteins."));
    }
  }

  private void cohort(List<FindingsPage> pages) throws IOException {
    List<Line> flow = run.table("flow.csv");
    if (flow.isEmpty() || !there(pages, CohortPage.FILE)) {
      return;
    }
    blocks.add(new Block.Heading("Who was looked at"));
    Line first = flow.getFirst();
    Line last = flow.getLast();
    say(
        "Of %s slides of %s patients, %s slides of %s patients could be analysed."
            .formatted(
                Figures.count(first.count("slides")),
                run.told(first.count("patients")),
                Figures.count(last.count("slides")),
                run.told(last.count("patients"))),
        CohortPage.FILE + "#flow-" + (flow.size() - 1));
    for (int i = 0; i < flow.size(); i++) {
      long lost = flow.get(i).count("lost_patients");
      if (lost >= Math.max(run.smallCells(), first.count("patients") / 50)) {
        say(
            "%s patients were lost: %s.".formatted(run.told(lost), CohortPage.reason(flow.get(i))),
            CohortPage.FILE + "#flow-" + i);
      }
    }
  }

  private void associations(List<FindingsPage> pages) throws IOException {
    if (!there(pages, AssociationsPage.FILE)) {
      return;
    }
    List<Line> found = AssociationsPage.significant(run);
    Arms arms = Arms.of(run);
    blocks.add(new Block.Heading("What goes together"));
    say(
        "%s between a channel and a clinical or genetic attribute held after correction for the number of tests;"
                .formatted(Figures.of(AssociationsPage.counted(found, false), "association"))
            + " beside them %s of background channels, which show no protein."
                .formatted(Figures.count(AssociationsPage.counted(found, true))),
        AssociationsPage.FILE + "#" + AssociationOverview.COUNTS + "-0");
    // Features of one channel follow its density closely: one of them speaks for all.
    Set<String> told = new HashSet<>();
    for (int i = 0; i < found.size() && told.size() < TOLD; i++) {
      Line line = found.get(i);
      if (AssociationSentence.tellable(line, run.smallCells())
          && told.add(line.text("stratum") + line.text("channel") + line.text("attribute"))) {
        say(
            AssociationSentence.of(line, arms),
            AssociationsPage.FILE + "#" + AssociationsPage.SIGNIFICANT + "-" + i);
      }
    }
    if (told.isEmpty() && !found.isEmpty()) {
      say(
          "None of them can be told in words: each is of a background channel, does not stand beside"
              + " those or without one of the sites, has no direction, or is of a small group.",
          AssociationsPage.FILE + "#" + AssociationsPage.SIGNIFICANT + "-0");
    }
  }

  private void survival(List<FindingsPage> pages) throws IOException {
    if (!there(pages, SurvivalPage.FILE)) {
      return;
    }
    List<Line> hazards = SurvivalPage.hazards(run);
    String adjusted = AdjustedFor.of(run).all();
    blocks.add(new Block.Heading("Survival"));
    boolean fitted = hazards.stream().anyMatch(l -> isOfAllTypes(l) && l.has("hr"));
    int told = 0;
    for (int i = 0; i < hazards.size() && told < 3; i++) {
      Line l = hazards.get(i);
      if (isOfAllTypes(l) && l.number("q") < 0.05) {
        say(
            "%s: with each standard deviation more of %s the hazard was %s times as high (95 %% interval %s to %s), with %s taken into account."
                .formatted(
                    l.text("endpoint"),
                    Channels.told(l.text("channel"), l.text("feature")),
                    Figures.fixed(l.number("hr"), 2),
                    Figures.fixed(l.number("lower"), 2),
                    Figures.fixed(l.number("upper"), 2),
                    adjusted),
            SurvivalPage.FILE + "#" + SurvivalPage.HAZARDS + "-" + i);
        told++;
      }
    }
    if (told == 0 && !hazards.isEmpty()) { // a signature alone denies nothing of single channels
      String denied =
          fitted
              ? "No channel is tied to survival over all types (q < 0.05) with %s taken into account."
              : "Whether a channel is tied to survival over all types is not known: no model with %s taken into account could be fitted.";
      say(
          denied.formatted(adjusted),
          SurvivalPage.FILE + "#" + SurvivalPage.HAZARDS + "-" + first(hazards));
    }
    JsonNode gains = run.json("signature.json").path("gains");
    for (int i = 0; i < gains.size(); i++) {
      double lower = SignatureBlocks.number(gains.get(i), "lower");
      say(
          "All channels together %s than %s alone (gain in concordance %s, 95 %% interval %s to %s)."
              .formatted(
                  lower > 0 ? "ordered patients better" : "were not shown to order patients better",
                  gains.get(i).path("against").asText(),
                  Figures.fixed(SignatureBlocks.number(gains.get(i), "gain"), 3),
                  Figures.fixed(lower, 3),
                  Figures.fixed(SignatureBlocks.number(gains.get(i), "upper"), 3)),
          SurvivalPage.FILE + "#gains-" + i);
    }
    if (!gains.isEmpty()) {
      RandomWeights.notExcluded(run).ifPresent(blocks::add);
    }
  }

  /** The row of all types with the smallest p that the page shows; the first row where none is. */
  private static int first(List<Line> hazards) {
    return IntStream.range(0, Math.min(hazards.size(), LineTable.MOST_ROWS))
        .filter(i -> isOfAllTypes(hazards.get(i)))
        .findFirst()
        .orElse(0);
  }

  private static boolean isOfAllTypes(Line hazard) {
    return hazard.is("model", "adjusted") && hazard.is("level", "pan-cancer");
  }

  private void triage(List<FindingsPage> pages) throws IOException {
    if (!there(pages, TriagePage.FILE)) {
      return;
    }
    blocks.add(new Block.Heading("Whom to test first"));
    Arms arms = Arms.of(run);
    List<Line> points = TriagePage.points(run);
    List<Line> areas = TriagePage.areas(points);
    for (int i = 0; i < areas.size(); i++) {
      Line area = areas.get(i);
      String attribute = area.text("attribute");
      Line point = TriagePage.mostly(points, attribute, "maps").orElse(null);
      if (area.is("score", "maps")
          && point != null
          && area.count("positives") >= run.smallCells()) {
        say(
            "To find %s of the patients with %s by the maps alone, %s of those without it would be tested as well; area under the curve %s (95 %% interval %s to %s)."
                .formatted(
                    TriagePage.percent(point.number("sensitivity")),
                    arms.with(attribute),
                    TriagePage.percent(1 - point.number("specificity")),
                    Figures.fixed(area.number("auc"), 2),
                    Figures.fixed(area.number("auc_lower"), 2),
                    Figures.fixed(area.number("auc_upper"), 2)),
            TriagePage.FILE + "#" + TriagePage.AREAS + "-" + i);
      }
    }
  }

  private void elsewhere() throws IOException {
    JsonNode found = run.json("concordance.json");
    if (found.isMissingNode() || found.hasNonNull("refused")) {
      return;
    }
    JsonNode both = found.path("associations");
    if (!both.isObject()) {
      return;
    }
    blocks.add(new Block.Heading("In another population"));
    say(
        "Of %s significant tests that could be made in '%s', too, %s were found there with the same direction and %s with the opposite one."
            .formatted(
                Figures.count(both.path("significantHere").asLong()),
                found.path("other").path("name").asText(),
                Figures.count(both.path("shared").asLong()),
                Figures.count(both.path("opposite").asLong())),
        ConcordancePage.SHARED);
    computedAlike(found.path("choices"));
  }

  /** Unless both runs made the choices that the study leaves open in one way. */
  private void computedAlike(JsonNode differ) {
    if (!differ.isArray()) {
      blocks.add(
          new Block.Warning(
              "Whether the two runs were computed alike is not known.", ConcordancePage.FILE));
    } else if (!differ.isEmpty()) {
      blocks.add(
          new Block.Warning(
              "The two runs were not computed alike: they differ in %s (%s), so that not every number of theirs can be compared."
                  .formatted(
                      Figures.of(differ.size(), "choice"),
                      differ
                          .valueStream()
                          .map(d -> d.path("name").asText())
                          .collect(Collectors.joining(", "))),
              ConcordancePage.DIFFERENT));
    }
  }

  private void limits() {
    blocks.add(new Block.Heading("What this does not say"));
    say(
        "Nothing here guides the care of a patient: the maps are predictions from stained tissue,"
            + " no measurement of proteins, and what goes together need not cause each other.",
        MethodsPage.FILE);
  }

  private static boolean there(List<FindingsPage> pages, String file) {
    return pages.stream().anyMatch(p -> p.file().equals(file));
  }
}
