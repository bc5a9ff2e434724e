package io.cohortrun.workflows.stats.screen;

import io.cohortrun.workflows.stats.association.SiteStability;
import io.cohortrun.workflows.stats.association.TestResult;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Whether an association hangs on one site. Ranks are made within type and site, so that leaving
 * out a site is leaving out its strata.
 *
 * @param strata [sites][strata] those of a site
 */
record Sites(boolean[][] strata) {

  /** Below this a test counts as still there. */
  static final double THERE = 0.05;

  /** Of the strata of each patient; patients of unknown site are never left out. */
  static Sites of(List<String> site, int[] strata) {
    int count = 1 + Arrays.stream(strata).max().orElse(-1);
    return new Sites(
        site.stream()
            .distinct()
            .filter(one -> !one.isEmpty())
            .map(
                one -> {
                  boolean[] own = new boolean[count];
                  for (int i = 0; i < strata.length; i++) {
                    own[strata[i]] |= site.get(i).equals(one);
                  }
                  return own;
                })
            .toArray(boolean[][]::new));
  }

  /** Tests again without each site; empty without two sites, or where the whole says nothing. */
  Optional<Boolean> stable(TestResult whole, Function<boolean[], TestResult> without) {
    if (strata.length < 2 || !(whole.p() < THERE)) {
      return Optional.empty();
    }
    return Optional.of(
        SiteStability.stable(whole, strata.length, s -> without.apply(strata[s]), THERE));
  }
}
