package io.cohortrun.workflows.stats.signature;

import io.cohortrun.workflows.stats.survival.FollowUp;
import java.util.Arrays;
import java.util.function.IntPredicate;

/**
 * What signatures are fitted to.
 *
 * @param followUp of n subjects; its strata are the types, 0..K-1
 * @param x [n][p] covariates, finite: log-odds of densities, or what they are compared with
 * @param site [n] 0..; subjects of one site are never on both sides of a split, if there are two
 */
public record SignatureData(FollowUp followUp, double[][] x, int[] site) {

  /** Log-odds of a density, finite at both ends: ln((positives + 1/2) / (negatives + 1/2)). */
  public static double logOdds(long positives, long pixels) {
    double share = (positives + 0.5) / (pixels + 1.0);
    return Math.log(share / (1 - share));
  }

  /** The type of each subject. */
  public int[] type() {
    return followUp.stratum();
  }

  /** Subjects. */
  public int size() {
    return x.length;
  }

  /** These subjects alone. */
  public SignatureData only(int[] rows) {
    return new SignatureData(
        followUp.only(rows),
        Arrays.stream(rows).mapToObj(i -> x[i]).toArray(double[][]::new),
        Arrays.stream(rows).map(i -> site[i]).toArray());
  }

  /** The same subjects with some of the covariates, to compare with. */
  public SignatureData columns(int... kept) {
    double[][] some =
        Arrays.stream(x)
            .map(row -> Arrays.stream(kept).mapToDouble(j -> row[j]).toArray())
            .toArray(double[][]::new);
    return new SignatureData(followUp, some, site);
  }

  /** Follow-up exchanged: subject i has that of subject order[i] of its type. */
  SignatureData outcomesOf(int[] order) {
    return new SignatureData(followUp.only(order), x, site);
  }

  /** Rows where a condition holds. */
  static int[] where(int n, IntPredicate rule) {
    int[] rows = new int[n];
    int count = 0;
    for (int i = 0; i < n; i++) {
      if (rule.test(i)) {
        rows[count++] = i;
      }
    }
    return Arrays.copyOf(rows, count);
  }
}
