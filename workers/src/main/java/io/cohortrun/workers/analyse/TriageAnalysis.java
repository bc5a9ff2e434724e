package io.cohortrun.workers.analyse;

import io.cohortrun.workers.table.BadTable;
import io.cohortrun.workflows.stats.association.Eligibility;
import io.cohortrun.workflows.stats.association.Least;
import io.cohortrun.workflows.stats.screen.Attribute;
import io.cohortrun.workflows.stats.screen.BackgroundChannels;
import io.cohortrun.workflows.stats.screen.Feature;
import io.cohortrun.workflows.stats.screen.Population;
import io.cohortrun.workflows.stats.signature.Folds;
import io.cohortrun.workflows.stats.signature.Splits;
import io.cohortrun.workflows.stats.triage.CrossFittedScore;
import io.cohortrun.workflows.stats.triage.Roc;
import io.cohortrun.workflows.stats.triage.TriageData;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * Triage of one biomarker.
 *
 * @param positives of those of whom it is known
 * @param maps score from the densities of all channels but the background
 * @param background score from TRITC and Cy5 alone, which show no protein: what it tells, sites or
 *     tissue tell; null where there are no such channels
 */
public record TriageAnalysis(
    Attribute biomarker, int known, int positives, Scored maps, Scored background) {

  private static final long SEED = 1;

  /**
   * Scores of patients and how well they tell.
   *
   * @param score [patients] 0..1, NaN where a density is unknown
   * @param roc of patients of whom biomarker and score are known; null of too few
   * @param folds of the patients that the score is cross-fitted over, -1 of those of whom a density
   *     is unknown; null where nothing was fitted
   */
  public record Scored(double[] score, Roc roc, Folds folds) {

    /** Values of a biomarker of patients who have a score, which the area and its points are of. */
    double[] of(Attribute biomarker) {
      return IntStream.range(0, score.length)
          .filter(i -> !Double.isNaN(score[i]))
          .mapToDouble(i -> biomarker.values()[i])
          .filter(value -> !Double.isNaN(value))
          .toArray();
    }
  }

  /**
   * Scores all patients.
   *
   * @throws BadTable there is no such binary attribute
   */
  public static TriageAnalysis of(Population population, String attribute) throws BadTable {
    Attribute biomarker = biomarker(population, attribute);
    return new TriageAnalysis(
        biomarker,
        (int) Arrays.stream(biomarker.values()).filter(v -> !Double.isNaN(v)).count(),
        (int) Arrays.stream(biomarker.values()).filter(v -> v == 1).count(),
        scored(population, biomarker, channel -> !BackgroundChannels.contains(channel)),
        scored(population, biomarker, BackgroundChannels::contains));
  }

  /**
   * The attribute that is triaged.
   *
   * @throws BadTable there is none of this name, or it is not binary
   */
  public static Attribute biomarker(Population population, String attribute) throws BadTable {
    Attribute found =
        population.attributes().stream()
            .filter(a -> a.name().equals(attribute))
            .findFirst()
            .orElseThrow(
                () ->
                    new BadTable(
                        BadTable.Code.NoSuchColumn,
                        "spec.analyses.triage: the clinical tables have no attribute %s that"
                                .formatted(attribute)
                            + " differs between patients; check how it is written"));
    if (found.kind() != Attribute.Kind.BINARY) {
      throw new BadTable(
          BadTable.Code.BadValue,
          "spec.analyses.triage: %s is %s; triage needs a binary one, say so in spec.clinical.columns"
              .formatted(attribute, found.kind().name().toLowerCase(Locale.ROOT)));
    }
    return found;
  }

  private static Scored scored(
      Population population, Attribute biomarker, Predicate<String> channels) {
    List<double[]> densities =
        population.features().stream()
            .filter(f -> f.isDensity() && channels.test(f.channel()))
            .map(Feature::values)
            .toList();
    if (densities.isEmpty()) {
      return null;
    }
    double[] score = new double[population.size()];
    Arrays.fill(score, Double.NaN);
    int[] rows =
        IntStream.range(0, score.length)
            .filter(i -> densities.stream().noneMatch(d -> Double.isNaN(d[i])))
            .toArray();
    TriageData data = data(population, biomarker, densities, rows);
    int known = data.known().length;
    if (Eligibility.binary(data.positives(), known - data.positives(), Least.USUAL)
        != Eligibility.ELIGIBLE) {
      return new Scored(score, null, null);
    }
    Folds folds = Folds.draw(data.site(), Splits.USUAL, SEED);
    double[] of = CrossFittedScore.of(data, folds);
    IntStream.range(0, rows.length).forEach(i -> score[rows[i]] = of[i]);
    int[] judged = Arrays.stream(data.known()).filter(i -> !Double.isNaN(of[i])).toArray();
    boolean[] all = data.arm();
    boolean[] arm = new boolean[judged.length];
    for (int i = 0; i < arm.length; i++) {
      arm[i] = all[judged[i]];
    }
    return new Scored(
        score,
        roc(Arrays.stream(judged).mapToDouble(i -> of[i]).toArray(), arm),
        folds.among(score.length, rows));
  }

  /** Null where sites that have all of one side left too few with a score. */
  private static Roc roc(double[] score, boolean[] arm) {
    int positives = 0;
    for (boolean one : arm) {
      positives += one ? 1 : 0;
    }
    return Eligibility.binary(positives, arm.length - positives, Least.USUAL)
            == Eligibility.ELIGIBLE
        ? Roc.of(score, arm)
        : null;
  }

  private static TriageData data(
      Population population, Attribute biomarker, List<double[]> densities, int[] rows) {
    return new TriageData(
        Arrays.stream(rows)
            .mapToObj(i -> densities.stream().mapToDouble(d -> TriageData.logOdds(d[i])).toArray())
            .toArray(double[][]::new),
        Arrays.stream(rows).mapToDouble(i -> biomarker.values()[i]).toArray(),
        codes(population.type(), rows),
        codes(population.site(), rows)); // unknown is a site, which stays whole as others do
  }

  private static int[] codes(List<String> of, int[] rows) {
    List<String> names = of.stream().distinct().sorted().toList();
    return Arrays.stream(rows).map(i -> names.indexOf(of.get(i))).toArray();
  }
}
