package io.cohortrun.workflows.validate;

import io.cohortrun.workflows.stats.multiplicity.Adjusted;
import io.cohortrun.workflows.stats.multiplicity.NominalRate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * One test of a feature against an attribute that belongs to nobody.
 *
 * @param p within type and site: the one that counts
 * @param crude p without strata
 */
public record PermutedResult(double p, double crude) {

  private static final double LEVEL = 0.05;

  /** Where no outcome is real, the smallest q falls below this in one run of a thousand. */
  private static final double FOUND = 0.001;

  /** Tests have permutations of their own, so that they are independent, as the band supposes. */
  static Answer answer(Optional<List<PermutedResult>> permuted, double rate) {
    if (permuted.isEmpty()) {
      return Answer.notApplicable("No associations were asked for.");
    }
    List<PermutedResult> tests = permuted.get();
    if (tests.isEmpty()) {
      return Answer.notApplicable("No test has patients enough.");
    }
    int below = below(tests, PermutedResult::p);
    int chance = NominalRate.most(tests.size(), rate);
    double[] p = tests.stream().mapToDouble(PermutedResult::p).toArray();
    double q = Arrays.stream(Adjusted.benjaminiHochberg(p)).min().orElseThrow();
    double share = (double) below / tests.size();
    return Answer.of(
        below <= chance && q >= FOUND,
        share,
        "Of %,d tests of permuted outcomes %,d (%s) have p < 0.05, where up to %,d are chance, and the smallest q is %s; without strata for type and site it would be %s.",
        tests.size(),
        below,
        Answer.percent(share),
        chance,
        Answer.p(q),
        Answer.percent((double) below(tests, PermutedResult::crude) / tests.size()));
  }

  private static int below(List<PermutedResult> tests, ToDoubleFunction<PermutedResult> p) {
    return (int) tests.stream().filter(t -> p.applyAsDouble(t) < LEVEL).count();
  }
}
