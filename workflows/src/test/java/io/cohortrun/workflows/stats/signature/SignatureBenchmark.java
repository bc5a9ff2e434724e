package io.cohortrun.workflows.stats.signature;

import io.cohortrun.workflows.stats.survival.FollowUp;
import java.io.IOException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Random;

/**
 * The signature with its null of 14,256 subjects, 21 channels, 24 types and 40 sites. The first
 * argument is the log hazard ratio of a channel that counts: 0 for none. With a second one, {@code
 * all}, no permutation is spared by what is clear already: the most that a run can take.
 */
final class SignatureBenchmark {

  private static final int SUBJECTS = 14_256;
  private static final int CHANNELS = 21;
  private static final int TYPES = 24;
  private static final int SITES = 40;
  private static final Splits SPLITS = new Splits(5, 5);
  private static final int PERMUTATIONS = 1000;

  private SignatureBenchmark() {}

  /** Prints what is found, and seconds and processor seconds of all, as one line of JSON. */
  public static void main(String[] args) throws IOException {
    SignatureData data = data(Double.parseDouble(args[0]), new Random(1));
    long start = System.nanoTime();
    CrossFit observed = CrossFit.of(data, Folds.draw(data.site(), SPLITS, 1));
    double value = observed.concordance().value();
    SignatureNull.Block block = SignatureNull.permuting(data, SPLITS, 1);
    long draws = PERMUTATIONS;
    long asHigh;
    if (args.length > 1 && args[1].equals("all")) {
      asHigh =
          Arrays.stream(block.concordance(0, PERMUTATIONS)).filter(one -> one >= value).count();
    } else {
      SignatureNull found = SignatureNull.of(PERMUTATIONS, value, block);
      draws = found.draws();
      asHigh = found.asHigh();
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    double processor =
        ProcessHandle.current().info().totalCpuDuration().orElseThrow().toMillis() / 1e3;
    System.out.printf(
        Locale.ROOT,
        "{\"subjects\": %d, \"draws\": %d, \"asHigh\": %d, \"concordance\": %.6f,"
            + " \"seconds\": %.1f, \"processorSeconds\": %.1f}%n",
        SUBJECTS,
        draws,
        asHigh,
        value,
        seconds,
        processor);
  }

  private static SignatureData data(double effect, Random random) {
    double[] time = new double[SUBJECTS];
    boolean[] event = new boolean[SUBJECTS];
    int[] type = new int[SUBJECTS];
    int[] site = new int[SUBJECTS];
    double[][] x = new double[SUBJECTS][CHANNELS];
    for (int i = 0; i < SUBJECTS; i++) {
      type[i] = (int) (TYPES * Math.pow(random.nextDouble(), 1.6));
      site[i] = (int) (SITES * Math.pow(random.nextDouble(), 1.6));
      double shared = random.nextGaussian();
      double risk = 0;
      for (int j = 0; j < CHANNELS; j++) {
        x[i][j] = 0.7 * shared + 0.7 * random.nextGaussian();
        risk += j % 7 == 0 ? effect * x[i][j] : 0;
      }
      double death = -40 * Math.log(random.nextDouble()) * Math.exp(-risk);
      double end = 120 * random.nextDouble();
      time[i] = Math.ceil(Math.min(death, end));
      event[i] = death <= end;
    }
    return new SignatureData(FollowUp.of(time, event).stratified(type), x, site);
  }
}
