package io.cohortrun.workflows.stats.screen;

import io.cohortrun.workflows.stats.survival.FollowUp;

/**
 * An endpoint.
 *
 * @param entry [patients] start of observation, negative infinity for always
 * @param time [patients] end of follow-up, in any one unit; NaN where unknown
 * @param event [patients] whether that is the event
 */
public record Outcome(String name, double[] entry, double[] time, boolean[] event) {

  /** Of patients whose time is known. */
  public FollowUp followUp(int[] rows, int[] strata) {
    double[] from = new double[rows.length];
    double[] to = new double[rows.length];
    boolean[] ended = new boolean[rows.length];
    int[] stratum = new int[rows.length];
    for (int i = 0; i < rows.length; i++) {
      from[i] = entry[rows[i]];
      to[i] = time[rows[i]];
      ended[i] = event[rows[i]];
      stratum[i] = strata[rows[i]];
    }
    return new FollowUp(from, to, ended, stratum);
  }
}
