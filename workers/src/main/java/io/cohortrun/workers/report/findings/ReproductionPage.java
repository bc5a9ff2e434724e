package io.cohortrun.workers.report.findings;

import com.fasterxml.jackson.databind.JsonNode;
import io.cohortrun.workers.table.Digits;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** What the study published, and what this run has in its place. Nothing here is a target. */
final class ReproductionPage {

  private static final String SIGNIFICANT = "associations_significant.csv";
  private static final String NOT_HERE = "not computed in this run";

  private final RunTables run;
  private final List<List<Object>> rows = new ArrayList<>();

  private ReproductionPage(RunTables run) {
    this.run = run;
  }

  static FindingsPage of(RunTables run) throws IOException {
    ReproductionPage page = new ReproductionPage(run);
    page.cohort();
    page.associations();
    page.external();
    page.survival();
    return new FindingsPage(
        "reproduction.html",
        "Reproduction",
        "the published figures beside this run's",
        List.of(
            new Block.Paragraph(
                "Published figures are those of the study's summary (Cell 189, 386-400, 2026;"
                    + " doi 10.1016/j.cell.2025.11.016), whose cohort is not public. A number that"
                    + " is near is no proof, one that is far no refutation: cohort, count rule and"
                    + " several formulas differ or are unknown."),
            new Block.Table(
                "reproduction",
                "Published and here",
                List.of("figure", "published", "this run", "what differs"),
                page.rows)));
  }

  private void row(String figure, String published, String here, String differs) {
    rows.add(List.of(figure, published, here, differs));
  }

  private void cohort() throws IOException {
    long[] patients = new long[1];
    Set<String> types = new HashSet<>();
    Set<String> subtypes = new HashSet<>();
    Set<String> sites = new HashSet<>();
    Set<String> markers = new HashSet<>();
    run.each(
        "patients.csv",
        l -> {
          if (l.count("tiles") == 0) {
            return; // none of the patient's slides could be analysed
          }
          patients[0]++;
          types.add(l.text("type"));
          subtypes.add(l.text("subtype"));
          sites.add(l.text("site"));
          if (markers.isEmpty()) { // all rows have the same columns
            l.cells().keySet().forEach(c -> Channels.ofDensity(c).ifPresent(markers::add));
          }
        });
    markers.removeIf(Channels::background);
    List.of(types, subtypes, sites).forEach(s -> s.remove(""));
    row(
        "Training data",
        "40 million cells, 21 lung slides with H&E and COMET mIF",
        "the bundle as it was given",
        "this program does not train");
    row(
        "Cohort",
        "14,256 patients, 24 types, 306 subtypes, 51 hospitals, more than 1,000 clinics",
        patients[0] == 0
            ? NOT_HERE
            : "%s, %s, %s, %s"
                .formatted(
                    Figures.of(patients[0], "patient"),
                    Figures.of(types.size(), "type"),
                    Figures.of(subtypes.size(), "subtype"),
                    Figures.of(sites.size(), "site")),
        "another cohort; which OncoTree level gives 24 and 306 is not published");
    row(
        "Virtual images",
        "about 300,000",
        patients[0] == 0
            ? NOT_HERE
            : "%s (patients x %s)"
                .formatted(
                    Figures.count(markers.size() * patients[0]),
                    Figures.of(markers.size(), "channel")),
        "that one image is a patient and a channel is our reading: 14,256 x 21 = 299,376");
  }

  private void associations() throws IOException {
    List<Line> found = AssociationsPage.significant(run);
    String count = Figures.count(AssociationsPage.counted(found, false));
    row(
        "Significant associations",
        "1,234",
        run.has(SIGNIFICANT) ? count : NOT_HERE,
        "test, correction and count rule are not published; here q < %s, %s, one for each stratum, channel that is no background, and attribute"
            .formatted(Digits.written(run.falseDiscoveryRate()), TestedWithin.of(run)));
    for (String attribute : List.of("TMB", "KRAS", "KMT2D")) {
      row(
          "CD138, CD20, CD4 with " + attribute,
          "associated",
          named(found, List.of("CD138", "CD20", "CD4"), attribute),
          "all levels; direction not published for each");
    }
    row(
        "MSI-high and TMB-high raise CD138",
        "raised, CD138 and others",
        run.has(SIGNIFICANT)
            ? "MSI: %s; TMB-high: %s"
                .formatted(
                    named(found, List.of("CD138"), "MSI"),
                    named(found, List.of("CD138"), "TMB-high"))
            : NOT_HERE,
        "definitions of MSI-high and TMB-high are not published");
    combination("CD138", "CD68");
    combination("PD-L1", "Caspase3-D");
  }

