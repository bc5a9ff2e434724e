package io.cohortrun.workflows.stats.survival;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;

class CoxModelTest {

  private static final int N = 60;

  private final Random random = new Random(3);
  private final double[] time = random.doubles(N, 1, 100).toArray();
  private final boolean[] event = new boolean[N];
  private final int[] group = new int[N];
  private final double[][] x = new double[N][1];

  CoxModelTest() {
    for (int i = 0; i < N; i++) {
      event[i] = random.nextInt(3) > 0;
      group[i] = random.nextInt(2);
      x[i][0] = group[i];
    }
  }

  @Test
  void withoutTiesItsScoreTestIsTheLogRankTest() throws NonConverged {
    FollowUp data = FollowUp.of(time, event);
    double logRank = LogRank.test(data, group, 2, 0).chiSquared();
    for (CoxModel.Ties ties : CoxModel.Ties.values()) {
      assertThat(CoxModel.fit(data, x, ties, 0).score()).isCloseTo(logRank, within(1e-10));
    }
  }

  @Test
  void anotherUnitOfTimeOrOrderOfSubjectsChangesNothing() throws NonConverged {
    CoxFit expected = CoxModel.fit(FollowUp.of(time, event), x, CoxModel.Ties.EFRON, 0);
    double[] years = Arrays.stream(time).map(t -> t / 365.25).toArray();
    CoxFit scaled = CoxModel.fit(FollowUp.of(years, event), x, CoxModel.Ties.EFRON, 0);
    assertThat(scaled.coefficients()).containsExactly(expected.coefficients());
    int[] reversed = IntStream.range(0, N).map(i -> N - 1 - i).toArray();
    double[][] other = Arrays.stream(reversed).mapToObj(i -> x[i]).toArray(double[][]::new);
    CoxFit turned =
        CoxModel.fit(FollowUp.of(time, event).only(reversed), other, CoxModel.Ties.EFRON, 0);
    assertThat(turned.coefficients()[0]).isCloseTo(expected.coefficients()[0], within(1e-12));
  }

  /** Few patients in many strata: events are nearly always separated by several covariates. */
  @Test
  void aSmallCohortHasAMaximumOrIsSaidToHaveNone() {
    int fitted = 0;
    for (int cohort = 0; cohort < 1000; cohort++) {
      int n = 30;
      int[] strata = IntStream.range(0, n).map(i -> random.nextInt(12)).toArray();
      double[] always = new double[n];
      Arrays.fill(always, Double.NEGATIVE_INFINITY);
      boolean[] ended = new boolean[n];
      double[][] few = new double[n][];
      for (int i = 0; i < n; i++) {
        ended[i] = random.nextInt(3) > 0;
        few[i] = random.doubles(3 + cohort % 3).toArray();
      }
      double[] until = random.doubles(n, 1, 100).toArray();
      FollowUp data = new FollowUp(always, until, ended, strata);
      double ridge = cohort % 4 == 0 ? 1 : 0;
      try {
        CoxFit fit = CoxModel.fit(data, few, CoxModel.Ties.EFRON, ridge);
        assertThat(fit.p(0)).as("cohort %d", cohort).isBetween(0.0, 1.0);
        fitted++;
      } catch (NonConverged e) {
        assertThat(ridge).as("cohort %d: %s", cohort, e.getMessage()).isZero();
      }
    }
    assertThat(fitted).isBetween(250, 999);
  }

  @Test
  void ridgeShrinksTowardsNothing() throws NonConverged {
    double last = Math.abs(fit(0));
    for (double lambda : new double[] {1, 10, 100, 1e6}) {
      double now = Math.abs(fit(lambda));
      assertThat(now).isLessThan(last);
      last = now;
    }
    assertThat(last).isLessThan(1e-4);
  }

  private double fit(double ridge) throws NonConverged {
    return CoxModel.fit(FollowUp.of(time, event), x, CoxModel.Ties.EFRON, ridge).coefficients()[0];
  }

  @Test
  void modelsWithoutAMaximumSayWhyAndWhichCovariate() {
    double[] ordered = Arrays.stream(time).sorted().toArray();
    double[][] late = new double[N][2];
    for (int i = 0; i < N; i++) {
      late[i][0] = random.nextGaussian();
      late[i][1] = i < N / 2 ? 1 : 0;
    }
    boolean[] early = new boolean[N];
    Arrays.fill(early, 0, N / 2, true);
    refused(FollowUp.of(ordered, early), late, "its events are separated", 1);
    double[][] same = new double[N][1];
    refused(FollowUp.of(time, event), same, "it is the same in all subjects", 0);
    double[][] twice =
        Arrays.stream(x).map(r -> new double[] {r[0], 3 - 2 * r[0]}).toArray(double[][]::new);
    refused(FollowUp.of(time, event), twice, "it follows from those before it", 1);
    refused(FollowUp.of(time, new boolean[N]), x, "there is no event", -1);
  }

