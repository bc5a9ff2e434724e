package io.cohortrun.workflows.stats.association;

import java.util.Arrays;

/** Whether a stratum has what a test needs, or why not: the reasons that are counted. */
public enum Eligibility {
  ELIGIBLE,
  /** Too few subjects with feature and attribute. */
  FEW_SUBJECTS,
  /** A binary attribute with too few subjects in an arm. */
  SMALL_ARM,
  /** Fewer than two categories with enough subjects. */
  FEW_CATEGORIES,
  /** The attribute is the same in all. */
  ATTRIBUTE_CONSTANT,
  /** The feature is the same in all. */
  FEATURE_CONSTANT,
  /** Fewer than 20 events. */
  FEW_EVENTS,
  /** Cox's model of the feature has no maximum: its events are separated. */
  SEPARATED;

  private static final int EVENTS = 20;

  /** Of two arms. */
  public static Eligibility binary(int n1, int n2, Least least) {
    if (n1 + n2 < least.subjects()) {
      return FEW_SUBJECTS;
    }
    return Math.min(n1, n2) < least.arm() ? SMALL_ARM : ELIGIBLE;
  }

  /** Of a number or an ordinal code. */
  public static Eligibility numeric(int n, int distinctValues, Least least) {
    if (n < least.subjects()) {
      return FEW_SUBJECTS;
    }
    return distinctValues < 2 ? ATTRIBUTE_CONSTANT : ELIGIBLE;
  }

  /**
   * Of categories; those with too few subjects are to be left out of the test.
   *
   * @param sizes [k] subjects per category
   */
  public static Eligibility categorical(int[] sizes, Least least) {
    if (Arrays.stream(sizes).filter(n -> n >= least.arm()).sum() < least.subjects()) {
      return FEW_SUBJECTS;
    }
    return Arrays.stream(sizes).filter(n -> n >= least.arm()).count() < 2
        ? FEW_CATEGORIES
        : ELIGIBLE;
  }

  /** Of survival. */
  public static Eligibility survival(int n, int events, Least least) {
    if (n < least.subjects()) {
      return FEW_SUBJECTS;
    }
    return events < EVENTS ? FEW_EVENTS : ELIGIBLE;
  }
}
