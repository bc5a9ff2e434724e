package io.cohortrun.crds.v1alpha1;

/** Values of {@link Condition#getType()}; one condition of each at most. */
public final class ConditionType {

  /** The spec is consistent and frozen. */
  public static final String ACCEPTED = "Accepted";

  /** At least one worker of each needed pool polls. */
  public static final String WORKERS_READY = "WorkersReady";

  /** Nodes carry a working GPU stack; Unknown where it cannot be read. */
  public static final String GPU_STACK_READY = "GpuStackReady";

  /** The requested GPU resource and the nodes that offer it are known. */
  public static final String GPU_CAPACITY_KNOWN = "GpuCapacityKnown";

  /** No device has failed so often that the attempt uses it no more. */
  public static final String DEVICES_HEALTHY = "DevicesHealthy";

  /** The workflow runs. */
  public static final String RUNNING = "Running";

  /** spec.suspend took effect. */
  public static final String SUSPENDED = "Suspended";

  /** Nothing has moved for longer than it should. */
  public static final String STALLED = "Stalled";

  /** Only a person's decision is missing. */
  public static final String AWAITING_SIGN_OFF = "AwaitingSignOff";

  /** Every check passed or was not applicable. */
  public static final String VALIDATED = "Validated";

  /** Results are visible. */
  public static final String COMPLETE = "Complete";

  /** The attempt ended without result. */
  public static final String FAILED = "Failed";

  private ConditionType() {}
}
