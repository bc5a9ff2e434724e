package io.cohortrun.workflows.stats.signature;

import java.util.Arrays;
import java.util.Random;

/**
 * Folds of repeated cross-fitting, of about equal size.
 *
 * @param count folds of a repeat, at least 2
 * @param sitesWhole whether nobody is ever judged by a model that saw somebody of the own site;
 *     false of a single site, whose subjects are drawn one by one
 * @param of [repeats][n] fold of each subject, 0..count - 1
 */
public record Folds(int count, boolean sitesWhole, int[][] of) {

  /**
   * Draws.
   *
   * @param site [n] 0..; of fewer sites than folds are asked for, each is a fold of its own
   * @param seed fixes the folds
   */
  public static Folds draw(int[] site, Splits splits, long seed) {
    int sites = (int) Arrays.stream(site).distinct().count();
    boolean whole = sites > 1;
    int count = whole ? Math.min(splits.folds(), sites) : splits.folds();
    int[] unit = site.clone();
    if (!whole) {
      Arrays.setAll(unit, i -> i);
    }
    var random = new Random(seed);
    int[][] of = new int[splits.repeats()][];
    Arrays.setAll(of, repeat -> one(unit, count, random));
    return new Folds(count, whole, of);
  }

  /** Of these subjects alone, in the same folds. */
  public Folds only(int[] rows) {
    return new Folds(
        count,
        sitesWhole,
        Arrays.stream(of)
            .map(fold -> Arrays.stream(rows).map(i -> fold[i]).toArray())
            .toArray(int[][]::new));
  }

  /**
   * Of a larger population, in which these are some.
   *
   * @param rows positions of the subjects
   * @param n subjects of the population; those in no fold get -1
   */
  public Folds among(int n, int[] rows) {
    int[][] all = new int[of.length][n];
    for (int repeat = 0; repeat < all.length; repeat++) {
      Arrays.fill(all[repeat], -1);
      for (int i = 0; i < rows.length; i++) {
        all[repeat][rows[i]] = of[repeat][i];
      }
    }
    return new Folds(count, sitesWhole, all);
  }

  /**
   * Folds inside a training part, for choosing a penalty: the outer ones that are left, so that
   * sites stay whole there too. Where a single one is left its subjects are dealt out in turn: they
   * are all of the training part, and whoever is judged is none of them.
   *
   * @param fold [n] outer folds of the training subjects
   */
  public static int[] inner(int[] fold) {
    int[] inner = fold.clone();
    if (Arrays.stream(fold).distinct().count() < 2) {
      Arrays.setAll(inner, i -> i % Splits.USUAL.folds());
    }
    return inner;
  }

  private static int[] one(int[] unit, int folds, Random random) {
    int units = Arrays.stream(unit).max().orElse(-1) + 1;
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
