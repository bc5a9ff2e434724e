package io.cohortrun.workflows.stats.triage;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * What a score is fitted to.
 *
 * @param x [n][p] covariates, finite: log-odds of densities
 * @param value [n] 1 where the biomarker is there, 0 where it is not, NaN where nobody knows
 * @param type [n] 0..: covariates are standardised within types
 * @param site [n] 0..: of two or more, nobody is judged by a model that saw somebody of the own
 */
public record TriageData(double[][] x, double[] value, int[] type, int[] site) {

  /** Added to both sides of a density: below a pixel in a million nothing is told apart. */
  private static final double LEAST = 1e-6;

  /** Log-odds of a density 0..1, finite at both ends. */
  public static double logOdds(double density) {
    return Math.log((density + LEAST) / (1 - density + LEAST));
  }

  /** Subjects. */
  public int size() {
    return x.length;
  }

  /** Those of whom the biomarker is known, ascending. */
  public int[] known() {
    return IntStream.range(0, size()).filter(i -> !Double.isNaN(value[i])).toArray();
  }

  /** How many have it. */
  public int positives() {
    return (int) Arrays.stream(value).filter(v -> v == 1).count();
  }

  /** [n] whether each has it, as far as is known. */
  public boolean[] arm() {
    boolean[] arm = new boolean[size()];
    for (int i = 0; i < arm.length; i++) {
      arm[i] = value[i] == 1;
    }
    return arm;
  }

  /** Whether a model can be fitted: both values occur. */
  boolean twoSided() {
    return positives() > 0 && positives() < known().length;
  }

  TriageData only(int[] rows) {
    return new TriageData(
        Arrays.stream(rows).mapToObj(i -> x[i]).toArray(double[][]::new),
        Arrays.stream(rows).mapToDouble(i -> value[i]).toArray(),
        Arrays.stream(rows).map(i -> type[i]).toArray(),
        Arrays.stream(rows).map(i -> site[i]).toArray());
  }
}
