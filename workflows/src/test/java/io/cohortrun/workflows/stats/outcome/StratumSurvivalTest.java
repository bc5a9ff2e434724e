package io.cohortrun.workflows.stats.outcome;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.cohortrun.workflows.stats.outcome.GroupCurves.Grouping;
import io.cohortrun.workflows.stats.screen.Attribute;
import io.cohortrun.workflows.stats.screen.Feature;
import io.cohortrun.workflows.stats.screen.Level;
import io.cohortrun.workflows.stats.screen.Outcome;
import io.cohortrun.workflows.stats.screen.Population;
import io.cohortrun.workflows.stats.survival.CoxModel;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StratumSurvivalTest {

  private static final int N = 400;
  private static final SurvivalPlan PLAN =
      new SurvivalPlan(
          List.of("OS", "PFI"), CoxModel.Ties.EFRON, 20, Map.of("OS", 365.25, "PFI", 365.25));

  private final Random random = new Random(11);
  private final double[] density = new double[N];
  private final double[] age = new double[N];
  private final double[] time = new double[N];
  private final boolean[] event = new boolean[N];

  /** Hazard grows with age alone; density grows with age; type B dies ten times as fast. */
  private Population cohort() {
    double[] always = new double[N];
    Arrays.fill(always, Double.NEGATIVE_INFINITY);
    for (int i = 0; i < N; i++) {
      age[i] = random.nextGaussian();
      density[i] = age[i] + 0.5 * random.nextGaussian() + (i % 2 == 0 ? 0 : 2);
      double died =
          -Math.log(random.nextDouble()) * 500 * Math.exp(-age[i] - (i % 2 == 0 ? 0 : 2.3));
      event[i] = died < 1000;
      time[i] = Math.min(died, 1000);
    }
    double[] constant = new double[N];
    return new Population(
        IntStream.range(0, N).mapToObj(i -> i % 2 == 0 ? "A" : "B").toList(),
        Collections.nCopies(N, ""),
        Collections.nCopies(N, ""),
        List.of(
            new Feature("CD8", "density", density),
            new Feature("CD8", "entropy", density),
            new Feature("CK", "density", constant)),
        List.of(),
        List.of(new Outcome("OS", always, time, event)),
        List.of(
            new Attribute("age", Attribute.Kind.CONTINUOUS, age),
            new Attribute("sex", Attribute.Kind.BINARY, constant)));
  }

  private static ChannelHazard of(List<ChannelHazard> of, String channel, String model) {
    return of.stream()
        .filter(h -> h.channel().equals(channel) && h.model().equals(model))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aHazardThatIsOfTypeAndAgeIsGoneWhenTheseAreHeldFixed() {
    Population population = cohort();
    List<ChannelHazard> all = ChannelHazards.of(population, population.strata().getFirst(), PLAN);
    assertThat(all).hasSize(4); // two densities, two models; PFI is not there
    ChannelHazard alone = of(all, "CD8", "univariable");
    ChannelHazard adjusted = of(all, "CD8", "adjusted");
    assertThat(alone.hr()).isGreaterThan(2);
    assertThat(alone.p()).isLessThan(1e-20);
    assertThat(adjusted.hr()).isBetween(0.7, 1.4);
    assertThat(adjusted.lower()).isLessThan(1).isLessThan(adjusted.hr());
    assertThat(adjusted.upper()).isGreaterThan(1);
    assertThat(adjusted.n()).isEqualTo(N);
    assertThat(adjusted.concordance()).isBetween(0.6, 0.9);
    assertThat(alone.zphP()).isBetween(0.0, 1.0);
  }

  @Test
  void whatCannotBeFittedSaysWhy() {
    Population population = cohort();
    Population.Stratum all = population.strata().getFirst();
    assertThat(of(ChannelHazards.of(population, all, PLAN), "CK", "univariable"))
        .satisfies(
            h -> {
              assertThat(h.reason()).isEqualTo("NonConverged");
              assertThat(h.hr()).isNaN();
              assertThat(h.n()).isEqualTo(N);
            });
    var many = new SurvivalPlan(List.of("OS"), CoxModel.Ties.EFRON, N, Map.of("OS", 365.25));
    assertThat(ChannelHazards.of(population, all, many))
        .allMatch(h -> h.reason().equals("FewEvents"));
    age[0] = Double.NaN;
    Arrays.fill(age, 1);
    Population ofType = population.only(population.strata().get(1).rows());
    assertThat(of(ChannelHazards.of(ofType, population.strata().get(1), PLAN), "CD8", "adjusted"))
        .extracting(ChannelHazard::reason)
        .isEqualTo("NoCovariates");
  }

  /** Two single-sex types: sex varies over both, but between no two patients who are compared. */
  @Test
  void aCovariateThatIsTheSameInAllCompleteRowsIsLeftOut() {
    Population cohort = cohort();
    double[] sex = IntStream.range(0, N).mapToDouble(i -> i % 2).toArray();
    double[] smoker = IntStream.range(0, N).mapToDouble(i -> i < 8 ? 1 : 0).toArray();
    double[] stage = IntStream.range(0, N).mapToDouble(i -> i < 8 ? Double.NaN : i % 3).toArray();
    Population population =
        new Population(
            cohort.type(),
            cohort.subtype(),
            cohort.site(),
            cohort.features(),
            List.of(),
            cohort.outcomes(),
            List.of(
                new Attribute("age", Attribute.Kind.CONTINUOUS, age),
                new Attribute("sex", Attribute.Kind.BINARY, sex),
                new Attribute("smoker", Attribute.Kind.BINARY, smoker),
                new Attribute("stage", Attribute.Kind.ORDINAL, stage)));
    for (Population.Stratum stratum : population.strata()) {
      Population of = population.only(stratum.rows());
      assertThat(of(ChannelHazards.of(of, stratum, PLAN), "CD8", "adjusted"))
          .satisfies(
              h -> {
                assertThat(h.reason()).as(h.stratum()).isEmpty();
                assertThat(h.n())
                    .isEqualTo(stratum.level() == Level.PAN_CANCER ? N - 8 : N / 2 - 4);
                assertThat(h.hr()).isBetween(0.5, 2.0);
              });
    }
  }

  @Test
  void curvesAreBoundedAndKeepEveryEvent() {
    Population population = cohort();
    int[] stage = IntStream.range(0, N).map(i -> i % 3 - 1).toArray(); // a third is unknown
    StratumSurvival found =
        StratumSurvival.of(
            population,
            population.strata().getFirst(),
            PLAN,
            List.of(new Grouping("stage", List.of("I", "II"), stage)));
    assertThat(found.groups().tests())
        .extracting(GroupCurves.Test::by)
        .containsExactly("stage", "CD8 density"); // CK has one group only
    GroupCurves.Test byDensity = found.groups().tests().get(1);
    assertThat(byDensity.n()).isEqualTo(N);
    List<GroupCurves.Point> high =
        found.groups().curves().stream()
            .filter(p -> p.by().equals("CD8 density") && p.group().equals("high"))
            .toList();
    assertThat(high).as("halves of years beside").hasSize(GroupCurves.POINTS + 1 + 5);
    assertThat(high.getFirst().time()).isZero();
    assertThat(high.getFirst().survival()).isEqualTo(1);
    assertThat(high.getFirst().atRisk()).isEqualTo(N / 2);
    double median =
        Arrays.stream(density).sorted().skip(N / 2 - 1).limit(2).average().orElseThrow();
    long died = IntStream.range(0, N).filter(i -> event[i] && density[i] > median).count();
    assertThat(high.stream().mapToInt(GroupCurves.Point::events).sum()).isEqualTo((int) died);
    assertThat(high.getLast().survival()).isCloseTo(1 - died / (N / 2.0), within(1e-9));
    assertThat(high.get(50).lower()).isLessThan(high.get(50).survival());
  }
}
