package io.cohortrun.workflows.validate;

/**
 * One check of a run, as it is written.
 *
 * @param value that was compared with the threshold; null where there is none
 * @param threshold in force
 * @param action of its failure
 * @param sentence for a pathologist, with the number in it
 */
public record Finding(
    Check name, Result result, Double value, double threshold, Action action, String sentence) {

  /** How a check ends. */
  public enum Result {
    Passed,
    Failed,
    NotApplicable
  }

  /** What a failed check does. */
  public enum Action {
    /** Results are published, and marked. */
    Mark,
    /** Nothing is published. */
    Stop
  }
}
