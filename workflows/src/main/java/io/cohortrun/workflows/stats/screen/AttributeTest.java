package io.cohortrun.workflows.stats.screen;

import io.cohortrun.workflows.stats.association.Eligibility;
import io.cohortrun.workflows.stats.association.Least;
import io.cohortrun.workflows.stats.association.TestResult;
import io.cohortrun.workflows.stats.multiplicity.IntervalNull;
import io.cohortrun.workflows.stats.rank.Correlation;
import io.cohortrun.workflows.stats.rank.DeltaError;
import io.cohortrun.workflows.stats.rank.KruskalWallis;
import io.cohortrun.workflows.stats.rank.MannWhitney;
import io.cohortrun.workflows.stats.rank.Ranking;
import io.cohortrun.workflows.stats.rank.StratifiedKruskalWallis;
import io.cohortrun.workflows.stats.rank.StratifiedSpearman;
import io.cohortrun.workflows.stats.rank.StratumSums;
import io.cohortrun.workflows.stats.rank.VanElteren;
import java.util.Arrays;
import java.util.BitSet;
import java.util.function.Function;

/**
 * The test that an attribute takes, made ready once for all features known of the same patients.
 */
sealed interface AttributeTest {

  /** |delta| and |rho| up to this are irrelevant. */
  double MARGIN = 0.1;

  /** Whether there are patients enough. */
  Eligibility eligibility(Least least);

  /** Tests a feature's ranking of these patients, within strata or not. */
  TestResult test(Ranking ranking);

  /**
   * The same test without some of several strata, for who asks whether its p is below a level: p is
   * then either right or below it.
   *
   * @return takes [strata] those to leave out
   */
  Function<boolean[], TestResult> without(Ranking ranking, double level);

  /** p of the effect being irrelevant; NaN where no bound is defined. */
  double relevant(TestResult result, Ranking ranking);

  /** Makes ready. */
  static AttributeTest of(Attribute attribute, int[] strata, BitSet present) {
    return switch (attribute.kind()) {
      case BINARY -> Arms.of(attribute.values(), strata, present);
      case CONTINUOUS, ORDINAL ->
          new Ordered(
              Ranking.of(attribute.values(), strata, present),
              (int) present.stream().mapToDouble(i -> attribute.values()[i]).distinct().count());
      case CATEGORICAL -> Categories.of(attribute, present);
    };
  }

  /**
   * Two arms.
   *
   * @param bits of those in the arm
   * @param n1 of them, in strata that have both arms
   * @param n2 the others there
   */
  record Arms(long[] bits, int n1, int n2) implements AttributeTest {

    static Arms of(double[] values, int[] strata, BitSet present) {
      int[][] sizes = new int[2][1 + Arrays.stream(strata).max().orElse(-1)];
      BitSet in = new BitSet();
      present.stream()
          .forEach(
              i -> {
                sizes[(int) values[i]][strata[i]]++;
                in.set(i, values[i] == 1);
              });
      int[] arms = new int[2];
      for (int s = 0; s < sizes[0].length; s++) {
        if (sizes[0][s] > 0 && sizes[1][s] > 0) {
          arms[0] += sizes[0][s];
          arms[1] += sizes[1][s];
        }
      }
      return new Arms(in.toLongArray(), arms[1], arms[0]);
    }

    @Override
    public Eligibility eligibility(Least least) {
      return Eligibility.binary(n1, n2, least);
    }

    @Override
    public TestResult test(Ranking ranking) {
      return ranking.strata() > 1
          ? TestResult.of(VanElteren.test(ranking, bits))
          : TestResult.of(MannWhitney.test(ranking, bits));
    }

    @Override
    public Function<boolean[], TestResult> without(Ranking ranking, double level) {
      StratumSums sums = new StratumSums(ranking, bits);
      return left -> TestResult.of(sums.without(left, level));
    }

    @Override
    public double relevant(TestResult result, Ranking ranking) {
      return IntervalNull.p(result.effect(), MARGIN, DeltaError.of(ranking, bits));
    }
  }

  /**
   * Numbers or codes.
   *
   * @param ranking of the attribute
   * @param distinct values
   */
  record Ordered(Ranking ranking, int distinct) implements AttributeTest {

    @Override
    public Eligibility eligibility(Least least) {
      return Eligibility.numeric(ranking.size(), distinct, least);
    }

    @Override
    public TestResult test(Ranking feature) {
      return TestResult.of(Correlation.spearman(feature, ranking));
    }

    @Override
    public Function<boolean[], TestResult> without(Ranking feature, double level) {
      StratifiedSpearman sums = new StratifiedSpearman(feature, ranking);
      return left -> TestResult.of(sums.without(left));
    }

    @Override
    public double relevant(TestResult result, Ranking feature) {
      return IntervalNull.correlation(
          result.effect(), feature.size() - feature.occupied() - 1, MARGIN);
    }
  }

  /**
   * Categories.
   *
   * @param group [patients] 0..k-1
   * @param sizes [k]
   */
  record Categories(int[] group, int[] sizes) implements AttributeTest {

    static Categories of(Attribute attribute, BitSet present) {
      int[] group = attribute.codes();
      int[] sizes = new int[Math.max(1, attribute.categories())];
      present.stream().forEach(i -> sizes[group[i]]++);
      return new Categories(group, sizes);
    }

    @Override
    public Eligibility eligibility(Least least) {
      return Eligibility.categorical(sizes, least);
    }

    @Override
    public TestResult test(Ranking ranking) {
      return ranking.strata() > 1
          ? without(ranking, new boolean[ranking.strata()])
          : TestResult.of(KruskalWallis.test(ranking, group, sizes.length));
    }

    @Override
    public Function<boolean[], TestResult> without(Ranking ranking, double level) {
      return left -> without(ranking, left);
    }

    private TestResult without(Ranking ranking, boolean[] left) {
      return TestResult.of(StratifiedKruskalWallis.test(ranking, group, sizes.length, left));
    }

    @Override
    public double relevant(TestResult result, Ranking ranking) {
      return Double.NaN;
    }
  }
}
