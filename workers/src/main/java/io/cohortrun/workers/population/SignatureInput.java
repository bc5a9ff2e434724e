package io.cohortrun.workers.population;

import io.cohortrun.workers.clinical.ClinicalJoin;
import io.cohortrun.workers.patients.SlideTotals;
import io.cohortrun.workflows.stats.association.Eligibility;
import io.cohortrun.workflows.stats.association.Least;
import io.cohortrun.workflows.stats.screen.Attribute;
import io.cohortrun.workflows.stats.screen.BackgroundChannels;
import io.cohortrun.workflows.stats.screen.Feature;
import io.cohortrun.workflows.stats.screen.Outcome;
import io.cohortrun.workflows.stats.screen.Population;
import io.cohortrun.workflows.stats.signature.SignatureData;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * What a signature is fitted to: patients whose follow-up and densities are known.
 *
 * @param channels of the covariates; the negative controls are none
 * @param types names of the types, by number
 * @param rows patients of the population
 * @param data of them
 */
record SignatureInput(
    Population population,
    List<String> channels,
    List<String> types,
    int[] rows,
    SignatureData data) {

  static SignatureInput of(ClinicalJoin join, Outcome outcome, SlideTotals totals) {
    Population all = join.population();
    List<Feature> densities =
        all.features().stream()
            .filter(f -> f.isDensity() && !BackgroundChannels.contains(f.channel()))
            .toList();
    int[] rows =
        IntStream.range(0, all.size())
            .filter(i -> !Double.isNaN(outcome.time()[i]))
            .filter(i -> densities.stream().noneMatch(f -> Double.isNaN(f.values()[i])))
            .toArray();
    double[][] x = new double[rows.length][];
    for (int i = 0; i < rows.length; i++) {
      int row = rows[i];
      long pixels = totals.validPixels(join.patients().get(row));
      x[i] =
          densities.stream()
              .mapToDouble(f -> SignatureData.logOdds(Math.round(f.values()[row] * pixels), pixels))
              .toArray();
    }
    List<String> types = all.type().stream().distinct().sorted().toList();
    int[] type = all.type().stream().mapToInt(types::indexOf).toArray();
    return new SignatureInput(
        all,
        densities.stream().map(Feature::channel).toList(),
        types,
        rows,
        new SignatureData(outcome.followUp(rows, type), x, sites(all, rows)));
  }

  /** Unknown is a site: outcomes are exchanged within it, and it stays whole. */
  private static int[] sites(Population all, int[] rows) {
    List<String> names = all.site().stream().distinct().sorted().toList();
    return Arrays.stream(rows).map(row -> names.indexOf(all.site().get(row))).toArray();
  }

  /** Why nothing can be fitted, or empty. */
  String hindrance() {
    if (channels.isEmpty()) {
      return "there is no density of a channel";
    }
    Eligibility eligible = Eligibility.survival(data.size(), data.followUp().events(), Least.USUAL);
    return eligible == Eligibility.ELIGIBLE
        ? ""
        : "%d patients with %d events have follow-up and densities; it takes 30 and 20"
            .formatted(data.size(), data.followUp().events());
  }

  /** The same subjects with one channel alone. */
  Optional<SignatureData> channel(String name) {
    int at = channels.indexOf(name);
    return at < 0 ? Optional.empty() : Optional.of(data.columns(at));
  }

  /** Age and stage of those of whom both are known; empty where a cohort has not both. */
  Optional<Compared> ageAndStage() {
    Optional<double[]> age = covariate(Attribute.Kind.CONTINUOUS, "age", true);
    Optional<double[]> stage = covariate(Attribute.Kind.ORDINAL, "stage", false);
    if (age.isEmpty() || stage.isEmpty()) {
      return Optional.empty();
    }
    int[] of =
        IntStream.range(0, rows.length)
            .filter(i -> !Double.isNaN(age.get()[rows[i]] + stage.get()[rows[i]]))
            .toArray();
    SignatureData some = data.only(of);
    double[][] x =
        Arrays.stream(of)
            .mapToObj(i -> new double[] {age.get()[rows[i]], stage.get()[rows[i]]})
            .toArray(double[][]::new);
    return some.followUp().events() == 0
        ? Optional.empty()
        : Optional.of(new Compared(of, new SignatureData(some.followUp(), x, some.site())));
  }

  /**
   * Other covariates of some of the subjects.
   *
   * @param of their positions among the subjects
   */
  record Compared(int[] of, SignatureData data) {}

  private Optional<double[]> covariate(Attribute.Kind kind, String word, boolean first) {
    return population.covariates().stream()
        .filter(a -> a.kind() == kind)
        .filter(
            a -> {
              String name = a.name().toLowerCase(Locale.ROOT);
              return first ? name.startsWith(word) : name.contains(word);
            })
        .map(Attribute::values)
        .findFirst();
  }
}
