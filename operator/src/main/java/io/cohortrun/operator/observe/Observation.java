package io.cohortrun.operator.observe;

import io.cohortrun.workflows.contract.WorkerLost;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All that a decision about one run may depend on.
 *
 * @param uid of the CohortRun
 * @param output absolute URI of the output store
 * @param problem what makes the spec impossible to carry out here, or empty
 * @param engine the workflow of the attempt that {@code recorded} names
 * @param pools one view for each pool
 * @param gpus that the profile of {@link Pool#GPU} asks for; empty where it asks for none
 * @param spent by the recorded attempt
 * @param ceilings of the platform, for each attempt of any run with these profiles
 * @param sent what the workflow was told and may not show yet
 * @param losses pods that ended other than in order, and that the workflow has not been told of
 * @param platformPaused whether an administrator holds all runs
 * @param lastProgress when a slide or tile last finished, the attempt's start at the earliest
 * @param expires when the resource has outlived its end for long enough; empty where it has not
 *     ended, or stays
 * @param now by the operator's clock
 */
public record Observation(
    String uid,
    String output,
    Wanted wanted,
    Recorded recorded,
    Optional<Problem> problem,
    EngineView engine,
    Map<Pool, PoolView> pools,
    Optional<GpuView> gpus,
    Spent spent,
    Ceilings ceilings,
    Sent sent,
    List<WorkerLost> losses,
    boolean platformPaused,
    Instant lastProgress,
    Optional<Instant> expires,
    Instant now) {

  /** Workers that the spec asks for. */
  public int replicas(Pool pool) {
    return wanted.replicas(pool);
  }

  /** The pool as it is; empty where nothing was seen of it. */
  public PoolView pool(Pool pool) {
    return pools.getOrDefault(pool, PoolView.EMPTY);
  }

  /**
   * A spec that the schema accepts and this platform cannot carry out.
   *
   * @param reason of {@link io.cohortrun.crds.v1alpha1.ConditionReason}
   * @param sentence which field, what is wrong, what to do
   */
  public record Problem(String reason, String sentence) {}
}
