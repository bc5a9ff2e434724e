package io.cohortrun.workflows.stats.survival;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.apache.commons.statistics.distribution.ChiSquaredDistribution;

/**
 * The log-rank test of k groups, stratified, with the weights S(t-)^rho of Harrington and Fleming
 * (rho 0: Mantel's test; rho 1: Peto's), as R's {@code survdiff} has it.
 *
 * @param observed [k] weighted events
 * @param expected [k] weighted events if the groups had one hazard
 * @param chiSquared (O - E)' V^- (O - E)
 * @param df groups with events to expect, less one; less another for each further set of groups
 *     that no stratum brings together
 * @param p of that chi-squared; NaN where nothing can be compared
 */
public record LogRank(double[] observed, double[] expected, double chiSquared, int df, double p) {

  /**
   * Tests.
   *
   * @param group [n] 0..k-1
   */
  public static LogRank test(FollowUp data, int[] group, int k, double rho) {
    double[] observed = new double[k];
    double[] expected = new double[k];
    double[][] v = new double[k][k];
    for (int[] rows : data.strata()) {
      FollowUp one = data.only(rows);
      int[] of = Arrays.stream(rows).map(i -> group[i]).toArray();
      add(one, of, rho, observed, expected, v);
    }
    int[] others = IntStream.range(0, k).filter(g -> expected[g] > 0).skip(1).toArray();
    // Groups that meet the others in no stratum are compared among themselves.
    int[] kept = Arrays.stream(Cholesky.independent(part(v, others))).map(i -> others[i]).toArray();
    if (kept.length == 0) {
      // No two groups, or none at risk where some have the event and some have not.
      return new LogRank(observed, expected, Double.NaN, 0, Double.NaN);
    }
    double[] off = Arrays.stream(kept).mapToDouble(g -> observed[g] - expected[g]).toArray();
    double chi = Cholesky.of(part(v, kept)).quadratic(off);
    double p = ChiSquaredDistribution.of(kept.length).survivalProbability(chi);
    return new LogRank(observed, expected, chi, kept.length, p);
  }

  private static double[][] part(double[][] v, int[] groups) {
    return Arrays.stream(groups)
        .mapToObj(g -> Arrays.stream(groups).mapToDouble(h -> v[g][h]).toArray())
        .toArray(double[][]::new);
  }

  private static void add(
      FollowUp data, int[] group, double rho, double[] observed, double[] expected, double[][] v) {
    int k = observed.length;
    KaplanMeier pooled = KaplanMeier.of(data);
    double[] atRisk = new double[k];
    double[] died = new double[k];
    new RiskSets(data)
        .latestFirst(
            new RiskSets.Visitor() {
              @Override
              public void enters(int i) {
                atRisk[group[i]]++;
              }

              @Override
              public void leaves(int i) {
                atRisk[group[i]]--;
              }

              @Override
              public void events(double time, int[] rows) {
                Arrays.fill(died, 0);
                for (int i : rows) {
                  died[group[i]]++;
                }
                double n = Arrays.stream(atRisk).sum();
                double d = rows.length;
                double w = rho == 0 ? 1 : Math.pow(pooled.survivalBefore(time), rho);
                double spread = n > 1 ? w * w * d * (n - d) / (n - 1) : 0;
                for (int g = 0; g < k; g++) {
                  observed[g] += w * died[g];
                  expected[g] += w * d * atRisk[g] / n;
                  for (int h = 0; h < k; h++) {
                    double share = (g == h ? 1 : 0) - atRisk[h] / n;
                    v[g][h] += spread * atRisk[g] / n * share;
                  }
                }
              }
            });
  }
}
