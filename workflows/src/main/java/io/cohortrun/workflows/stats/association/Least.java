package io.cohortrun.workflows.stats.association;

/**
 * How many subjects a test takes.
 *
 * @param subjects with feature and attribute
 * @param arm of them in each arm or category
 */
public record Least(int subjects, int arm) {

  /** 30 and 10 (science.md 6). */
  public static final Least USUAL = new Least(30, 10);
}
