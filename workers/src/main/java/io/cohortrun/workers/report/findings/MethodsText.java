package io.cohortrun.workers.report.findings;

import io.cohortrun.workers.population.AskedStrata;
import io.cohortrun.workflows.contract.AnalysisSettings;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** A paragraph for each analysis that was asked for. */
final class MethodsText {

  private MethodsText() {}

  /** Of settings, and of what the run says that it found. */
  static List<String> of(AnalysisSettings s, RunTables run) throws IOException {
    List<String> text = new ArrayList<>();
    AdjustedFor adjusted = AdjustedFor.of(run);
    if (s.associations() != null) {
      text.add(associations(s.associations(), adjusted, TestedWithin.of(run)));
      text.add(marks(run));
    }
    subtypes(s, run).ifPresent(text::add);
    if (s.survival() != null) {
      text.add(
          ("Survival: Kaplan-Meier curves with Greenwood intervals on the log scale; log-rank"
                  + " tests, of all types within types; Cox models of one standard deviation of a feature with %s ties,"
                  + " univariable and adjusted for %s, stratified by type, where a"
                  + " stratum has at least %d events; proportional hazards by the score test with"
                  + " Kaplan-Meier time. Endpoints: %s.")
              .formatted(
                  s.survival().ties(),
                  adjusted.all(),
                  s.survival().minEvents(),
                  String.join(", ", s.survival().endpoints())));
    }
    if (s.signature() != null) {
      text.add(
          ("Signature: ridge Cox on the log-odds of the densities, standardised within type on"
                  + " training folds, %d repeats; %s. Gains against CD3, CD8 and age + stage by a"
                  + " paired bootstrap; null by permuting outcomes within type and site, at most %d"
                  + " times. Endpoint: %s.")
              .formatted(
                  s.signature().repeats(),
                  HeldOut.signature(run.json("signature.json"))
                      .map(models -> "a patient's risk comes from " + models)
                      .orElse("it was not fitted"),
                  s.signature().permutations(),
                  s.signature().endpoint()));
    }
    TimeOrigin.of(s).ifPresent(text::add);
    if (!s.triage().isEmpty()) {
      text.add(
          "Triage: ridge logistic models of the log-odds of all channels' densities, standardised"
              + " within types and without the type; five repeats, "
              + HeldOut.triage(TriagePage.points(run))
                  .map(models -> "each patient scored by " + models)
                  .orElse("nobody got a score")
              + ". Areas with DeLong's interval; predictive values by Bayes at the stated"
              + " prevalence.");
    }
    if (s.concordance() != null) {
      text.add(
          ("Concordance: Spearman's rho of mean densities over shared subtypes with at least %d"
                  + " patients on each side; overlap of significant associations by Fisher's test,"
                  + " within attributes, and with the other run's channels relabelled jointly.")
              .formatted(s.concordance().minPatients()));
    }
    if (s.quality() != null) {
      text.add(
          "Quality: box Pearson, Dice and IoU of virtual against registered real mIF, how much nearer"
              + " boxes of a channel are to their own real one than to any other, and their"
              + " correlation given the real DAPI and CK, with a bootstrap over slides; differences from baselines paired, Holm's correction.");
    }
    if (s.validation() != null) {
      text.add(
          "Validation: named checks; one that fails "
              + ("Stop".equals(s.validation().onFailure())
                  ? "stops publication"
                  : "marks the report")
              + " unless it says otherwise. Groups under "
              + s.smallCells()
              + " are not shown in what is exported for others.");
    }
    if (!text.isEmpty() && s.clinical() != null) {
      text.addFirst(
          "Slides: a patient's counts are summed over slides, so that larger areas weigh more; which"
              + " slides stand for a patient: %s.".formatted(s.clinical().slideRule()));
    }
    return text;
  }

  /** What is said of a test beside its p-value. */
  private static String marks(RunTables run) {
    return "Of significant tests: 'specific' stands with the same feature of the background channels,"
        + " DAPI and CK held fixed, 'stable' whichever site is left out. 'q_relevant' is of effects"
        + " beyond 0.1 of delta or rho, or beyond hazard ratios of 0.9 to 1.1. Of categories"
        + " 'specific' and 'q_relevant' are not told."
        + (AssociationTests.ofPairs(run)
            ? " Pairs of channels, where a pixel counts that is positive in one or the other, are"
                + " tested alike, and beside the better of the two on patients that did not choose"
                + " it."
            : "");
  }

  private static String associations(
      AnalysisSettings.Associations a, AdjustedFor adjusted, String within) {
    String genes = adjusted.genes();
    String groups = adjusted.groups();
    return ("Associations: the unit is the patient; tested are density, entropy, signal-to-noise,"
            + " sharpness and Moran's I of each channel. Binary attributes by Mann-Whitney (van Elteren"
            + " within strata), numbers and ordered values by Spearman, categories by"
            + " Kruskal-Wallis, endpoints by Cox; the p-value that counts is %s;"
            + " those crude and adjusted for %s stand beside it%s. Strata of"
            + " at least %d patients, %d in each arm; Benjamini-Hochberg at %s within level, class of"
            + " attribute and kind of feature; levels: %s.%s")
        .formatted(
            within,
            adjusted.all(),
            genes.isEmpty()
                ? ""
                : "; tests of genes are adjusted for %s as well, for hypermutated tumours have most genes mutated"
                    .formatted(genes),
            a.minPatients(),
            a.minArm(),
            a.falseDiscoveryRate(),
            String.join(", ", a.levels()),
            groups.isEmpty() ? "" : " Of the clinical columns " + groups + ".");
  }

  /** Of runs that looked into subtypes. */
  private static Optional<String> subtypes(AnalysisSettings s, RunTables run) throws IOException {
    List<Line> own = run.table("subtypes.csv").stream().filter(l -> l.has("stratum")).toList();
    if (own.isEmpty() || !AskedStrata.haveSubtypes(s)) {
      return Optional.empty();
    }
    int least = AskedStrata.least(s).subjects();
    long pooled = own.stream().filter(l -> !l.is("stratum", l.text("subtype"))).count();
    Map<String, Long> patients =
        own.stream()
            .collect(
                Collectors.groupingBy(
                    l -> l.text("stratum"), Collectors.summingLong(l -> l.count("patients"))));
    long alone = patients.values().stream().filter(n -> n < least).count();
    return Optional.of(
        ("Subtypes: those of fewer than %d patients were analysed together with others as small, in"
                + " the nearest wider code of OncoTree %s, of the same main type, that has as many"
                + " of them. Of %s %d went into a wider one, and %d of fewer patients found none.")
            .formatted(
                least, s.clinical().oncoTree(), Figures.of(own.size(), "subtype"), pooled, alone));
  }
}
