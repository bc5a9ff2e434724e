package io.cohortrun.workers.analyse;

import io.cohortrun.workflows.stats.concordance.ActivationConcordance;
import io.cohortrun.workflows.stats.screen.BackgroundChannels;
import io.cohortrun.workflows.stats.screen.Feature;
import io.cohortrun.workflows.stats.screen.Population;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Mean densities of two populations by subtype and channel. Patients without a subtype are in that
 * of their type's name; background channels are left out, since nobody claims a protein of them.
 *
 * @param subtypes that both have, sorted
 * @param channels that both have, in the first's order
 * @param here [subtypes][channels] mean density; NaN where fewer patients than asked for have one
 * @param there of the other
 */
public record PopulationComparison(
    List<String> subtypes, List<String> channels, double[][] here, double[][] there) {

  private static final int DRAWS = 10_000;
  private static final long SEED = 1;

  /** A mean that both populations have. */
  public record Point(String subtype, String channel, double here, double there) {}

  /**
   * Compares.
   *
   * @param minPatients fewest on each side
   */
  public static PopulationComparison of(Population a, Population b, int minPatients) {
    Map<String, int[]> rowsOfA = rows(a);
    Map<String, int[]> rowsOfB = rows(b);
    Set<String> subtypes = new TreeSet<>(rowsOfA.keySet());
    subtypes.retainAll(rowsOfB.keySet());
    Map<String, Feature> densitiesOfA = densities(a);
    Map<String, Feature> densitiesOfB = densities(b);
    List<String> channels =
        densitiesOfA.keySet().stream().filter(densitiesOfB::containsKey).toList();
    return new PopulationComparison(
        List.copyOf(subtypes),
        channels,
        means(subtypes, channels, rowsOfA, densitiesOfA, minPatients),
        means(subtypes, channels, rowsOfB, densitiesOfB, minPatients));
  }

  /** The finest group of each patient of whom one is known. */
  static List<String> groups(Population of) {
    return IntStream.range(0, of.size())
        .mapToObj(i -> of.subtype().get(i).isEmpty() ? of.type().get(i) : of.subtype().get(i))
        .toList();
  }

  private static Map<String, int[]> rows(Population of) {
    List<String> group = groups(of);
    return group.stream()
        .filter(name -> !name.isEmpty())
        .distinct()
        .collect(
            Collectors.toMap(
                Function.identity(),
                name ->
                    IntStream.range(0, group.size())
                        .filter(i -> group.get(i).equals(name))
                        .toArray()));
  }

  private static Map<String, Feature> densities(Population of) {
    return of.features().stream()
        .filter(Feature::isDensity)
        .filter(f -> !BackgroundChannels.contains(f.channel()))
        .collect(
            Collectors.toMap(Feature::channel, f -> f, (one, same) -> one, LinkedHashMap::new));
  }

  private static double[][] means(
      Set<String> subtypes,
      List<String> channels,
      Map<String, int[]> rows,
      Map<String, Feature> densities,
      int minPatients) {
    return subtypes.stream()
        .map(
            s ->
                channels.stream()
                    .mapToDouble(c -> mean(densities.get(c).values(), rows.get(s), minPatients))
                    .toArray())
        .toArray(double[][]::new);
  }

  private static double mean(double[] of, int[] rows, int minPatients) {
    double[] known =
        Arrays.stream(rows).mapToDouble(i -> of[i]).filter(v -> !Double.isNaN(v)).toArray();
    return known.length < minPatients
        ? Double.NaN
        : Arrays.stream(known).average().orElse(Double.NaN);
  }

  /** The four correlations, with their null. */
  public ActivationConcordance activations() {
    return ActivationConcordance.of(here, there, DRAWS, SEED);
  }

  /** Means that both populations have. */
  public List<Point> points() {
    List<Point> points = new ArrayList<>();
    for (int s = 0; s < here.length; s++) {
      for (int c = 0; c < here[s].length; c++) {
        if (!Double.isNaN(here[s][c]) && !Double.isNaN(there[s][c])) {
          points.add(new Point(subtypes.get(s), channels.get(c), here[s][c], there[s][c]));
        }
      }
    }
    return points;
  }
}
