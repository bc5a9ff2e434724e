package io.cohortrun.workflows.stats.screen;

import io.cohortrun.workflows.stats.association.Least;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/**
 * How many of the discoveries are false in mixed cohorts: 12 correlated channels, half of the
 * densities with zeros, 40 genes of which ten move the first four channels, two types and six
 * sites, each with levels of their own.
 */
public final class DiscoveryCalibration {

  private static final int PATIENTS = 400;
  private static final int CHANNELS = 12;
  private static final int MOVED = 4;
  private static final int GENES = 40;
  private static final int DRIVERS = 10;

  private DiscoveryCalibration() {}

  /** Of a cohort: the share of false ones among its discoveries, and of what was planted, found. */
  public record Rates(double falseDiscovery, double power) {}

  /** Of so many cohorts, the first of the seed, the next of the one after it. */
  public static List<Rates> of(int cohorts, long seed) {
    return IntStream.range(0, cohorts).mapToObj(i -> rates(seed + i)).toList();
  }

  private static Rates rates(long seed) {
    Population population = cohort(new Random(seed));
    List<Tested> tested = new ArrayList<>();
    Screen.of(population, population.strata().getFirst(), Least.USUAL, tested::add, none -> {});
    Associations families = new Associations(Association.LEVEL);
    tested.forEach(families::count);
    List<Tested> significant =
        families.corrected(tested).stream()
            .filter(Association::significant)
            .map(Association::tested)
            .toList();
    long right = significant.stream().filter(DiscoveryCalibration::planted).count();
    return new Rates(
        (significant.size() - right) / (double) Math.max(1, significant.size()),
        right / (double) tested.stream().filter(DiscoveryCalibration::planted).count());
  }

  private static boolean planted(Tested tested) {
    return Integer.parseInt(tested.channel().substring(1)) < MOVED
        && Integer.parseInt(tested.attribute().substring(1)) < DRIVERS;
  }

  private static Population cohort(Random random) {
    int[] type = IntStream.generate(() -> random.nextInt(2)).limit(PATIENTS).toArray();
    int[] site = IntStream.generate(() -> random.nextInt(6)).limit(PATIENTS).toArray();
    double[] shared = draw(i -> random.nextGaussian());
    double[][] genes = new double[GENES][];
    Arrays.setAll(
        genes,
        g -> {
          double base = 0.05 + 0.25 * random.nextDouble();
          return draw(i -> random.nextDouble() < base * (1 + type[i]) ? 1 : 0);
        });
    List<Feature> features = new ArrayList<>();
    for (int c = 0; c < CHANNELS; c++) {
      int channel = c;
      double floor = c % 2 == 0 ? -0.5 : Double.NEGATIVE_INFINITY;
      features.add(
          new Feature(
              "C" + c,
              "density",
              draw(
                  i -> {
                    double own = random.nextGaussian();
                    double effect = 0;
                    for (int g = 0; channel < MOVED && g < DRIVERS; g++) {
                      effect += 0.5 * genes[g][i];
                    }
                    double z = 0.6 * shared[i] + 0.8 * own + effect;
                    return z < floor ? 0 : Math.exp(z + type[i] + 0.3 * site[i]);
                  })));
    }
    return new Population(
        Arrays.stream(type).mapToObj(t -> "t" + t).toList(),
        Arrays.stream(type).mapToObj(t -> "").toList(),
        Arrays.stream(site).mapToObj(s -> "s" + s).toList(),
        features,
        IntStream.range(0, GENES)
            .mapToObj(g -> new Attribute("G" + g, Attribute.Kind.BINARY, genes[g]))
            .toList(),
        List.of(),
        List.of());
  }

  private static double[] draw(IntToDoubleFunction of) {
    double[] values = new double[PATIENTS];
    Arrays.setAll(values, of);
    return values;
  }
}
