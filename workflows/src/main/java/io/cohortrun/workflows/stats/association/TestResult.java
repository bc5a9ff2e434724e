package io.cohortrun.workflows.stats.association;

import io.cohortrun.workflows.stats.rank.Correlation;
import io.cohortrun.workflows.stats.rank.KruskalWallis;
import io.cohortrun.workflows.stats.rank.MannWhitney;
import io.cohortrun.workflows.stats.rank.StratifiedKruskalWallis;
import io.cohortrun.workflows.stats.rank.VanElteren;

/**
 * One test of a feature against an attribute, in the words of the table of associations.
 *
 * @param test {@code mann-whitney}, {@code van-elteren}, {@code spearman}, {@code kruskal-wallis},
 *     {@code stratified-kruskal-wallis}, {@code cox}
 * @param n subjects
 * @param n1 of them in the arm; 0 where there are no two arms
 * @param effect NaN where it is not defined
 * @param effectKind {@code delta}, {@code rho}, {@code epsilon2}, {@code hr}
 * @param p two-sided; NaN where it is not defined
 */
public record TestResult(String test, int n, int n1, double effect, String effectKind, double p) {

  /** Whether another effect of the same kind points the same way. */
  public boolean agrees(double other) {
    double none = effectKind.equals("hr") ? 1 : 0;
    return Math.signum(other - none) == Math.signum(effect - none);
  }

  /** Of two arms. */
  public static TestResult of(MannWhitney test) {
    return new TestResult(
        "mann-whitney", test.n1() + test.n2(), test.n1(), test.delta(), "delta", test.p());
  }

  /** Of two arms within strata. */
  public static TestResult of(VanElteren test) {
    return new TestResult(
        "van-elteren", test.n1() + test.n2(), test.n1(), test.delta(), "delta", test.p());
  }

  /** Of ranks of a number or an ordinal code. */
  public static TestResult of(Correlation test) {
    return new TestResult("spearman", test.n(), 0, test.r(), "rho", test.p());
  }

  /** Of categories. */
  public static TestResult of(KruskalWallis test) {
    return new TestResult(
        "kruskal-wallis", test.n(), 0, test.epsilonSquared(), "epsilon2", test.p());
  }

  /** Of categories within strata. */
  public static TestResult of(StratifiedKruskalWallis test) {
    return new TestResult(
        "stratified-kruskal-wallis", test.n(), 0, test.epsilonSquared(), "epsilon2", test.p());
  }
}
