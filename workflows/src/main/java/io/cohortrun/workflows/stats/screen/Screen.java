package io.cohortrun.workflows.stats.screen;

import io.cohortrun.workflows.stats.association.Eligibility;
import io.cohortrun.workflows.stats.association.Least;
import io.cohortrun.workflows.stats.association.TestResult;
import io.cohortrun.workflows.stats.rank.Order;
import io.cohortrun.workflows.stats.rank.Ranking;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * All features against all attributes in one stratum. Patients of whom feature and attribute are
 * known are ranked once for all attributes that are known of the same ones: genes of a panel are.
 */
public final class Screen {

  /** Channels that an association should outlive: background, nuclei and epithelium. */
  private static final Set<String> BACKGROUND = Set.of("TRITC", "Cy5", "DAPI", "CK");

  private final Least least;
  private final Population patients;
  private final Population.Stratum stratum;
  private final int[] strata;
  private final Map<Feature, Order> orders;

  private Screen(Population whole, Population.Stratum stratum, Least least) {
    this.least = least;
    this.patients = whole.only(stratum.rows()).withoutRareCategories(least.arm());
    this.stratum = stratum;
    this.strata = patients.typeAndSite();
    this.orders =
        patients.features().parallelStream()
            .collect(Collectors.toMap(f -> f, f -> Order.of(f.values()), (one, same) -> one));
  }

  /**
   * Tests a stratum, on all cores.
   *
   * @param least patients of a test
   * @param tested told every test, in an order that depends on the arguments only
   * @param skipped told how many tests were not made, by attribute and reason
   */
  public static void of(
      Population whole,
      Population.Stratum stratum,
      Least least,
      Consumer<Tested> tested,
      Consumer<Skipped> skipped) {
    Screen screen = new Screen(whole, stratum, least);
    Map<BitSet, List<Feature>> features =
        byKnown(screen.patients.features(), f -> Rows.known(f.values()));
    List<Supplier<Part>> parts = new ArrayList<>();
    byKnown(screen.patients.attributes(), a -> Rows.known(a.values()))
        .forEach(
            (known, attributes) ->
                features.forEach(
                    (measured, of) ->
                        parts.add(() -> screen.block(Rows.both(known, measured), attributes, of))));
    screen.patients.outcomes().forEach(o -> parts.add(() -> screen.outcome(o)));
    parts.parallelStream()
        .map(Supplier::get)
        .forEachOrdered(
            part -> {
              part.tested.forEach(tested);
              part.skipped.forEach(skipped);
            });
  }

  private record Part(List<Tested> tested, List<Skipped> skipped) {

    Part() {
      this(new ArrayList<>(), new ArrayList<>());
    }
  }

  private static <T> Map<BitSet, List<T>> byKnown(List<T> of, Function<T, BitSet> known) {
    return of.stream()
        .collect(Collectors.groupingBy(known, LinkedHashMap::new, Collectors.toList()));
  }

  /** Features and attributes that are known of the same patients. */
  private Part block(BitSet present, List<Attribute> attributes, List<Feature> features) {
    BitSet comparable = (BitSet) present.clone();
    Rows.dropAlone(comparable, strata);
    boolean several = Arrays.stream(strata).anyMatch(s -> s > 0);
    int[] none = new int[strata.length];
    int[] within = several ? strata : none;
    Part part = new Part();
    List<Prepared> ready = new ArrayList<>();
    for (Attribute attribute : attributes) {
      AttributeTest test = AttributeTest.of(attribute, within, comparable);
      if (test.eligibility(least) == Eligibility.ELIGIBLE) {
        ready.add(
            new Prepared(
                attribute,
                test,
                several ? AttributeTest.of(attribute, none, present) : test,
                new EnumMap<>(Eligibility.class)));
      } else {
        part.skipped.add(skip(attribute.name(), test.eligibility(least), features.size()));
      }
    }
    if (ready.isEmpty()) {
      return part;
    }
    Conditions conditions = new Conditions(patients, BACKGROUND, strata, present);
    for (Feature feature : features) {
      Order order = orders.get(feature);
      Ranking ranking = Ranking.of(order, within, comparable);
      Ranking crude = several ? Ranking.of(order, none, present) : ranking;
      Conditions.Of of =
          conditions.of(feature, new Scores.Ranked(order, comparable, ranking.scores()));
      for (Prepared one : ready) {
        test(feature, one, ranking, crude, of).ifPresent(part.tested::add);
      }
    }
    for (Prepared one : ready) {
      one.without()
          .forEach((why, count) -> part.skipped.add(skip(one.attribute().name(), why, count)));
    }
    return part;
  }

  private record Prepared(
      Attribute attribute,
      AttributeTest test,
      AttributeTest crude,
      Map<Eligibility, Integer> without) {}

  private Optional<Tested> test(
      Feature feature, Prepared with, Ranking ranking, Ranking crude, Conditions.Of conditions) {
    TestResult result = with.test().test(ranking);
    if (Double.isNaN(result.p())) {
      with.without().merge(Eligibility.FEATURE_CONSTANT, 1, Integer::sum);
      return Optional.empty();
    }
    Attribute attribute = with.attribute();
    Tested.Adjusted adjusted = conditions.adjusted(attribute);
    return Optional.of(
        new Tested(
            stratum.level(),
            stratum.name(),
            feature.channel(),
            feature.kind(),
            attribute.name(),
            attribute.kind().written(),
            result,
            ranking == crude ? result.p() : with.crude().test(crude).p(),
            with.test().relevant(result, ranking),
            adjusted.p(),
            adjusted.n(),
            conditions.background(attribute)));
  }

  private Part outcome(Outcome outcome) {
    Part part = new Part();
    Map<Eligibility, Integer> without = new EnumMap<>(Eligibility.class);
    for (Feature feature : patients.features()) {
      Hazard.Answer answer = Hazard.of(feature, outcome, patients, strata, BACKGROUND, least);
      if (answer.eligibility() == Eligibility.ELIGIBLE) {
        part.tested.add(answer.tested(stratum, feature, outcome));
      } else {
        without.merge(answer.eligibility(), 1, Integer::sum);
      }
    }
    without.forEach((why, count) -> part.skipped.add(skip(outcome.name(), why, count)));
    return part;
  }

  private Skipped skip(String attribute, Eligibility why, int tests) {
    return new Skipped(stratum.level(), stratum.name(), attribute, why, tests);
  }
}
