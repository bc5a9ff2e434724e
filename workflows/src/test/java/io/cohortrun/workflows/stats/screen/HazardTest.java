package io.cohortrun.workflows.stats.screen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.cohortrun.workflows.stats.association.Eligibility;
import io.cohortrun.workflows.stats.association.Least;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HazardTest {

  private static final int N = 300;

  private final Random random = new Random(11);
  private final double[] time = draw(i -> 1 + random.nextInt(50));
  private final boolean[] event = new boolean[N];
  private final double[] density = draw(i -> random.nextGaussian());
  private final List<Tested> tested = new ArrayList<>();
  private final List<Skipped> skipped = new ArrayList<>();

  HazardTest() {
    IntStream.range(0, N).forEach(i -> event[i] = i % 3 > 0);
  }

  private static double[] draw(IntToDoubleFunction of) {
    return IntStream.range(0, N).mapToDouble(of).toArray();
  }

  private void screen(List<Feature> features, List<Attribute> covariates) {
    List<String> none = Collections.nCopies(N, "");
    Outcome os = new Outcome("OS", draw(i -> Double.NEGATIVE_INFINITY), time, event);
    Population population =
        new Population(none, none, none, features, List.of(), List.of(os), covariates);
    Screen.of(population, population.strata().getFirst(), Least.USUAL, tested::add, skipped::add);
  }

  /** The squares of these numbers are beyond any double. */
  @Test
  void theUnitOfAFeatureChangesNothing() {
    screen(
        List.of(
            new Feature("CD8", "density", density),
            new Feature("CD4", "density", scaled(0x1p900)),
            new Feature("CD3", "density", scaled(0x1p-900))),
        List.of());
    assertThat(tested).hasSize(3);
    assertThat(tested).extracting(Tested::result).containsOnly(tested.getFirst().result());
  }

  private double[] scaled(double by) {
    return Arrays.stream(density).map(v -> v * by).toArray();
  }

  /** From 0.9 to 1.1: a ratio below 1 has farther to go than one as far above it. */
  @Test
  void aRatioIsRelevantOutsideItsIntervalWhichIsWiderBelow() {
    screen(
        List.of(new Feature("CD8", "density", density), new Feature("CD4", "density", scaled(-1))),
        List.of());
    Tested up = tested.stream().max(Comparator.comparing(t -> t.result().effect())).orElseThrow();
    Tested down = tested.stream().min(Comparator.comparing(t -> t.result().effect())).orElseThrow();
    assertThat(up.result().effect()).isGreaterThan(1.001);
    assertThat(down.result().effect() * up.result().effect()).isCloseTo(1, within(1e-9));
    assertThat(down.relevant()).isGreaterThan(up.relevant());
  }

  @Test
  void aFeatureThatSeparatesEventsIsCountedAsSuch() {
    screen(
        List.of(
            new Feature("CD20", "density", draw(i -> i == 0 || i == 3 ? 1 : 0)),
            new Feature("CK", "density", draw(i -> 1))),
        List.of());
    assertThat(tested).isEmpty();
    assertThat(skipped)
        .extracting(s -> s.attribute() + " " + s.reason() + " " + s.tests())
        .containsExactlyInAnyOrder(
            "OS " + Eligibility.SEPARATED + " 1", "OS " + Eligibility.FEATURE_CONSTANT + " 1");
  }

  /** Breast: one man, who is alive. His coefficient is infinite, that of the feature is not. */
  @Test
  void aCovariateThatSeparatesEventsDoesNotCostTheAdjustedP() {
    double[] sex = draw(i -> i == 6 ? 1 : 0);
    screen(
        List.of(new Feature("CD8", "density", density)),
        List.of(new Attribute("sex", Attribute.Kind.BINARY, sex)));
    assertThat(tested.getFirst().adjusted()).isBetween(0.0, 1.0);
    assertThat(tested.getFirst().adjustedOf()).isEqualTo(N);
  }
}
