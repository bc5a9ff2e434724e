package io.cohortrun.workflows.contract;

/**
 * What inference took so far: of a try, a partition, or a run. It travels in receipts, in the
 * details of a try's failure, and in the last heartbeat of a try that was killed.
 *
 * @param usefulSeconds of a device (GPU, or CPU where there is none) whose tiles are in checkpoints
 *     of slides that did not fail in the same try
 * @param wastedSeconds of a device whose work was thrown away
 * @param outputBytes of committed results
 */
public record Usage(double usefulSeconds, double wastedSeconds, long outputBytes) {

  /** Nothing; also what messages of earlier releases say. */
  public static final Usage NONE = new Usage(0, 0, 0);

  /** Both together. */
  public Usage plus(Usage more) {
    return new Usage(
        usefulSeconds + more.usefulSeconds,
        wastedSeconds + more.wastedSeconds,
        outputBytes + more.outputBytes);
  }

  static Usage given(Usage usage) {
    return usage == null ? NONE : usage;
  }
}
