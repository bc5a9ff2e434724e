package io.cohortrun.workflows.stats.association;

import java.util.function.IntFunction;

/** Whether an association stands without any one site. */
public final class SiteStability {

  private SiteStability() {}

  /**
   * Whether the effect keeps its direction and p stays below alpha whichever site is left out.
   *
   * @param all with every site
   * @param sites number of sites, 0..sites-1; with one, nothing is left to test and the answer is
   *     no
   * @param without the test without that site
   */
  public static boolean stable(
      TestResult all, int sites, IntFunction<TestResult> without, double alpha) {
    if (sites < 2 || !(all.p() < alpha)) {
      return false;
    }
    for (int site = 0; site < sites; site++) {
      TestResult rest = without.apply(site);
      if (!(rest.p() < alpha) || !rest.agrees(all.effect())) {
        return false;
      }
    }
    return true;
  }
}
