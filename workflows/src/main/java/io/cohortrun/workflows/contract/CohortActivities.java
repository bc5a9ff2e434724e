package io.cohortrun.workflows.contract;

import io.temporal.activity.ActivityInterface;

/**
 * Everything that needs no GPU, on the run's CPU queue. Each is idempotent and finds finished work
 * in the store. A failure that trying again cannot cure is a non-retryable {@code
 * ApplicationFailure}: it ends the run. Any other failure is tried again, for ever, with a pause of
 * at most a minute.
 */
@ActivityInterface
public interface CohortActivities {

  /**
   * Reads and checks the manifest, writes the frozen table and {@code input.json}.
   *
   * @throws io.temporal.failure.ApplicationFailure non-retryable, type {@code BadManifest}, with
   *     every error found
   */
  FrozenManifest freeze(CohortInput input);

  /** Opens rows [from, to), finds mpp, tissue and tiles, and writes their inspections. */
  PreflightReceipt preflight(RunRef run, int from, int to);

  /** Forecasts bytes and time, checks the store, packs shards, and writes {@code plan.json}. */
  PlanReceipt plan(RunRef run);

  /**
   * Merges the tile ranges of giant slides of one partition and compacts its features. A row of the
   * partition that no shard could settle (its infrastructure budget is spent, or a range of it was
   * set aside) is recorded as {@link Outcome#Infrastructure} here, so that the ledger completes.
   */
  FinishReceipt finishPartition(RunRef run, int partition);

  /**
   * Writes ledger, tables and report, and {@code run.json} last.
   *
   * @param cancelled whether the run was cancelled: rows without outcome become {@link
   *     Outcome#Cancelled}; otherwise there should be none, and any become {@link
   *     Outcome#Infrastructure}
   */
  CohortResult publish(RunRef run, boolean cancelled);

  /**
   * Writes all that {@link #publish} writes but {@code run.json}: what a reviewer looks at.
   *
   * @return how the run ends where a check stops it; null where it goes on to its reviewer
   */
  CohortResult draft(RunRef run);

  /** As {@link #publish} of a run that was approved; {@code run.json} says by whom. */
  CohortResult publishSignedOff(RunRef run, SignOff signOff);
}
