package io.cohortrun.workflows.contract;

import io.temporal.activity.ActivityInterface;

/**
 * Everything that needs no GPU, on the run's CPU queue. Each is idempotent and finds finished work
 * in the store.
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

  /** Merges the tile ranges of giant slides of one partition and compacts its features. */
  void finishPartition(RunRef run, int partition);

  /** Writes ledger, tables and report, and {@code run.json} last. */
  CohortResult publish(RunRef run, boolean cancelled);
}
