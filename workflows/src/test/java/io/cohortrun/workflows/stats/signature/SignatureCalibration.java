package io.cohortrun.workflows.stats.signature;

import io.cohortrun.workflows.stats.survival.FollowUp;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * p of signatures of nothing: covariates and hazards both differ between types and between sites,
 * and have nothing to do with each other within them.
 */
public final class SignatureCalibration {

  public static final List<Double> LEVELS = List.of(0.05, 0.1, 0.25, 0.5, 0.75);

  private static final int SUBJECTS = 120;
  private static final int CHANNELS = 4;
  private static final int TYPES = 3;
  private static final int SITES = 6;
  private static final Splits SPLITS = new Splits(3, 1);

  private SignatureCalibration() {}

  /** Share of p up to a level. */
  public static double share(double[] p, double level) {
    return Arrays.stream(p).filter(one -> one <= level + 1e-9).count() / (double) p.length;
  }

  /**
   * p of each cohort, uniform on 1 / (1 + permutations), 2 / (1 + permutations), ..., 1 if the null
   * is right.
   */
  public static double[] p(int cohorts, int permutations) throws IOException {
    double[] p = new double[cohorts];
    for (int i = 0; i < cohorts; i++) {
      SignatureData data = cohort(new Random(i));
      CrossFit observed = CrossFit.of(data, Folds.draw(data.site(), SPLITS, i));
      SignatureNull.Block block = SignatureNull.permuting(data, SPLITS, 1000L * i + 1);
      long asHigh =
          Arrays.stream(block.concordance(0, permutations))
              .filter(one -> one >= observed.concordance().value())
              .count();
      p[i] = (1.0 + asHigh) / (1 + permutations);
    }
    return p;
  }

  private static SignatureData cohort(Random random) {
    double[] time = new double[SUBJECTS];
    boolean[] event = new boolean[SUBJECTS];
    int[] type = random.ints(SUBJECTS, 0, TYPES).toArray();
    int[] site = random.ints(SUBJECTS, 0, SITES).toArray();
    double[] stain = random.doubles(SITES).toArray();
    double[] care = random.doubles(SITES).toArray();
    double[][] x = new double[SUBJECTS][CHANNELS];
    for (int i = 0; i < SUBJECTS; i++) {
      double shared = random.nextGaussian() + stain[site[i]];
      for (int j = 0; j < CHANNELS; j++) {
        x[i][j] = 2 * type[i] + 0.7 * shared + 0.7 * random.nextGaussian();
      }
      double hazard = Math.exp(care[site[i]] + 0.5 * type[i]);
      double death = -40 * Math.log(random.nextDouble()) / hazard;
      double end = 60 * random.nextDouble();
      time[i] = Math.ceil(Math.min(death, end));
      event[i] = death <= end;
    }
    return new SignatureData(FollowUp.of(time, event).stratified(type), x, site);
  }
}
