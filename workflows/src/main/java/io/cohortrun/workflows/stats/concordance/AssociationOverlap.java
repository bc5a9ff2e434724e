package io.cohortrun.workflows.stats.concordance;

import io.cohortrun.workflows.stats.association.FisherExact;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.commons.statistics.distribution.NormalDistribution;

/**
 * Whether associations that are significant in one population are so in another, on the tests that
 * are eligible in both. Significant in both with opposite signs counts as not shared. Fisher's p
 * takes tests for independent, which they are not: patients and channels are shared. Two nulls that
 * do not stand beside it.
 *
 * @param shared significant in both, same sign
 * @param onlyA significant in A alone, or in both with opposite signs
 * @param onlyB significant in B alone
 * @param neither in neither
 * @param opposite significant in both with opposite signs
 * @param fisher of the four counts; its one-sided p is the published kind
 * @param withinAttributes Mantel and Haenszel's common odds ratio (1959) over attributes
 * @param withinAttributesP one-sided, of Cochran's and their test: more shared than expected within
 *     attributes; NaN where nothing varies
 * @param relabelledP one-sided: as many shared if B's channels are relabelled jointly
 */
public record AssociationOverlap(
    int shared,
    int onlyA,
    int onlyB,
    int neither,
    int opposite,
    FisherExact fisher,
    double withinAttributes,
    double withinAttributesP,
    double relabelledP) {

  /**
   * Compares.
   *
   * @param a [tests of a channel][channels] calls: a row is a stratum and an attribute
   * @param b the same rows and channels in the other population
   * @param attribute [rows] 0..
   * @param draws of the null that relabels channels
   */
  public static AssociationOverlap of(
      Call[][] a, Call[][] b, int[] attribute, int draws, long seed) {
    int channels = a.length == 0 ? 0 : a[0].length;
    int[] label = new int[channels];
    for (int c = 0; c < channels; c++) {
      label[c] = c;
    }
    int attributes = 0;
    for (int x : attribute) {
      attributes = Math.max(attributes, x + 1);
    }
    int[][] tables = tables(a, b, attribute, attributes);
    int[] all = sum(tables);
    List<Significant> significant = significant(a);
    var random = new Random(seed);
    int asMany = 0;
    for (int draw = 0; draw < draws; draw++) {
      shuffle(label, random);
      asMany += shared(b, label, significant) >= all[0] ? 1 : 0;
    }
    double up = 0;
    double down = 0;
    double off = 0;
    double variance = 0;
    for (int[] t : tables) {
      double n = t[0] + t[1] + t[2] + t[3];
      double rowA = t[0] + t[1];
      double rowB = t[0] + t[2];
      if (n > 1) {
        up += t[0] * (double) t[3] / n;
        down += t[1] * (double) t[2] / n;
        off += t[0] - rowA * rowB / n;
        variance += rowA * (n - rowA) * rowB * (n - rowB) / (n * n * (n - 1));
      }
    }
    return new AssociationOverlap(
        all[0],
        all[1],
        all[2],
        all[3],
        all[4],
        FisherExact.test(all[0], all[1], all[2], all[3]),
        up / down,
        variance > 0
            ? NormalDistribution.of(0, 1).survivalProbability(off / Math.sqrt(variance))
            : Double.NaN,
        (1.0 + asMany) / (1 + draws));
  }

  /** Tests that both populations made. */
  public int universe() {
    return shared + onlyA + onlyB + neither;
  }

  /** Of them, significant in A. */
  public int significantA() {
    return shared + onlyA;
  }

  /** Of them, significant in B: in both with opposite signs too. */
  public int significantB() {
    return shared + onlyB + opposite;
  }

  /** Of those significant in both, the share with one sign. */
  public double signAgreement() {
    return shared / (double) (shared + opposite);
  }

  /** Per attribute: shared, only A, only B, neither, and how many of only A are opposite. */
  private static int[][] tables(Call[][] a, Call[][] b, int[] attribute, int attributes) {
    int[][] tables = new int[attributes][5];
    for (int row = 0; row < a.length; row++) {
      int[] table = tables[attribute[row]];
      for (int c = 0; c < a[row].length; c++) {
        Call here = a[row][c];
        Call there = b[row][c];
        if (here == Call.UNTESTED || there == Call.UNTESTED) {
          continue;
        }
        if (here.significant()) {
          table[here == there ? 0 : 1]++;
          table[4] += there.significant() && here != there ? 1 : 0;
        } else {
          table[there.significant() ? 2 : 3]++;
        }
      }
    }
    return tables;
  }

  private record Significant(int row, int channel, Call call) {}

  private static List<Significant> significant(Call[][] a) {
    List<Significant> significant = new ArrayList<>();
    for (int row = 0; row < a.length; row++) {
      for (int c = 0; c < a[row].length; c++) {
        if (a[row][c].significant()) {
          significant.add(new Significant(row, c, a[row][c]));
        }
      }
    }
    return significant;
  }

  /** How many of them B has too, with one sign, where channel c is B's channel label[c]. */
  private static int shared(Call[][] b, int[] label, List<Significant> significant) {
    int shared = 0;
    for (Significant one : significant) {
      shared += b[one.row][label[one.channel]] == one.call ? 1 : 0;
    }
    return shared;
  }

  private static int[] sum(int[][] tables) {
    int[] sum = new int[5];
    for (int[] table : tables) {
      for (int i = 0; i < sum.length; i++) {
        sum[i] += table[i];
      }
    }
    return sum;
  }

  private static void shuffle(int[] label, Random random) {
    for (int i = label.length - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int kept = label[i];
      label[i] = label[j];
      label[j] = kept;
    }
  }
}
