package io.cohortrun.workers.population;

import io.cohortrun.workers.analyse.AssociationAnalysis;
import io.cohortrun.workers.analyse.AssociationFiles;
import io.cohortrun.workers.analyse.StratumTests;
import io.cohortrun.workers.store.ObjectStore;
import io.cohortrun.workers.store.Stores;
import io.cohortrun.workflows.stats.association.Least;
import io.cohortrun.workflows.stats.screen.Association;
import io.cohortrun.workflows.stats.screen.Attribute;
import io.cohortrun.workflows.stats.screen.Feature;
import io.cohortrun.workflows.stats.screen.Population;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/**
 * Associations of a cohort as large as the study's: 14,256 patients, 24 types, 306 subtypes, 23
 * channels with 5 features, 253 pairs, 500 genes on 20 panels, 10 numbers, 5 ordered values.
 */
final class AssociationBenchmark {

  private static final int PATIENTS = 14_256;
  private static final int TYPES = 24;
  private static final int SUBTYPES = 306;
  private static final int SITES = 40;
  private static final int PANELS = 20;
  private static final int GENES = 500;
  private static final int CHANNELS = 23;
  private static final List<String> KINDS =
      List.of("density", "entropy", "snr", "sharpness", "morans_i");
  private static final List<String> BACKGROUND = List.of("TRITC", "Cy5", "DAPI", "CK");

  private final Random random = new Random(1);
  private final int[] type = new int[PATIENTS];
  private final int[] subtype = new int[PATIENTS];
  private final int[] site = new int[PATIENTS];
  private final double[] burden = draw(i -> random.nextGaussian()); // of mutations
  private final double[] immune = draw(i -> random.nextGaussian()); // shared by the channels

  private AssociationBenchmark() {}

