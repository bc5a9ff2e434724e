package io.cohortrun.workflows.stats.signature;

import java.util.Arrays;
import java.util.Random;

/** Splits subjects into folds of about equal size, sites whole. */
public final class Folds {

  /** How many. */
  public static final int FOLDS = 5;

  private Folds() {}

  /**
   * Draws.
   *
   * @param site [n] 0..; with fewer sites than folds, subjects are drawn one by one
   * @return [n] 0..folds - 1
   */
  public static int[] of(int[] site, Random random) {
    return of(site, FOLDS, random);
  }

  /** The same, of another number of folds. */
  public static int[] of(int[] site, int folds, Random random) {
    int sites = Arrays.stream(site).max().orElse(-1) + 1;
    boolean whole = Arrays.stream(site).distinct().count() >= folds;
    int[] unit = site.clone();
    if (!whole) {
      Arrays.setAll(unit, i -> i);
    }
    int units = whole ? sites : site.length;
    int[] sizes = new int[units];
    for (int u : unit) {
      sizes[u]++;
    }
    int[] order = new int[units];
    for (int u = 0; u < units; u++) {
      int j = random.nextInt(u + 1);
      order[u] = order[j];
      order[j] = u;
    }
    int[] foldOf = new int[units];
    int[] filled = new int[folds];
    for (int u : order) {
      int least = 0;
      for (int f = 1; f < folds; f++) {
        least = filled[f] < filled[least] ? f : least;
      }
      foldOf[u] = least;
      filled[least] += sizes[u];
    }
    return Arrays.stream(unit).map(u -> foldOf[u]).toArray();
  }
}