  /**
   * One man among women, or a rare mutation, of whom nobody has the event: a standard deviation of
   * it multiplies the hazard by little on the way to nothing.
   */
  @Test
  void aRareCovariateWithoutEventsSeparatesAndLeavesTheOthersAsTheyAre() throws NonConverged {
    double[][] both = new double[N][2];
    int[] others = IntStream.range(2, N).toArray();
    boolean[] ended = event.clone();
    for (int i = 0; i < N; i++) {
      both[i] = new double[] {random.nextGaussian(), i < 2 ? 1 : 0};
      ended[i] &= i >= 2;
    }
    FollowUp data = FollowUp.of(time, ended);
    refused(data, both, "its events are separated", 1);
    CoxFit first = CoxModel.fitFirst(data, both, CoxModel.Ties.EFRON);
    double[][] alone = new double[N - 2][];
    Arrays.setAll(alone, i -> new double[] {both[i + 2][0]});
    CoxFit without = CoxModel.fit(data.only(others), alone, CoxModel.Ties.EFRON, 0);
    assertThat(first.coefficients()[0]).isCloseTo(without.coefficients()[0], within(1e-8));
    assertThat(first.p(0)).isCloseTo(without.p(0), within(1e-8));
    double[][] turned = new double[N][];
    Arrays.setAll(turned, i -> new double[] {both[i][1], both[i][0]});
    assertThatThrownBy(() -> CoxModel.fitFirst(data, turned, CoxModel.Ties.EFRON))
        .hasMessage("its events are separated");
  }

  @Test
  void aCovariateThatTellsNobodyApartWhoIsComparedIsSaidToBe() {
    int[] alone = IntStream.range(0, N).toArray();
    refused(
        FollowUp.of(time, event).stratified(alone),
        x,
        "it is the same in all who are at risk together, in one stratum, at an event",
        0);
  }

  private static void refused(FollowUp data, double[][] x, String why, int covariate) {
    AbstractThrowableAssert<?, ?> refused =
        assertThatThrownBy(() -> CoxModel.fit(data, x, CoxModel.Ties.EFRON, 0))
            .isInstanceOf(NonConverged.class)
            .hasMessage(why);
    refused.extracting(e -> ((NonConverged) e).covariate()).isEqualTo(covariate);
  }

  /**
   * R 4.2.2, survival 3.5-3: {@code i <- 1:n; x <- as.numeric((i * 7919) %% n > i)}, all events.
   */
  @Test
  void smallPIsThatOfRInItsLeadingDigits() throws NonConverged {
    CoxFit fit = ofRanks(3600);
    assertThat(fit.z(0)).isCloseTo(36.1159175501918, within(1e-9));
    relative(fit.p(0), 1.27597553442667e-285);
    relative(fit.proportional().p(0), 2.08267141727304e-24);
    relative(fit.proportional().globalP(), 2.08267141727304e-24);
    relative(ofRanks(2000).p(0), 6.15151067029643e-150);
    int[] high = Arrays.stream(soon(2000)).mapToInt(row -> (int) row[0]).toArray();
    LogRank test = LogRank.test(ordered(2000), high, 2, 0);
    relative(test.p(), 3.28350866603243e-165);
  }

  private static void relative(double ours, double theirs) {
    assertThat(ours).isCloseTo(theirs, within(1e-6 * theirs));
  }

  private static CoxFit ofRanks(int n) throws NonConverged {
    return CoxModel.fit(ordered(n), soon(n), CoxModel.Ties.EFRON, 0);
  }

  private static FollowUp ordered(int n) {
    boolean[] all = new boolean[n];
    Arrays.fill(all, true);
    return FollowUp.of(IntStream.rangeClosed(1, n).asDoubleStream().toArray(), all);
  }

  private static double[][] soon(int n) {
    return IntStream.rangeClosed(1, n)
        .mapToObj(i -> new double[] {(long) i * 7919 % n > i ? 1 : 0})
        .toArray(double[][]::new);
  }

  @Test
  void oneStratumIsNoStratum() throws NonConverged {
    FollowUp data = FollowUp.of(time, event);
    int[] seven = new int[N];
    Arrays.fill(seven, 7);
    assertThat(CoxModel.fit(data.stratified(seven), x, CoxModel.Ties.EFRON, 0).coefficients())
        .containsExactly(CoxModel.fit(data, x, CoxModel.Ties.EFRON, 0).coefficients());
  }
}
