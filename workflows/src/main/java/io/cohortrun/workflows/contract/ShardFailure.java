package io.cohortrun.workflows.contract;

/**
 * Types of {@code ApplicationFailure} by which a shard activity tells the workflow whose budget to
 * charge. Anything else, and every timeout, is infrastructure. Its details are a {@link Usage}.
 */
public final class ShardFailure {

  /** The worker is stopping and has checkpointed: schedule again, charge nothing. */
  public static final String DRAINED = "Drained";

  /** The store, the network or this machine failed. */
  public static final String INFRASTRUCTURE = "Infrastructure";

  /** The bundle did not load, or its golden pair drifted on this device. */
  public static final String MODEL = "Model";

  private ShardFailure() {}
}
