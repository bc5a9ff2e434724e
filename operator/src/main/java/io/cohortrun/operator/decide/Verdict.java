package io.cohortrun.operator.decide;

/**
 * A condition as it should be.
 *
 * @param type of {@link io.cohortrun.crds.v1alpha1.ConditionType}
 * @param reason of {@link io.cohortrun.crds.v1alpha1.ConditionReason}
 * @param sentence for people; what to do where something is wrong
 */
public record Verdict(String type, Truth truth, String reason, String sentence) {

  /** Value of a condition. */
  public enum Truth {
    True,
    False,
    Unknown
  }

  static Verdict yes(String type, String reason, String sentence) {
    return new Verdict(type, Truth.True, reason, sentence);
  }

  static Verdict no(String type, String reason, String sentence) {
    return new Verdict(type, Truth.False, reason, sentence);
  }

  static Verdict unknown(String type, String reason, String sentence) {
    return new Verdict(type, Truth.Unknown, reason, sentence);
  }
}
