package io.cohortrun.workflows.stats.screen;

import static org.assertj.core.api.Assertions.assertThat;

import io.cohortrun.workflows.stats.association.Least;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Planted: a gene and a hazard go with how the cells of ARRANGED lie at equal density, and with how
 * many there are of NUMEROUS, whose entropy follows its density.
 */
class GivenDensityTest {

  private static final int N = 800;

  private final Random random = new Random(11);
  private final double[] gene = draw(i -> random.nextInt(2));
  private final double[] few = draw(i -> random.nextGaussian());
  private final double[] many = draw(i -> random.nextGaussian() + 0.8 * gene[i]);
  private final double[] gathered = draw(i -> random.nextGaussian() + 0.8 * gene[i]);
  private final double[] entropy = draw(i -> Math.tanh(many[i] / 3) + 0.05 * random.nextGaussian());

  @Test
  void anArrangementIsLeftGivenDensityAndWhatDensityExplainsIsNot() {
    Map<String, Association> found = associations();
    for (String attribute : List.of("KRAS", "OS")) {
      Association arranged = found.get("ARRANGED moran " + attribute);
      Association numerous = found.get("NUMEROUS entropy " + attribute);
      assertThat(arranged.significant()).isTrue();
      assertThat(numerous.significant()).as("the crude test sees the density").isTrue();
      assertThat(arranged.beyondDensity()).as(attribute).contains(true);
      assertThat(arranged.givenDensity().orElseThrow().p()).isLessThan(1e-4);
      assertThat(numerous.beyondDensity()).as(attribute).contains(false);
      assertThat(numerous.givenDensity().orElseThrow().p()).isGreaterThan(0.01);
    }
  }

  @Test
  void densitiesAndWhatIsNotSignificantAreNotAskedAbout() {
    for (Association one : associations().values()) {
      boolean asked = one.significant() && !one.tested().feature().equals("density");
      assertThat(one.givenDensity().isPresent())
          .as(one.tested().channel() + one.tested().feature())
          .isEqualTo(asked && !one.tested().channel().equals("OTHER"));
    }
  }

  /** By channel, feature and attribute. */
  private Map<String, Association> associations() {
    double[] time =
        draw(i -> -Math.log(random.nextDouble()) * Math.exp(-0.4 * gathered[i] - 0.4 * many[i]));
    boolean[] event = new boolean[N];
    Arrays.fill(event, true);
    Population population =
        new Population(
            IntStream.range(0, N).mapToObj(i -> "t" + i % 2).toList(),
            Collections.nCopies(N, ""),
            IntStream.range(0, N).mapToObj(i -> "s" + i % 3).toList(),
            List.of(
                new Feature("ARRANGED", "density", few),
                new Feature("ARRANGED", "moran", gathered),
                new Feature("NUMEROUS", "density", many),
                new Feature("NUMEROUS", "entropy", entropy),
                new Feature("OTHER", "value", gathered)),
            List.of(new Attribute("KRAS", Attribute.Kind.BINARY, gene)),
            List.of(new Outcome("OS", draw(i -> Double.NEGATIVE_INFINITY), time, event)),
            List.of());
    Population.Stratum everyone = population.strata().getFirst();
    List<Tested> tests = new ArrayList<>();
    Screen.of(population, everyone, Least.USUAL, tests::add, skipped -> {});
    Associations families = new Associations(Association.LEVEL);
    tests.forEach(families::count);
    Map<String, Association> found = new HashMap<>();
    GivenDensity.of(population, everyone, families.corrected(tests), Least.USUAL)
        .forEach(
            a ->
                found.put(
                    String.join(
                        " ", a.tested().channel(), a.tested().feature(), a.tested().attribute()),
                    a));
    return found;
  }

  private static double[] draw(IntToDoubleFunction of) {
    double[] values = new double[N];
    Arrays.setAll(values, of);
    return values;
  }
}
