package io.cohortrun.workers.quality;

import io.cohortrun.workers.quality.SlideScore.Metric;
import io.cohortrun.workers.table.CsvFile;
import io.cohortrun.workflows.stats.multiplicity.Adjusted;
import io.cohortrun.workflows.stats.quality.SignTest;
import io.cohortrun.workflows.stats.quality.SlideMean;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * {@code quality.csv}: each bundle, then the run's against each of the others; and {@code
 * quality_slides.csv}: what it is the mean of.
 */
final class QualityTable {

  private static final List<String> NAMES =
      List.of(
          "channel",
          "metric",
          "bundle",
          "value",
          "lower",
          "upper",
          "n_slides",
          "baseline",
          "difference",
          "p_holm");
  private static final List<String> OF_SLIDES =
      List.of("channel", "metric", "bundle", "slide", "value");
  private static final List<Metric> COMPARED = List.of(Metric.BOX_PEARSON, Metric.DICE);
  private static final long SEED = 1;

  private final Map<String, Map<String, Map<String, SlideScore>>> scores;
  private final String own;
  private final List<List<Object>> rows = new ArrayList<>();

  private QualityTable(String own, Map<String, Map<String, Map<String, SlideScore>>> scores) {
    this.own = own;
    this.scores = scores;
  }

  /**
   * Writes both tables.
   *
   * @param own name of the run's bundle
   * @param scores bundle to channel to slide to score
   */
  static void write(
      Path folder, String own, Map<String, Map<String, Map<String, SlideScore>>> scores)
      throws IOException {
    QualityTable table = new QualityTable(own, scores);
    scores.keySet().forEach(table::values);
    scores.keySet().stream().filter(b -> !b.equals(own)).forEach(table::against);
    CsvFile.write(folder.resolve("quality.csv"), NAMES, table.rows);
    CsvFile.write(folder.resolve("quality_slides.csv"), OF_SLIDES, table.slides());
  }

  private List<List<Object>> slides() {
    List<List<Object>> of = new ArrayList<>();
    scores.forEach(
        (bundle, channels) ->
            channels.forEach(
                (channel, slides) ->
                    slides.forEach(
                        (slide, score) -> {
                          for (Metric metric : Metric.values()) {
                            of.add(
                                List.of(channel, word(metric), bundle, slide, score.value(metric)));
                          }
                        })));
    return of;
  }

  private static String word(Metric metric) {
    return metric.name().toLowerCase(Locale.ROOT);
  }

  private void values(String bundle) {
    scores
        .get(bundle)
        .forEach(
            (channel, slides) -> {
              for (Metric metric : Metric.values()) {
                SlideMean mean =
                    SlideMean.of(values(slides.keySet(), bundle, channel, metric), SEED);
                row(channel, metric, bundle, mean.value(), mean, null, null, null);
              }
            });
  }

  /** Differences by slide; Holm over the channels. */
  private void against(String baseline) {
    for (Metric metric : COMPARED) {
      List<String> channels = List.copyOf(scores.get(baseline).keySet());
      List<SlideMean> differences = new ArrayList<>();
      double[] p = new double[channels.size()];
      double[] value = new double[channels.size()];
      for (int c = 0; c < p.length; c++) {
        Set<String> slides = scores.get(baseline).get(channels.get(c)).keySet();
        double[] first = values(slides, own, channels.get(c), metric);
        double[] second = values(slides, baseline, channels.get(c), metric);
        double[] difference = new double[first.length];
        Arrays.setAll(difference, i -> first[i] - second[i]);
        differences.add(SlideMean.of(difference, SEED));
        p[c] = SignTest.of(first, second).p();
        value[c] = SlideMean.of(first, SEED).value();
      }
      double[] holm = Adjusted.holm(p);
      for (int c = 0; c < p.length; c++) {
        SlideMean difference = differences.get(c);
        row(
            channels.get(c),
            metric,
            own,
            value[c],
            difference,
            baseline,
            difference.value(),
            holm[c]);
      }
    }
  }

  private double[] values(Set<String> slides, String bundle, String channel, Metric metric) {
    return slides.stream()
        .mapToDouble(s -> scores.get(bundle).get(channel).get(s).value(metric))
        .toArray();
  }

  private void row(
      String channel,
      Metric metric,
      String bundle,
      double value,
      SlideMean interval,
      String baseline,
      Double difference,
      Double holm) {
    rows.add(
        Arrays.asList(
            channel,
            word(metric),
            bundle,
            value,
            interval.lower(),
            interval.upper(),
            interval.slides(),
            baseline,
            difference,
            holm));
  }
}