  /**
   * Tests as a run does, stratum by stratum, each kept, and writes the tables; prints tests,
   * seconds, tests a second, processor seconds, peak heap and, where /proc tells it, peak resident
   * memory as one line of JSON.
   */
  public static void main(String[] args) throws IOException {
    Population population = new AssociationBenchmark().population();
    long start = System.nanoTime();
    AssociationAnalysis analysis;
    try (WorkFolder folder = WorkFolder.open();
        ObjectStore store = Stores.open(folder.path().resolve("store").toString())) {
      analysis =
          AssociationAnalysis.of(
              population,
              new KeptStrata(
                  population,
                  population.strata(),
                  Least.USUAL,
                  new KeptParts<>(store, "strata/", StratumTests.class)),
              Association.LEVEL);
      System.err.printf("tested after %.1f s%n", (System.nanoTime() - start) / 1e9);
      AssociationFiles.write(folder.path().resolve("analysis"), analysis);
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    var processor =
        ProcessHandle.current().info().totalCpuDuration().orElseThrow().toMillis() / 1e3;
    long peak =
        ManagementFactory.getMemoryPoolMXBeans().stream()
            .filter(pool -> pool.getType() == MemoryType.HEAP)
            .map(MemoryPoolMXBean::getPeakUsage)
            .mapToLong(usage -> usage.getUsed())
            .sum();
    System.out.printf(
        Locale.ROOT,
        "{\"tests\": %d, \"significant\": %d, \"seconds\": %.1f, \"tests_per_second\": %.0f,"
            + " \"processor_seconds\": %.1f, \"peak_heap_mib\": %d, \"peak_resident_mib\": %d}%n",
        analysis.tests(),
        analysis.significant(),
        seconds,
        analysis.tests() / seconds,
        processor,
        peak >> 20,
        resident());
  }

  /** The most this process had in memory, or -1 where no /proc says so. */
  private static long resident() throws IOException {
    Path status = Path.of("/proc/self/status");
    return Files.exists(status)
        ? Files.readAllLines(status).stream()
            .filter(line -> line.startsWith("VmHWM:"))
            .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) >> 10)
            .findFirst()
            .orElse(-1)
        : -1;
  }

  private Population population() {
    for (int i = 0; i < PATIENTS; i++) {
      type[i] = skewed(TYPES);
      int own = (SUBTYPES - type[i] + TYPES - 1) / TYPES;
      subtype[i] = type[i] + TYPES * skewed(own);
      site[i] = skewed(SITES);
    }
    List<Attribute> attributes = genes();
    List<Attribute> covariates =
        List.of(
            number("age", Attribute.Kind.CONTINUOUS, 1),
            number("stage", Attribute.Kind.ORDINAL, 4),
            number("sex", Attribute.Kind.BINARY, 2));
    attributes.addAll(covariates.subList(0, 2));
    for (int a = 1; a < 10; a++) {
      attributes.add(number("number" + a, Attribute.Kind.CONTINUOUS, 1));
    }
    for (int a = 1; a < 5; a++) {
      attributes.add(number("grade" + a, Attribute.Kind.ORDINAL, 3));
    }
    return new Population(
        names("t", type),
        names("s", subtype),
        names("h", site),
        features(),
        attributes,
        List.of(),
        covariates);
  }

  /** 0..n-1, the first the most frequent. */
  private int skewed(int n) {
    return (int) (n * Math.pow(random.nextDouble(), 1.6));
  }

  private static List<String> names(String prefix, int[] of) {
    return Arrays.stream(of).mapToObj(i -> prefix + i).toList();
  }

  /** Many patients have a density of 0 of many channels. */
  private List<Feature> features() {
    List<Feature> features = new ArrayList<>();
    List<String> channels =
        IntStream.range(0, CHANNELS)
            .mapToObj(c -> c < BACKGROUND.size() ? BACKGROUND.get(c) : "M" + c)
            .toList();
    for (int c = 0; c < CHANNELS; c++) {
      double none = c < BACKGROUND.size() ? -9 : -2 + 2.5 * c / CHANNELS;
      for (String kind : KINDS) {
        double floor = kind.equals("density") ? none : -9;
        features.add(new Feature(channels.get(c), kind, measured(floor)));
      }
      for (int other = 0; other < c; other++) {
        String pair = channels.get(other) + "|" + channels.get(c);
        features.add(new Feature(pair, "or", measured(none)));
      }
    }
    return features;
  }

  private double[] measured(double none) {
    double[] ofType = random.doubles(TYPES).toArray();
    double[] ofSite = random.doubles(SITES).toArray();
    return draw(
        i -> {
          double z = 0.6 * immune[i] + 0.8 * random.nextGaussian();
          return z < none ? 0 : Math.exp(z + ofType[type[i]] + 0.3 * ofSite[site[i]]);
        });
  }

  /**
   * Genes of 1 to 30 %, more often mutated where the burden is high; one in ten goes with cells.
   */
  private List<Attribute> genes() {
    double[][] onPanel = new double[PANELS][];
    Arrays.setAll(onPanel, p -> draw(i -> random.nextDouble() < 0.7 ? 0 : Double.NaN));
    List<Attribute> genes = new ArrayList<>();
    for (int g = 0; g < GENES; g++) {
      double[] panel = onPanel[g % PANELS];
      double effect = g % 10 == 0 ? 0.3 : 0;
      double base = Math.log(0.01) + random.nextDouble() * Math.log(30);
      double[] ofType = draw(TYPES, t -> base + 0.5 * random.nextGaussian());
      double[] mutated =
          draw(
              i -> {
                double log = ofType[type[i]] + 0.3 * burden[i] + effect * immune[i];
                return panel[i] + (Math.log(random.nextDouble()) < log ? 1 : 0);
              });
      genes.add(new Attribute("G" + g, Attribute.Kind.BINARY, mutated));
    }
    return genes;
  }

  /** Known of 95 % of the patients, in so many steps; 1 for none. */
  private Attribute number(String name, Attribute.Kind kind, int steps) {
    return new Attribute(
        name,
        kind,
        draw(
            i ->
                random.nextDouble() < 0.05
                    ? Double.NaN
                    : steps == 1 ? random.nextGaussian() : random.nextInt(steps)));
  }

  private static double[] draw(IntToDoubleFunction of) {
    return draw(PATIENTS, of);
  }

  private static double[] draw(int n, IntToDoubleFunction of) {
    double[] values = new double[n];
    Arrays.setAll(values, of);
    return values;
  }
}
