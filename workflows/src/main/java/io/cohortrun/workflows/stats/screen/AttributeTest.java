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
import io.cohortrun.workflows.stats.rank.VanElteren;
import java.util.Arrays;
import java.util.BitSet;

/**
 * The test that an attribute takes, made ready once for all features known of the same patients.
 */
sealed interface AttributeTest {

  /** |delta| and |rho| up to this are irrelevant. */
  double MARGIN = 0.1;

  /** Whether there are patients enough. */
  Eligibility eligibility(Least least);

  /**
   * Tests a feature's ranking of these patients, within strata or not.
   *
   * @param without [strata] those to leave out
   */
  TestResult test(Ranking ranking, boolean[] without);

  /** Tests with all strata. */
  default TestResult test(Ranking ranking) {
    return test(ranking, new boolean[ranking.strata()]);
  }

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
    public TestResult test(Ranking ranking, boolean[] without) {
      return ranking.strata() > 1
          ? TestResult.of(VanElteren.test(ranking, bits, without))
          : TestResult.of(MannWhitney.test(ranking, bits));
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
    public TestResult test(Ranking feature, boolean[] without) {
      return TestResult.of(Correlation.spearman(feature, ranking, without));
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
    public TestResult test(Ranking ranking, boolean[] without) {
      return ranking.strata() > 1
          ? TestResult.of(StratifiedKruskalWallis.test(ranking, group, sizes.length, without))
          : TestResult.of(KruskalWallis.test(ranking, group, sizes.length));
    }

    @Override
    public double relevant(TestResult result, Ranking ranking) {
      return Double.NaN;
    }
  }
}
