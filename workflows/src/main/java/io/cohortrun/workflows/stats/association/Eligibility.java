package io.cohortrun.workflows.stats.association;

import java.util.Arrays;

/** Whether a stratum has what a test needs, or why not: the reasons that are counted. */
public enum Eligibility {
  ELIGIBLE,
  /** Fewer than 30 subjects with feature and attribute. */
  FEW_SUBJECTS,
  /** A binary attribute with fewer than 10 subjects in an arm. */
  SMALL_ARM,
  /** Fewer than two categories with 10 subjects. */
  FEW_CATEGORIES,
  /** The attribute is the same in all. */
  ATTRIBUTE_CONSTANT,
  /** The feature is the same in all. */
  FEATURE_CONSTANT,
  /** Fewer than 20 events. */
  FEW_EVENTS;

  /** Fewest subjects of a test. */
  public static final int SUBJECTS = 30;

  /** Fewest subjects in an arm or category. */
  public static final int ARM = 10;

  private static final int EVENTS = 20;

  /** Of two arms. */
  public static Eligibility binary(int n1, int n2) {
    if (n1 + n2 < SUBJECTS) {
      return FEW_SUBJECTS;
    }
    return Math.min(n1, n2) < ARM ? SMALL_ARM : ELIGIBLE;
  }

  /** Of a number or an ordinal code. */
  public static Eligibility numeric(int n, int distinctValues) {
    if (n < SUBJECTS) {
      return FEW_SUBJECTS;
    }
    return distinctValues < 2 ? ATTRIBUTE_CONSTANT : ELIGIBLE;
  }

  /**
   * Of categories; those with fewer than 10 subjects are to be left out of the test.
   *
   * @param sizes [k] subjects per category
   */
  public static Eligibility categorical(int[] sizes) {
    if (Arrays.stream(sizes).filter(n -> n >= ARM).sum() < SUBJECTS) {
      return FEW_SUBJECTS;
    }
    return Arrays.stream(sizes).filter(n -> n >= ARM).count() < 2 ? FEW_CATEGORIES : ELIGIBLE;
  }

  /** Of survival. */
  public static Eligibility survival(int n, int events) {
    if (n < SUBJECTS) {
      return FEW_SUBJECTS;
    }
    return events < EVENTS ? FEW_EVENTS : ELIGIBLE;
  }
}
