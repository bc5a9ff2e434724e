package io.cohortrun.workflows.stats;

import io.cohortrun.workflows.stats.rank.NullCalibration;
import io.cohortrun.workflows.stats.rank.NullCalibration.Rate;
import io.cohortrun.workflows.stats.screen.DiscoveryCalibration.Rates;
import io.cohortrun.workflows.stats.signature.SignatureCalibration;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What the calibration found, as a page of docs/series. */
final class CalibrationPage {

  private String nulls = "";
  private String discoveries = "";
  private String signatures = "";

  boolean isComplete() {
    return !nulls.isEmpty() && !discoveries.isEmpty() && !signatures.isEmpty();
  }

  String markdown(String machine) {
    return "# Calibration of the statistics\n\nMachine: %s.\n\n%s\n%s\n%s"
        .formatted(machine, nulls, discoveries, signatures);
  }

  /** A row per arm, and one of all tests. */
  void nulls(List<Rate> rates) {
    int levels = NullCalibration.LEVELS.size();
    StringBuilder rows = new StringBuilder();
    long[] found = new long[levels];
    long tests = 0;
    for (int first = 0; first < rates.size(); first += levels) {
      rows.append("| ").append(rates.get(first).scenario()).append(" |");
      tests += rates.get(first).tests();
      for (int l = 0; l < levels; l++) {
        Rate rate = rates.get(first + l);
        found[l] += rate.below();
        rows.append(" %.2f |".formatted(rate.below() / (rate.level() * rate.tests())));
      }
      rows.append('\n');
    }
    rows.append("| all, found of expected |");
    for (int l = 0; l < levels; l++) {
      rows.append(" %,d of %,.0f |".formatted(found[l], NullCalibration.LEVELS.get(l) * tests));
    }
    nulls =
        """
        ## Where nothing is associated

        %,d tests. Of each arm the share of p below a level, over that level: 1 is nominal, a discrete exact p stays below it.

        | arm, subjects | .05 | .01 | 1e-3 | 1e-4 | 1e-5 |
        |---|---|---|---|---|---|
        %s
        """
            .formatted(tests, rows);
  }

  /**
   * A row of the first cohorts, as many as the share is asked of, and of all; then all by as many.
   */
  void discoveries(int asked, List<Rates> all) {
    double[] means =
        IntStream.range(0, all.size() / asked)
            .mapToDouble(i -> falseOnes(all.subList(i * asked, (i + 1) * asked)).value())
            .toArray();
    discoveries =
        """
        ## False discoveries in mixed cohorts

        Benjamini-Hochberg at 0.05. Means over cohorts: the share of false ones among discoveries, and of what was planted, found.

        | cohorts | false | standard error | found |
        |---|---|---|---|
        | the first %s| all %s
        Of each %,d, one after the other, the mean is from %.4f to %.4f; in %d of %d it is 0.05 or less.
        """
            .formatted(
                cells(all.subList(0, asked)),
                cells(all),
                asked,
                Arrays.stream(means).min().orElseThrow(),
                Arrays.stream(means).max().orElseThrow(),
                Arrays.stream(means).filter(mean -> mean <= 0.05).count(),
                means.length);
  }

  private static String cells(List<Rates> rates) {
    Mean wrong = falseOnes(rates);
    Mean found = Mean.of(rates, Rates::power);
    return "%,d | %.4f | %.4f | %.4f |\n"
        .formatted(rates.size(), wrong.value(), wrong.error(), found.value());
  }

  private static Mean falseOnes(List<Rates> rates) {
    return Mean.of(rates, Rates::falseDiscovery);
  }

  /** The share of p up to each level. */
  void signatures(double[] p, int permutations) {
    List<Double> levels = SignatureCalibration.LEVELS;
    signatures =
        """
        ## Signatures of nothing

        %,d cohorts, %d permutations each. The share of p up to each level, and the mean p.

        | p up to | %s | mean |
        |---|%s---|
        | share | %s | %.4f |
        | standard error, if uniform | %s | %.4f |
        """
            .formatted(
                p.length,
                permutations,
                each(levels, level -> level),
                "---|".repeat(levels.size()),
                each(levels, level -> SignatureCalibration.share(p, level)),
                Arrays.stream(p).average().orElseThrow(),
                each(levels, level -> Math.sqrt(level * (1 - level) / p.length)),
                Math.sqrt(1.0 / 12 / p.length));
  }

  private static String each(List<Double> levels, ToDoubleFunction<Double> number) {
    return levels.stream()
        .map(level -> "%.4f".formatted(number.applyAsDouble(level)))
        .collect(Collectors.joining(" | "));
  }
}
