package io.cohortrun.workflows.contract;

import java.util.List;

/**
 * What a run carries over when its workflow continues as new. Everything else is in the store.
 *
 * @param version of this record's shape; workers refuse one they do not know
 * @param frozen the frozen manifest
 * @param preflightRows rows [0, preflightRows) are inspected
 * @param plan the plan, or null while preflight goes on
 * @param nextPartition partitions below are finished
 * @param counts progress so far
 * @param devices that failed; null in states of earlier releases
 */
public record CohortState(
    int version,
    FrozenManifest frozen,
    int preflightRows,
    PlanReceipt plan,
    int nextPartition,
    RunProgress counts,
    List<FaultyDevice> devices) {

  /** The shape this code writes and reads. */
  public static final int VERSION = 1;

  /** Of that shape. */
  public CohortState(
      FrozenManifest frozen,
      int preflightRows,
      PlanReceipt plan,
      int nextPartition,
      RunProgress counts,
      List<FaultyDevice> devices) {
    this(VERSION, frozen, preflightRows, plan, nextPartition, counts, devices);
  }
}
