package io.cohortrun.workflows.validate;

import io.cohortrun.workflows.stats.association.Least;
import io.cohortrun.workflows.stats.screen.Attribute;
import io.cohortrun.workflows.stats.screen.Feature;
import io.cohortrun.workflows.stats.screen.Level;
import io.cohortrun.workflows.stats.screen.Outcome;
import io.cohortrun.workflows.stats.screen.Population;
import io.cohortrun.workflows.stats.screen.Screen;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * The screen of a run on attributes that were exchanged between patients of one type and site.
 * Every test draws its stratum, feature and attribute, and a permutation of its own.
 */
public final class PermutedScreen {

  /** Draws whose test has too few patients are drawn again, so often. */
  private static final int TRIES = 20;

  private final Population population;
  private final List<Population.Stratum> strata;
  private final Least least;
  private final List<Level> levels;
  private final int[][] exchangeable;

  /**
   * Of a run.
   *
   * @param population that it tested: of those without a result nothing is exchanged
   * @param strata of them
   * @param least patients of its tests
   */
  public PermutedScreen(Population population, List<Population.Stratum> strata, Least least) {
    this.least = least;
    this.population = population;
    this.strata = strata;
    this.levels = strata.stream().map(Population.Stratum::level).distinct().toList();
    this.exchangeable = exchangeable(population);
  }

  /**
   * Makes tests, fewer where hardly any has patients enough.
   *
   * @param tests most to be made
   * @param seed the same gives the same tests
   */
  public List<PermutedResult> tests(int tests, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<PermutedResult> made = new ArrayList<>();
    if (population.features().isEmpty()
        || attributes() == 0
        || strata.isEmpty()
        || population.size() == 0) {
      return made;
    }
    for (int i = 0; i < TRIES * tests && made.size() < tests; i++) {
      test(random, made);
    }
    return made;
  }

  private int attributes() {
    return population.attributes().size() + population.outcomes().size();
  }

  private void test(SplittableRandom random, List<PermutedResult> into) {
    Population.Stratum stratum = stratum(random);
    Feature feature = population.features().get(random.nextInt(population.features().size()));
    int which = random.nextInt(attributes());
    int[] from = exchanged(random);
    int fixed = population.attributes().size();
    Population one =
        new Population(
            population.type(),
            population.subtype(),
            population.site(),
            List.of(feature),
            which < fixed ? List.of(of(population.attributes().get(which), from)) : List.of(),
            which < fixed ? List.of() : List.of(of(population.outcomes().get(which - fixed), from)),
            List.of());
    Screen.of(
        one,
        stratum,
        least,
        tested -> into.add(new PermutedResult(tested.result().p(), tested.crude())),
        skipped -> {});
  }

  /** A level, then a stratum of it as a random patient would be in. */
  private Population.Stratum stratum(SplittableRandom random) {
    Level level = levels.get(random.nextInt(levels.size()));
    List<Population.Stratum> of = strata.stream().filter(s -> s.level() == level).toList();
    int patient = random.nextInt(of.stream().mapToInt(s -> s.rows().length).sum());
    for (Population.Stratum stratum : of) {
      patient -= stratum.rows().length;
      if (patient < 0) {
        return stratum;
      }
    }
    throw new IllegalStateException("more patients than the strata have");
  }

  /** For each patient the one whose attributes it gets. */
  private int[] exchanged(SplittableRandom random) {
    int[] from = new int[population.size()];
    for (int[] rows : exchangeable) {
      int[] mixed = rows.clone();
      for (int i = mixed.length - 1; i > 0; i--) {
        int j = random.nextInt(i + 1);
        int kept = mixed[i];
        mixed[i] = mixed[j];
        mixed[j] = kept;
      }
      for (int i = 0; i < rows.length; i++) {
        from[rows[i]] = mixed[i];
      }
    }
    return from;
  }

  private static Attribute of(Attribute attribute, int[] from) {
    return new Attribute(
        attribute.name(),
        attribute.kind(),
        Arrays.stream(from).mapToDouble(i -> attribute.values()[i]).toArray());
  }

  private static Outcome of(Outcome outcome, int[] from) {
    boolean[] event = new boolean[from.length];
    for (int i = 0; i < from.length; i++) {
      event[i] = outcome.event()[from[i]];
    }
    return new Outcome(
        outcome.name(),
        Arrays.stream(from).mapToDouble(i -> outcome.entry()[i]).toArray(),
        Arrays.stream(from).mapToDouble(i -> outcome.time()[i]).toArray(),
        event);
  }

  private static int[][] exchangeable(Population population) {
    Map<List<String>, List<Integer>> groups = new TreeMap<>(PermutedScreen::compare);
    IntStream.range(0, population.size())
        .forEach(
            i ->
                groups
                    .computeIfAbsent(
                        List.of(population.type().get(i), population.site().get(i)),
                        g -> new ArrayList<>())
                    .add(i));
    return groups.values().stream()
        .map(rows -> rows.stream().mapToInt(Integer::intValue).toArray())
        .toArray(int[][]::new);
  }

  private static int compare(List<String> a, List<String> b) {
    int byType = a.getFirst().compareTo(b.getFirst());
    return byType != 0 ? byType : a.getLast().compareTo(b.getLast());
  }
}
