package io.cohortrun.workflows.stats.screen;

import static org.assertj.core.api.Assertions.assertThat;

import io.cohortrun.workflows.stats.association.Least;
import io.cohortrun.workflows.stats.association.TestResult;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StabilityTest {

  private static final int N = 500;
  private static final int SITES = 5;
  private static final Least ALL = new Least(2, 1);

  private final Random random = new Random(3);
  private final int[] site = random.ints(N, 0, SITES).toArray();
  private final double[] immune = draw(i -> random.nextGaussian());

  @Test
  void whatIsStableIsWhatScreensOfTheOtherSitesFind() {
    Population whole = population();
    Population.Stratum everyone = whole.strata().getFirst();
    List<Tested> tests = screen(whole);
    Associations families = new Associations(Association.LEVEL);
    tests.forEach(families::count);
    List<Association> told = Stability.of(whole, everyone, families.corrected(tests), ALL);

    List<Map<String, TestResult>> without = new ArrayList<>();
    for (int s = 0; s < SITES; s++) {
      int out = s;
      Map<String, TestResult> found = new HashMap<>();
      screen(whole.only(IntStream.range(0, N).filter(i -> site[i] != out).toArray()))
          .forEach(t -> found.put(name(t), t.result()));
      without.add(found);
    }
    Map<Boolean, Integer> answers = new HashMap<>();
    Map<String, Integer> stable = new HashMap<>();
    for (Association one : told) {
      Tested tested = one.tested();
      assertThat(one.stable().isPresent()).as(name(tested)).isEqualTo(one.significant());
      if (one.significant()) {
        boolean expected =
            without.stream()
                .map(found -> found.get(name(tested)))
                .allMatch(r -> r.p() < 0.05 && tested.result().agrees(r.effect()));
        assertThat(one.stable()).as(name(tested)).isEqualTo(Optional.of(expected));
        answers.merge(expected, 1, Integer::sum);
        stable.merge(tested.attributeClass(), 1, Integer::sum);
      }
    }
    assertThat(answers.get(true)).isGreaterThan(3);
    assertThat(answers.get(false)).isGreaterThan(3);
    assertThat(stable).containsKeys("binary", "continuous", "categorical", "survival");
  }

  private static String name(Tested of) {
    return of.channel() + " " + of.attribute();
  }

  private static List<Tested> screen(Population of) {
    List<Tested> tested = new ArrayList<>();
    Screen.of(of, of.strata().getFirst(), ALL, tested::add, skipped -> {});
    return tested;
  }

  /** Effects of all sizes, some of one site alone; densities without zeros and of mostly zeros. */
  private Population population() {
    List<Feature> features = new ArrayList<>();
    for (int c = 0; c < 6; c++) {
      double none = -2 + c * 0.5;
      features.add(
          new Feature(
              "M" + c,
              "density",
              draw(
                  i -> {
                    double z = 0.8 * immune[i] + 0.6 * random.nextGaussian();
                    return z < none ? 0 : Math.exp(z);
                  })));
    }
    List<Attribute> attributes = new ArrayList<>();
    for (int g = 0; g < 12; g++) {
      double effect = 0.1 * g;
      boolean ofOne = g % 3 == 0;
      attributes.add(
          new Attribute(
              "G" + g,
              Attribute.Kind.BINARY,
              draw(
                  i -> {
                    double moved = ofOne && site[i] != 0 ? 0 : effect * immune[i];
                    boolean unknown = random.nextInt(10) == 0;
                    return unknown
                        ? Double.NaN
                        : random.nextDouble() < 1 / (1 + Math.exp(1.5 - moved)) ? 1 : 0;
                  })));
      attributes.add(
          new Attribute(
              "N" + g,
              Attribute.Kind.CONTINUOUS,
              draw(
                  i ->
                      (ofOne && site[i] != 0 ? 0 : effect * immune[i])
                          + 3 * random.nextGaussian())));
    }
    attributes.add(
        new Attribute(
            "C",
            Attribute.Kind.CATEGORICAL,
            draw(i -> random.nextInt(2) + (immune[i] > 0.5 ? 1 : 0))));
    boolean[] event = new boolean[N];
    Arrays.fill(event, true);
    double[] time = draw(i -> -Math.log(random.nextDouble()) * Math.exp(-0.2 * immune[i]));
    Outcome outcome = new Outcome("OS", draw(i -> Double.NEGATIVE_INFINITY), time, event);
    return new Population(
        IntStream.range(0, N).mapToObj(i -> "t" + i % 2).toList(),
        IntStream.range(0, N).mapToObj(i -> "").toList(),
        Arrays.stream(site).mapToObj(s -> "s" + s).toList(),
        features,
        attributes,
        List.of(outcome),
        List.of());
  }

  private static double[] draw(IntToDoubleFunction of) {
    double[] values = new double[N];
    Arrays.setAll(values, of);
    return values;
  }
}
