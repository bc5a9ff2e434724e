package io.cohortrun.workflows.stats.signature;

import io.cohortrun.workflows.stats.survival.FollowUp;
import java.io.IOException;
import java.util.Arrays;
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

  /** Prints what is found, and seconds and processor seconds of all. */
  public static void main(String[] args) throws IOException {
    SignatureData data = data(Double.parseDouble(args[0]), new Random(1));
    long start = System.nanoTime();
    CrossFit observed = CrossFit.of(data, Folds.draw(data.site(), SPLITS, 1));
    SignatureNull.Block block = SignatureNull.permuting(data, SPLITS, 1);
    if (args.length > 1 && args[1].equals("all")) {
      long asHigh =
          Arrays.stream(block.concordance(0, PERMUTATIONS))
              .filter(one -> one >= observed.concordance().value())
              .count();
      System.out.println("draws " + PERMUTATIONS + ", as high " + asHigh);
    } else {
      SignatureNull found = SignatureNull.of(PERMUTATIONS, observed.concordance().value(), block);
      System.out.println("draws " + found.draws() + ", as high " + found.asHigh());
      System.out.println("p " + found.p());
    }
    System.out.println("concordance " + observed.concordance().value());
    System.out.println("seconds " + (System.nanoTime() - start) / 1e9);
    System.out.println(
        "processor seconds "
            + ProcessHandle.current().info().totalCpuDuration().orElseThrow().toMillis() / 1e3);
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