  /** Pairs are asked about in either order. */
  private void combination(String one, String other) throws IOException {
    Set<String> pair = Set.of(one, other);
    long better =
        run.table("combinations.csv").stream()
            .filter(l -> pair.equals(Set.copyOf(List.of(l.text("channel_a"), l.text("channel_b")))))
            .filter(l -> l.number("gain") > 0 && l.number("q") < run.falseDiscoveryRate())
            .filter(l -> !(l.number("against_background") <= 0)) // a panel may have none
            .map(l -> l.text("attribute"))
            .distinct()
            .count();
    row(
        "Combination " + one + "/" + other,
        "beats both",
        run.has("combinations.csv")
            ? "better than both parts for " + Figures.of(better, "attribute")
            : NOT_HERE,
        "all levels; here a pixel counts that is positive in one or the other, judged on patients"
            + " that did not choose the better part");
  }

  private String named(List<Line> found, List<String> channels, String attribute) {
    if (!run.has(SIGNIFICANT)) {
      return NOT_HERE;
    }
    String named =
        found.stream()
            .filter(l -> channels.contains(l.text("channel")))
            .filter(l -> isOf(attribute, l.text("attribute")))
            .map(l -> l.text("channel") + " " + direction(l))
            .distinct()
            .sorted()
            .collect(Collectors.joining(", "));
    return named.isEmpty() ? "none significant" : named;
  }

  /** Whether a column is this or of it: MSI_STATUS is of MSI, and the gene MSI2 is not. */
  private static boolean isOf(String attribute, String column) {
    return column.startsWith(attribute)
        && (column.length() == attribute.length()
            || !Character.isLetterOrDigit(column.charAt(attribute.length())));
  }

  private static String direction(Line line) {
    double none = line.is("effect_kind", "hr") ? 1 : 0;
    return line.is("effect_kind", "epsilon2")
        ? "differs"
        : line.number("effect") > none ? "up" : "down";
  }

  private void external() throws IOException {
    JsonNode found = run.json("concordance.json");
    boolean there = !found.isMissingNode() && !found.hasNonNull("refused");
    row(
        "Activations in a second cohort",
        "Spearman 0.88 over subtypes, 10,200 TCGA patients",
        there
            ? "pooled "
                + fixed(found.path("activations"), "pooled", 2)
                + ", less the channel's mean "
                + fixed(found.path("activations"), "centred", 2)
            : NOT_HERE,
        "which of the four numbers it is, is not published");
    row(
        "Overlap of associations",
        "Fisher p < 2e-9",
        there
            ? Figures.p(SignatureBlocks.number(found.path("associations"), "fisherP"))
                + "; channels relabelled "
                + Figures.p(
                    SignatureBlocks.number(found.path("associations"), "pChannelsRelabelled"))
            : NOT_HERE,
        "Fisher's p is no evidence when tests are correlated");
    row(
        "More associations than in TCGA",
        "33 % (ratio 1.33)",
        there
            ? fixed(found.path("countRatio"), "common", 2)
                + "; at equal numbers "
                + fixed(found.path("countRatio").path("equalN"), "median", 2)
            : NOT_HERE,
        "may be no more than a larger cohort");
  }

  private void survival() throws IOException {
    JsonNode signature = run.json("signature.json");
    boolean there = signature.has("concordance");
    List<String> values = new ArrayList<>();
    signature
        .path("concordance")
        .properties()
        .forEach(e -> values.add(e.getKey() + " " + fixed(e.getValue(), "value", 3)));
    row(
        "Signature beside CD3 and CD8",
        "better than either, lung and brain",
        there ? "C: " + String.join(", ", values) : NOT_HERE,
        "method and cut-off are not published; here cross-fitted ridge Cox, all types");
    row(
        "GigaTIME-Flash",
        "6 times faster, 8 times less memory, better quality than the CNN",
        NOT_HERE,
        "a claim about two models; a run has one");
  }

  private static String fixed(JsonNode of, String field, int digits) {
    return Figures.fixed(SignatureBlocks.number(of, field), digits);
  }
}
