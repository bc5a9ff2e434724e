package io.cohortrun.workflows.contract;

/**
 * A device that failed under workers of an attempt.
 *
 * @param uuid {@code GPU-...} or {@code MIG-...}, as the driver names it
 * @param node where it was last seen
 * @param faults times that a worker ended because of it
 */
public record FaultyDevice(String uuid, String node, int faults) {

  /** As often as this, and the attempt uses it no more: once may be chance. */
  public static final int QUARANTINED_AT = 2;

  /** Whether no worker of the attempt may use it. */
  public boolean quarantined() {
    return faults >= QUARANTINED_AT;
  }
}
