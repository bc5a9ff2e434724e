package io.cohortrun.workflows.stats.screen;

import io.cohortrun.workflows.stats.association.Least;
import io.cohortrun.workflows.stats.association.TestResult;
import io.cohortrun.workflows.stats.rank.Order;
import io.cohortrun.workflows.stats.rank.Ranking;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Whether significant associations hang on one site. Asked after the correction for the number of
 * tests, and of those only that outlive it: each costs as many tests as there are sites.
 */
public final class Stability {

  private record Measure(String channel, String kind) {}

  private record Known(String attribute, BitSet measured) {}

  private record Ready(BitSet present, AttributeTest test) {}

  private record Answer(Tested tested, Optional<Boolean> stable) {}

  private final Map<Measure, Feature> features;
  private final Map<String, Attribute> attributes;
  private final Map<String, Outcome> outcomes;
  private final int[] strata;
  private final Sites sites;
  private final Map<Known, Ready> ready = new ConcurrentHashMap<>();

  private Stability(Population patients) {
    this.features = by(patients.features(), f -> new Measure(f.channel(), f.kind()));
    this.attributes = by(patients.attributes(), Attribute::name);
    this.outcomes = by(patients.outcomes(), Outcome::name);
    this.strata = patients.typeAndSite();
    this.sites = Sites.of(patients.site(), strata);
  }

  private static <K, T> Map<K, T> by(List<T> of, Function<T, K> key) {
    return of.stream().collect(Collectors.toMap(key, t -> t, (first, same) -> first));
  }

  /**
   * The same associations of a stratum, in the same order, with what is found, on all cores.
   *
   * @param whole all patients
   * @param least of them that a test takes
   */
  public static List<Association> of(
      Population whole, Population.Stratum stratum, List<Association> associations, Least least) {
    List<Tested> significant =
        associations.stream().filter(Association::significant).map(Association::tested).toList();
    if (significant.isEmpty()) {
      return associations;
    }
    IdentityHashMap<Tested, Optional<Boolean>> found = new IdentityHashMap<>();
    new Stability(whole.only(stratum.rows()).withoutRareCategories(least.arm()))
        .answers(significant)
        .forEach(a -> found.put(a.tested, a.stable));
    return associations.stream()
        .map(a -> a.with(found.getOrDefault(a.tested(), Optional.empty())))
        .toList();
  }

  private List<Answer> answers(List<Tested> of) {
    return of.stream()
        .collect(Collectors.groupingBy(t -> new Measure(t.channel(), t.feature())))
        .entrySet()
        .parallelStream()
        .map(e -> feature(features.get(e.getKey()), e.getValue()))
        .flatMap(Collection::stream)
        .toList();
  }

  private List<Answer> feature(Feature feature, List<Tested> of) {
    BitSet measured = Rows.known(feature.values());
    Order order = Order.of(feature.values(), measured);
    Map<BitSet, Ranking> rankings = new HashMap<>();
    return of.stream()
        .map(
            tested ->
                new Answer(
                    tested,
                    sites.stable(
                        tested.result(),
                        tested.attributeClass().equals(Hazard.CLASS)
                            ? hazard(tested, feature)
                            : ranks(ready(tested, measured), order, rankings))))
        .toList();
  }

  private Function<boolean[], TestResult> hazard(Tested tested, Feature feature) {
    Outcome outcome = outcomes.get(tested.attribute());
    return left -> Hazard.without(left, feature, outcome, strata);
  }

  private Function<boolean[], TestResult> ranks(
      Ready ready, Order order, Map<BitSet, Ranking> rankings) {
    Ranking ranking = rankings.computeIfAbsent(ready.present, p -> Ranking.of(order, strata, p));
    return ready.test.without(ranking, Sites.THERE);
  }

  private Ready ready(Tested tested, BitSet measured) {
    return ready.computeIfAbsent(
        new Known(tested.attribute(), measured),
        k -> {
          Attribute attribute = attributes.get(k.attribute);
          BitSet present = Rows.both(k.measured, Rows.known(attribute.values()));
          Rows.dropAlone(present, strata);
          return new Ready(present, AttributeTest.of(attribute, strata, present));
        });
  }
}
