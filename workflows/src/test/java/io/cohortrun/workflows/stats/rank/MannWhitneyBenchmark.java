package io.cohortrun.workflows.stats.rank;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;

/**
 * Mann-Whitney tests a processor second: 2,000 subjects, 20 features, one ranking of each for 500
 * attributes. Writes features, arms and p for SciPy's loop ({@code e2e/src/bench/mann_whitney.py}),
 * little-endian doubles, a row after the other.
 */
final class MannWhitneyBenchmark {

  private static final int SUBJECTS = 2000;
  private static final int FEATURES = 20;
  private static final int ARMS = 500;
  private static final int ROUNDS = 5;
  private static final int PASSES = 20;

  private MannWhitneyBenchmark() {}

  /**
   * The arguments are an empty folder and the share of the values that are 0. The last line printed
   * is JSON: the median of the rounds.
   */
  public static void main(String[] args) throws IOException {
    Path folder = Path.of(args[0]);
    var random = new Random(1);
    double[][] arms = new double[ARMS][];
    Arrays.setAll(arms, a -> arm(0.05 + 0.45 * random.nextDouble(), random));
    double[][] features = new double[FEATURES][];
    double zeros = Double.parseDouble(args[1]);
    Arrays.setAll(features, f -> feature(arms[f], 0.1 * f, zeros, random));
    write(folder.resolve("arms"), arms);
    write(folder.resolve("features"), features);

    long[][] bits = Arrays.stream(arms).map(Ranking::arm).toArray(long[][]::new);
    double[][] p = new double[FEATURES][ARMS];
    double[] perSecond = new double[ROUNDS];
    for (int round = 0; round < ROUNDS; round++) {
      long start = processor();
      for (int pass = 0; pass < PASSES; pass++) {
        for (int f = 0; f < FEATURES; f++) {
          Ranking ranking = Ranking.of(features[f]);
          for (int a = 0; a < ARMS; a++) {
            p[f][a] = MannWhitney.test(ranking, bits[a]).p();
          }
        }
      }
      perSecond[round] = 1e3 * PASSES * FEATURES * ARMS / (processor() - start);
    }
    write(folder.resolve("p"), p);
    Arrays.sort(perSecond);
    System.out.println("{\"perSecond\": " + perSecond[ROUNDS / 2] + "}");
  }

  private static double[] arm(double share, Random random) {
    return random.doubles(SUBJECTS).map(v -> v < share ? 1 : 0).toArray();
  }

  /** Higher in one of the arms, so that some p are tiny. */
  private static double[] feature(double[] arm, double effect, double zeros, Random random) {
    double[] values = new double[SUBJECTS];
    Arrays.setAll(
        values,
        i -> random.nextDouble() < zeros ? 0 : Math.exp(random.nextGaussian() + effect * arm[i]));
    return values;
  }

  /** Milliseconds of all threads, the compiler's and the collector's too. */
  private static long processor() {
    return ProcessHandle.current().info().totalCpuDuration().orElseThrow().toMillis();
  }

  private static void write(Path file, double[][] rows) throws IOException {
    ByteBuffer out =
        ByteBuffer.allocate(rows.length * rows[0].length * Double.BYTES)
            .order(ByteOrder.LITTLE_ENDIAN);
    for (double[] row : rows) {
      for (double value : row) {
        out.putDouble(value);
      }
    }
    Files.write(file, out.array());
  }
}
