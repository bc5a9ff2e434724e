package io.cohortrun.workflows.stats.screen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.cohortrun.workflows.stats.association.Eligibility;
import io.cohortrun.workflows.stats.association.Least;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ScreenTest {

  private static final int N = 600;

  private final Random random = new Random(7);
  private final List<Skipped> skipped = new ArrayList<>();

  /** Two types of other density and other mutation rate: pooled they seem to go together. */
  @Test
  void aDifferenceBetweenTypesIsNoAssociation() {
    List<String> type = IntStream.range(0, N).mapToObj(i -> i < N / 2 ? "A" : "B").toList();
    double[] density = draw(i -> random.nextGaussian() + (i < N / 2 ? 0 : 3));
    double[] gene = draw(i -> random.nextDouble() < (i < N / 2 ? 0.1 : 0.6) ? 1 : 0);

    List<Association> found =
        associations(type, none(), List.of(new Feature("CD8", "density", density)), gene);

    Association pan = found.getFirst();
    assertThat(pan.tested().result().test()).isEqualTo("van-elteren");
    assertThat(pan.tested().crude()).isLessThan(1e-20);
    assertThat(pan.tested().result().p()).isGreaterThan(0.01);
    assertThat(found).extracting(a -> a.tested().stratum()).containsExactly("all", "A", "B");
  }

  @Test
  void anAssociationThatTheBackgroundExplainsIsNotSpecific() {
    double[] gene = draw(i -> random.nextDouble() < 0.5 ? 1 : 0);
    double[] background = draw(i -> random.nextGaussian() + gene[i]);
    double[] follows = draw(i -> background[i] + 0.3 * random.nextGaussian());
    double[] own = draw(i -> random.nextGaussian() + gene[i]);

    List<Association> found =
        associations(
            none(),
            none(),
            List.of(
                new Feature("TRITC", "density", background),
                new Feature("CD4", "density", follows),
                new Feature("CD8", "density", own)),
            gene);

    assertThat(found).allMatch(Association::significant);
    assertThat(of(found, "CD8").specific()).contains(true);
    assertThat(of(found, "CD4").specific()).contains(false);
    assertThat(of(found, "TRITC").specific()).as("held fixed by no other").isEmpty();
  }

  /** Folds and fat arrange every channel alike, however many pixels are positive. */
  @Test
  void aFeatureIsHeldAgainstTheSameFeatureOfTheBackground() {
    double[] gene = draw(i -> random.nextDouble() < 0.5 ? 1 : 0);
    double[] folds = draw(i -> random.nextGaussian() + gene[i]);
    double[] time = draw(i -> -Math.log(random.nextDouble()) * Math.exp(-folds[i]));
    boolean[] event = new boolean[N];
    Arrays.fill(event, true);
    List<Association> found =
        associations(
            new Population(
                none(),
                none(),
                none(),
                List.of(
                    new Feature("DAPI", "density", draw(i -> random.nextGaussian())),
                    new Feature("DAPI", "moran", folds),
                    new Feature("CD8", "moran", draw(i -> folds[i] + 0.3 * random.nextGaussian()))),
                List.of(new Attribute("KRAS", Attribute.Kind.BINARY, gene)),
                List.of(new Outcome("OS", draw(i -> Double.NEGATIVE_INFINITY), time, event)),
                List.of()));
    List<Association> ofCd8 =
        found.stream().filter(a -> a.tested().channel().equals("CD8")).toList();
    assertThat(ofCd8).extracting(a -> a.tested().attribute()).contains("KRAS", "OS");
    assertThat(ofCd8).allMatch(Association::significant);
    assertThat(ofCd8).extracting(Association::specific).containsOnly(Optional.of(false));
  }

  @Test
  void anAssociationOfOneSiteIsNotStable() {
    List<String> site = IntStream.range(0, N).mapToObj(i -> "s" + i % 4).toList();
    double[] gene = draw(i -> random.nextDouble() < 0.5 ? 1 : 0);
    double[] everywhere = draw(i -> random.nextGaussian() + gene[i]);
    double[] atOne = draw(i -> random.nextGaussian() + (i % 4 == 0 ? 2 * gene[i] : 0));

    List<Association> found =
        associations(
            none(),
            site,
            List.of(
                new Feature("CD8", "density", everywhere), new Feature("CD4", "density", atOne)),
            gene);

    assertThat(found).allMatch(Association::significant);
    assertThat(of(found, "CD8").stable()).contains(true);
    assertThat(of(found, "CD4").stable()).contains(false);
  }

  @Test
  void whatIsNotEligibleIsCountedByReason() {
    double[] rare = draw(i -> i < 9 ? 1 : 0);
    double[] seldom = draw(i -> i < 25 ? i % 2 : Double.NaN);
    Population population =
        new Population(
            none(),
            none(),
            none(),
            List.of(
                new Feature("CD8", "density", draw(i -> random.nextDouble())),
                new Feature("CD4", "density", draw(i -> 1))),
            List.of(
                new Attribute("rare", Attribute.Kind.BINARY, rare),
                new Attribute("seldom", Attribute.Kind.BINARY, seldom),
                new Attribute("known", Attribute.Kind.BINARY, draw(i -> i % 2))),
            List.of(),
            List.of());

    List<Association> found = associations(population);

    assertThat(found).extracting(a -> a.tested().attribute()).containsExactly("known");
    assertThat(skipped)
        .extracting(s -> s.attribute() + " " + s.reason() + " " + s.tests())
        .containsExactlyInAnyOrder(
            "rare " + Eligibility.SMALL_ARM + " 2",
            "seldom " + Eligibility.FEW_SUBJECTS + " 2",
            "known " + Eligibility.FEATURE_CONSTANT + " 1");
  }

  /** Sex in single-sex types, and a stage that nobody wrote down, must not cost the adjusted p. */
  @Test
  void whatIsTheSameInAllWhomATestComparesAdjustsNothing() {
    List<String> type = IntStream.range(0, N).mapToObj(i -> i < N / 2 ? "ovary" : "colon").toList();
    double[] age = draw(i -> random.nextGaussian());
    double[] sex = draw(i -> i < N / 2 ? 0 : i % 2);
    double[] stage = draw(i -> i < N / 2 ? Double.NaN : random.nextInt(4));
    double[] constantWhereStageIsKnown = draw(i -> i >= N / 2 ? 1 : random.nextInt(2));
    double[] density = draw(i -> random.nextGaussian() + age[i]);
    double[] gene = draw(i -> random.nextGaussian() + age[i] > 0 ? 1 : 0);
    double[] time = draw(i -> -Math.log(random.nextDouble()) * Math.exp(-age[i]));
    boolean[] event = new boolean[N];
    Arrays.fill(event, true);
    List<Attribute> covariates =
        List.of(
            new Attribute("age", Attribute.Kind.CONTINUOUS, age),
            new Attribute("sex", Attribute.Kind.BINARY, sex),
            new Attribute("again", Attribute.Kind.CONTINUOUS, draw(i -> 3 - 2 * age[i])),
            new Attribute("stage", Attribute.Kind.ORDINAL, stage),
            new Attribute("other", Attribute.Kind.BINARY, constantWhereStageIsKnown));

    List<Association> found =
        associations(
            new Population(
                type,
                none(),
                none(),
                List.of(new Feature("CD8", "density", density)),
                List.of(new Attribute("KRAS", Attribute.Kind.BINARY, gene)),
                List.of(new Outcome("OS", draw(i -> Double.NEGATIVE_INFINITY), time, event)),
                covariates));

    assertThat(found)
        .extracting(a -> a.tested().stratum() + " " + a.tested().attribute())
        .containsExactlyInAnyOrder(
            "all KRAS", "all OS", "colon KRAS", "colon OS", "ovary KRAS", "ovary OS");
    assertThat(found)
        .allSatisfy(
            a -> {
              assertThat(a.tested().result().p()).isLessThan(1e-6);
              assertThat(a.tested().adjusted()).as(a.tested().stratum()).isBetween(1e-4, 1.0);
              assertThat(a.tested().adjustedOf())
                  .as("over all types, those whose stage is known")
                  .isEqualTo(N / 2);
            });
  }

  @Test
  void aGeneThatGoesWithHypermutationAloneIsGoneWhenThatIsHeldFixed() {
    double[] burden = draw(i -> Math.exp(random.nextGaussian()));
    double[] gene = draw(i -> random.nextDouble() < burden[i] / (1 + burden[i]) ? 1 : 0);
    double[] density = draw(i -> Math.log(burden[i]) + 0.5 * random.nextGaussian());
    List<Attribute> attributes =
        List.of(
            new Attribute("KRAS", Attribute.Kind.BINARY, gene),
            new Attribute("smoker", Attribute.Kind.BINARY, gene.clone()));

    List<Association> found =
        associations(
            new Population(
                none(),
                none(),
                none(),
                List.of(new Feature("CD8", "density", density)),
                attributes,
                List.of(),
                List.of(
                    new Attribute(
                        "age", Attribute.Kind.CONTINUOUS, draw(i -> random.nextDouble()))),
                new Genes(
                    Set.of("KRAS"),
                    List.of(new Attribute("TMB", Attribute.Kind.CONTINUOUS, burden))),
                Map.of()));

    assertThat(found).allMatch(a -> a.tested().result().p() < 1e-10);
    Map<String, Double> adjusted = new LinkedHashMap<>();
    found.forEach(a -> adjusted.put(a.tested().attribute(), a.tested().adjusted()));
    assertThat(adjusted.get("KRAS")).isBetween(1e-3, 1.0);
    assertThat(adjusted.get("smoker")).as("no gene").isLessThan(1e-10);
  }

  @Test
  void theOrderOfPatientsChangesNothing() {
    List<Integer> order = new ArrayList<>(IntStream.range(0, N).boxed().toList());
    Collections.shuffle(order, random);
    int[] shuffled = order.stream().mapToInt(Integer::intValue).toArray();
    double[] stage = draw(i -> random.nextInt(4));
    double[] density = draw(i -> random.nextGaussian() + stage[i] / 3);
    double[] time = draw(i -> 1 + random.nextDouble() * 100);
    boolean[] event = new boolean[N];
    for (int i = 0; i < N; i++) {
      event[i] = i % 5 < 2;
    }
    double[] always = draw(i -> Double.NEGATIVE_INFINITY);
    Population one =
        new Population(
            IntStream.range(0, N).mapToObj(i -> "t" + i % 3).toList(),
            none(),
            none(),
            List.of(new Feature("CD8", "density", density)),
            List.of(
                new Attribute("stage", Attribute.Kind.ORDINAL, stage),
                new Attribute("group", Attribute.Kind.CATEGORICAL, stage)),
            List.of(new Outcome("OS", always, time, event)),
            List.of());

    List<Association> here = associations(one);
    List<Association> there = associations(one.only(shuffled));

    assertThat(here).hasSize(12);
    for (int i = 0; i < here.size(); i++) {
      assertThat(there.get(i).tested().attribute()).isEqualTo(here.get(i).tested().attribute());
      assertThat(there.get(i).q())
          .isCloseTo(here.get(i).q(), within(1e-9 * Math.abs(here.get(i).q())));
    }
  }

  private List<Association> associations(
      List<String> type, List<String> site, List<Feature> features, double[] gene) {
    return associations(
        new Population(
            type,
            none(),
            site,
            features,
            List.of(new Attribute("KRAS", Attribute.Kind.BINARY, gene)),
            List.of(),
            List.of()));
  }

  private List<Association> associations(Population population) {
    Map<Population.Stratum, List<Tested>> tested = new LinkedHashMap<>();
    Associations all = new Associations(Association.LEVEL);
    for (Population.Stratum stratum : population.strata()) {
      List<Tested> own = new ArrayList<>();
      Screen.of(population, stratum, Least.USUAL, own::add, skipped::add);
      own.forEach(all::count);
      tested.put(stratum, own);
    }
    return tested.entrySet().stream()
        .flatMap(
            one ->
                Stability.of(population, one.getKey(), all.corrected(one.getValue()), Least.USUAL)
                    .stream())
        .toList();
  }

  private static Association of(List<Association> found, String channel) {
    return found.stream()
        .filter(a -> a.tested().channel().equals(channel))
        .findFirst()
        .orElseThrow();
  }

  private static List<String> none() {
    return Collections.nCopies(N, "");
  }

  private static double[] draw(java.util.function.IntToDoubleFunction of) {
    double[] values = new double[N];
    Arrays.setAll(values, of);
    return values;
  }
}
