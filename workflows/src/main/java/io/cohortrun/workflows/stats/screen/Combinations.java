package io.cohortrun.workflows.stats.screen;

import io.cohortrun.workflows.stats.association.Combination;
import io.cohortrun.workflows.stats.association.DeLong;
import io.cohortrun.workflows.stats.multiplicity.Adjusted;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Pairs of channels that separate the arms of a binary attribute better than the better channel
 * alone. Asked of pairs that are associated with the attribute; at most 2,000 a level, those of the
 * smallest p.
 */
public final class Combinations {

  /** Candidates of a level: each costs six sorts of a stratum. */
  private static final int MOST = 2000;

  private static final long SEED = 1;

  /** What shows no protein: a pair with it is the null of a gain. */
  private final Population singles;

  private final Map<String, double[]> channels;
  private final Map<Set<String>, double[]> pairs;
  private final Map<List<Object>, int[]> strata;
  private final boolean[] half;
  private final Map<List<Object>, Double> nulls = new ConcurrentHashMap<>();

  private Combinations(Population singles, List<Population.Stratum> strata, List<Pair> pairs) {
    this.singles = singles;
    this.channels =
        singles.features().stream()
            .filter(f -> f.kind().equals(Feature.DENSITY))
            .collect(Collectors.toMap(Feature::channel, Feature::values));
    this.pairs = pairs.stream().collect(Collectors.toMap(p -> Set.of(p.a(), p.b()), Pair::values));
    this.strata =
        strata.stream()
            .collect(Collectors.toMap(s -> List.of(s.level(), s.name()), Population.Stratum::rows));
    this.half = halves(singles.size());
  }

  /**
   * Halves that patients are drawn into: what is decided on one is judged on the other.
   *
   * @param patients how many; the same number gives the same halves
   * @return [patients]
   */
  public static boolean[] halves(int patients) {
    boolean[] half = new boolean[patients];
    var random = new Random(SEED);
    for (int i = 0; i < patients; i++) {
      half[i] = random.nextBoolean();
    }
    return half;
  }

  /**
   * What a pair adds.
   *
   * @param effectPair Cliff's delta of the pair between the arms, without strata
   * @param effectA of its first channel alone
   * @param effectB of its second
   * @param gain area under the curve of the pair less that of the better channel, cross-fitted
   * @param p two-sided, of the gain; NaN where a half is too small
   * @param q over the candidates of the level
   * @param againstBackground gain less the largest that either channel has with TRITC or Cy5; NaN
   *     where the pair holds one of those, or there are none
   */
  public record Gain(
      Level level,
      String stratum,
      Pair pair,
      String attribute,
      double effectPair,
      double effectA,
      double effectB,
      double gain,
      double p,
      double q,
      double againstBackground) {

    private Gain with(double q) {
      return new Gain(
          level,
          stratum,
          pair,
          attribute,
          effectPair,
          effectA,
          effectB,
          gain,
          p,
          q,
          againstBackground);
    }
  }

  /**
   * Asks.
   *
   * @param singles population with the densities of single channels
   * @param strata in which pairs were tested
   * @param pairs of the same patients
   * @param associated tests of pairs that count, of a population whose features they are
   * @return by level, stratum and p
   */
  public static List<Gain> of(
      Population singles,
      List<Population.Stratum> strata,
      List<Pair> pairs,
      List<Association> associated) {
    Combinations all = new Combinations(singles, strata, pairs);
    Map<String, Pair> byName =
        pairs.stream().collect(Collectors.toMap(Pair::name, Function.identity()));
    List<Gain> gains = new ArrayList<>();
    for (Level level : Level.values()) {
      List<Gain> of =
          associated.stream()
              .map(Association::tested)
              .filter(t -> t.level() == level && byName.containsKey(t.channel()))
              .filter(t -> t.attributeClass().equals("binary"))
              .sorted(Comparator.comparingDouble(t -> t.result().p()))
              .limit(MOST)
              .toList()
              .parallelStream()
              .map(t -> all.gain(t, byName.get(t.channel())))
              .toList();
      double[] q = Adjusted.benjaminiHochberg(of.stream().mapToDouble(Gain::p).toArray());
      IntStream.range(0, q.length).mapToObj(i -> of.get(i).with(q[i])).forEach(gains::add);
    }
    gains.sort(
        Comparator.comparing(Gain::level)
            .thenComparing(Gain::stratum)
            .thenComparingDouble(Gain::p)
            .thenComparing(g -> g.pair().name())
            .thenComparing(Gain::attribute));
    return gains;
  }

  private Gain gain(Tested tested, Pair pair) {
    double[] value = attribute(tested.attribute());
    int[] stratum = strata.get(List.of(tested.level(), tested.stratum()));
    double[] a = channels.get(pair.a());
    double[] b = channels.get(pair.b());
    int[] rows = known(stratum, value, a, b, pair.values());
    Combination test = test(rows, value, a, b, pair.values());
    return new Gain(
        tested.level(),
        tested.stratum(),
        pair,
        tested.attribute(),
        delta(rows, value, pair.values()),
        delta(rows, value, a),
        delta(rows, value, b),
        test.gain(),
        test.p(),
        Double.NaN,
        test.gain() - background(tested, pair, stratum, value));
  }

  private double background(Tested tested, Pair pair, int[] stratum, double[] value) {
    if (BackgroundChannels.contains(pair.a()) || BackgroundChannels.contains(pair.b())) {
      return Double.NaN;
    }
    double most = Double.NaN;
    for (String channel : List.of(pair.a(), pair.b())) {
      for (String background : BackgroundChannels.NAMES) {
        double[] with = pairs.get(Set.of(channel, background));
        double[] alone = channels.get(background);
        if (with != null && alone != null) {
          double gain =
              nulls.computeIfAbsent(
                  List.of(
                      tested.level(), tested.stratum(), tested.attribute(), channel, background),
                  key -> {
                    double[] own = channels.get(channel);
                    int[] rows = known(stratum, value, own, alone, with);
                    return test(rows, value, own, alone, with).gain();
                  });
          most = most >= gain ? most : gain;
        }
      }
    }
    return most;
  }

  private Combination test(int[] rows, double[] value, double[] a, double[] b, double[] pair) {
    boolean[] side = new boolean[rows.length];
    for (int i = 0; i < rows.length; i++) {
      side[i] = half[rows[i]];
    }
    return Combination.test(at(a, rows), at(b, rows), at(pair, rows), arm(value, rows), side);
  }

  /** 2 AUC - 1; a score that says nothing has an area of one half. */
  private static double delta(int[] rows, double[] value, double[] of) {
    return 2 * DeLong.compare(at(of, rows), new double[rows.length], arm(value, rows)).gain();
  }

  private double[] attribute(String name) {
    return singles.attributes().stream()
        .filter(a -> a.name().equals(name))
        .findFirst()
        .orElseThrow()
        .values();
  }

  private static int[] known(int[] rows, double[]... values) {
    return Arrays.stream(rows)
        .filter(i -> Arrays.stream(values).noneMatch(v -> Double.isNaN(v[i])))
        .toArray();
  }

  private static double[] at(double[] of, int[] rows) {
    return Arrays.stream(rows).mapToDouble(i -> of[i]).toArray();
  }

  private static boolean[] arm(double[] value, int[] rows) {
    boolean[] arm = new boolean[rows.length];
    for (int i = 0; i < rows.length; i++) {
      arm[i] = value[rows[i]] == 1;
    }
    return arm;
  }
}
