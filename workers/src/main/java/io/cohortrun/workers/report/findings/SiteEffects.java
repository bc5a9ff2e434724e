package io.cohortrun.workers.report.findings;

import io.cohortrun.workflows.stats.rank.KruskalWallis;
import io.cohortrun.workflows.stats.rank.Ranking;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** How far the densities of a channel hang on the site that made the slides. */
final class SiteEffects {

  private static final int SITES = 30;

  private SiteEffects() {}

  /** Densities of the patients whose site is known. */
  private record Sites(List<String> sites, Map<String, List<Double>> densities) {}

  static Optional<List<Block>> of(RunTables run) throws IOException {
    Sites read = new Sites(new ArrayList<>(), new LinkedHashMap<>());
    run.each(
        "patients.csv",
        line -> {
          if (line.has("site")) {
            read.sites().add(line.text("site"));
            for (String column : line.cells().keySet()) {
              Channels.ofDensity(column)
                  .ifPresent(
                      channel ->
                          read.densities()
                              .computeIfAbsent(channel, c -> new ArrayList<>())
                              .add(line.number(column)));
            }
          }
        });
    Map<String, Integer> sizes = new TreeMap<>();
    read.sites().forEach(s -> sizes.merge(s, 1, Integer::sum));
    if (sizes.size() < 2 || read.densities().isEmpty()) {
      return Optional.empty();
    }
    List<String> sites =
        sizes.entrySet().stream()
            .filter(e -> e.getValue() >= run.smallCells())
            .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
            .limit(SITES)
            .map(Map.Entry::getKey)
            .toList();
    List<List<Object>> cells = new ArrayList<>();
    List<List<Object>> shares = new ArrayList<>();
    read.densities()
        .forEach(
            (channel, values) -> {
              double[] y = values.stream().mapToDouble(Double::doubleValue).toArray();
              shares.add(share(channel, y, read.sites(), List.copyOf(sizes.keySet())));
              cells.addAll(medians(channel, y, read.sites(), sites));
            });
    return Optional.of(
        List.of(
            new Block.Heading("Sites"),
            new Block.Plot(
                "bars",
                "Share of a channel's ranks that goes with the site",
                "Epsilon squared of Kruskal and Wallis over "
                    + Figures.of(sizes.size(), "site")
                    + ", types taken together: 0 is no difference between sites. What differs by"
                    + " site may be the scanner, the stain or the patients.",
                Map.of("axis", "epsilon squared"),
                new Block.Table(
                    "site-share", "By channel", List.of("name", "group", "value", "p"), shares)),
            new Block.Plot(
                "sites",
                "Median density by site",
                "Share of the cohort that lies below the site's median: 50 is no difference. Sites"
                    + " with fewer than "
                    + run.smallCells()
                    + " patients are not drawn.",
                Map.of(),
                new Block.Table(
                    "site-medians",
                    "By site and channel",
                    List.of("site", "channel", "patients", "median", "percentile"),
                    cells))));
  }

  private static List<Object> share(
      String channel, double[] y, List<String> sites, List<String> names) {
    BitSet known = new BitSet(y.length);
    IntStream.range(0, y.length).filter(i -> !Double.isNaN(y[i])).forEach(known::set);
    int[] group = sites.stream().mapToInt(names::indexOf).toArray();
    KruskalWallis test =
        KruskalWallis.test(Ranking.of(y, new int[y.length], known), group, names.size());
    return Arrays.asList(
        channel,
        Channels.group(channel),
        Figures.rounded(Math.max(0, test.epsilonSquared())),
        Figures.rounded(test.p()));
  }

  private static List<List<Object>> medians(
      String channel, double[] y, List<String> of, List<String> sites) {
    double[] sorted = Arrays.stream(y).filter(v -> !Double.isNaN(v)).sorted().toArray();
    List<List<Object>> rows = new ArrayList<>();
    for (String site : sites) {
      double[] here =
          IntStream.range(0, y.length)
              .filter(i -> of.get(i).equals(site) && !Double.isNaN(y[i]))
              .mapToDouble(i -> y[i])
              .sorted()
              .toArray();
      if (here.length > 0) {
        double median = (here[(here.length - 1) / 2] + here[here.length / 2]) / 2;
        rows.add(
            Arrays.asList(
                site,
                channel,
                here.length,
                Figures.rounded(median),
                Figures.rounded(Percentiles.below(sorted, median))));
      }
    }
    return rows;
  }
}
