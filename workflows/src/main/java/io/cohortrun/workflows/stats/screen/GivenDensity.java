package io.cohortrun.workflows.stats.screen;

import io.cohortrun.workflows.stats.association.Least;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What is left of significant associations of other features than density when the density of the
 * same channel is held fixed: entropy and signal to noise follow how many pixels are positive, and
 * say something of their arrangement only beyond that (science.md 4.2). Asked after the correction
 * for the number of tests, and of those only that outlive it.
 */
public final class GivenDensity {

  private record Answer(Tested tested, Tested.Conditional given) {}

  private final Map<String, List<Feature>> channels;
  private final Map<String, Attribute> attributes;
  private final Map<String, Outcome> outcomes;
  private final int[] strata;

  private GivenDensity(Population patients) {
    this.channels = patients.features().stream().collect(Collectors.groupingBy(Feature::channel));
    this.attributes = by(patients.attributes(), Attribute::name);
    this.outcomes = by(patients.outcomes(), Outcome::name);
    this.strata = patients.typeAndSite();
  }

  private static <T> Map<String, T> by(List<T> of, Function<T, String> name) {
    return of.stream().collect(Collectors.toMap(name, t -> t, (first, same) -> first));
  }

  /**
   * The same associations of a stratum, in the same order, with what is found, on all cores.
   *
   * @param whole all patients
   * @param least of them that a test takes
   */
  public static List<Association> of(
      Population whole, Population.Stratum stratum, List<Association> associations, Least least) {
    List<Tested> asked =
        associations.stream()
            .filter(Association::significant)
            .map(Association::tested)
            .filter(t -> !t.feature().equals(Feature.DENSITY))
            .toList();
    if (asked.isEmpty()) {
      return associations;
    }
    IdentityHashMap<Tested, Tested.Conditional> found = new IdentityHashMap<>();
    new GivenDensity(whole.only(stratum.rows()).withoutRareCategories(least.arm()))
        .answers(asked)
        .forEach(a -> found.put(a.tested, a.given));
    return associations.stream()
        .map(a -> found.containsKey(a.tested()) ? a.with(found.get(a.tested())) : a)
        .toList();
  }

  /** A channel at a time, whose features share what its density leaves of the attributes. */
  private List<Answer> answers(List<Tested> asked) {
    return asked.stream()
        .collect(Collectors.groupingBy(Tested::channel))
        .entrySet()
        .parallelStream()
        .map(e -> channel(channels.get(e.getKey()), e.getValue()))
        .flatMap(Collection::stream)
        .toList();
  }

  private List<Answer> channel(List<Feature> features, List<Tested> asked) {
    Map<String, Feature> kinds = by(features, Feature::kind);
    Feature density = kinds.get(Feature.DENSITY);
    if (density == null) {
      return List.of(); // of pairs of channels, and of tables that are not of a run
    }
    Scores scores = new Scores(strata);
    Map<BitSet, Optional<Given>> given = new HashMap<>();
    return asked.stream()
        .map(t -> new Answer(t, left(t, kinds.get(t.feature()), density, scores, given)))
        .toList();
  }

  private Tested.Conditional left(
      Tested tested,
      Feature feature,
      Feature density,
      Scores scores,
      Map<BitSet, Optional<Given>> given) {
    List<double[]> fixed = List.of(density.values());
    if (tested.attributeClass().equals(Hazard.CLASS)) {
      return Hazard.given(feature, outcomes.get(tested.attribute()), strata, fixed);
    }
    Attribute attribute = attributes.get(tested.attribute());
    if (attribute.kind() == Attribute.Kind.CATEGORICAL) {
      return Tested.Conditional.UNKNOWN;
    }
    BitSet present = Rows.both(Rows.known(feature.values()), Rows.known(attribute.values()));
    return given
        .computeIfAbsent(present, p -> Given.of(Adjustment.of(p, fixed, strata), scores))
        .map(g -> g.correlation(feature, attribute))
        .orElse(Tested.Conditional.UNKNOWN);
  }
}
