package io.cohortrun.workflows.stats.outcome;

import io.cohortrun.workflows.stats.screen.Level;
import io.cohortrun.workflows.stats.screen.Outcome;
import io.cohortrun.workflows.stats.screen.Population;
import io.cohortrun.workflows.stats.survival.FollowUp;
import io.cohortrun.workflows.stats.survival.KaplanMeier;
import io.cohortrun.workflows.stats.survival.LogRank;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * Curves of groups of patients and the log-rank test between them. The test is within types at
 * pan-cancer, the curves are of all.
 *
 * @param curves points by endpoint, grouping, group and time
 * @param tests one per endpoint and grouping
 */
public record GroupCurves(List<Point> curves, List<Test> tests) {

  /** Most event times of a curve, spread evenly over all of them. */
  public static final int POINTS = 100;

  /**
   * One point of a Kaplan-Meier curve: at its start, at event times, and at every whole year of
   * follow-up.
   *
   * @param time in the endpoint's unit
   * @param atRisk as {@link KaplanMeier#atRisk} has it: just before, where no entry is delayed
   * @param events since the point before
   * @param survival share free of the event after it
   * @param lower of its 95 % interval, log scale; NaN where survival is 0
   * @param upper of it
   */
  public record Point(
      Level level,
      String stratum,
      String endpoint,
      String by,
      String group,
      double time,
      int atRisk,
      int events,
      double survival,
      double lower,
      double upper) {}

  /** A log-rank test of the groups. */
  public record Test(
      Level level,
      String stratum,
      String endpoint,
      String by,
      int groups,
      int n,
      int events,
      double chiSquared,
      int df,
      double p) {}

  /**
   * What patients are grouped by.
   *
   * @param names of the groups, in order
   * @param group [patients] position among the names, or -1
   */
  public record Grouping(String by, List<String> names, int[] group) {

    /** Above the median of those that are known, or not. */
    public static Grouping byMedian(String by, double[] values) {
      double[] sorted = Arrays.stream(values).filter(v -> !Double.isNaN(v)).sorted().toArray();
      int half = sorted.length / 2;
      double median =
          sorted.length == 0
              ? Double.NaN
              : sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
      return new Grouping(
          by,
          List.of("low", "high"),
          Arrays.stream(values).mapToInt(v -> Double.isNaN(v) ? -1 : v > median ? 1 : 0).toArray());
    }

    /** Of these patients alone, in the same groups. */
    public Grouping only(int[] rows) {
      return new Grouping(by, names, Arrays.stream(rows).map(i -> group[i]).toArray());
    }
  }

  /**
   * Of every endpoint, by every grouping.
   *
   * @param patients of the stratum
   * @param groupings of them
   */
  public static GroupCurves of(
      Population patients,
      Population.Stratum stratum,
      SurvivalPlan plan,
      List<Grouping> groupings) {
    int[] types = SurvivalPlan.types(patients, stratum.level());
    GroupCurves curves = new GroupCurves(new ArrayList<>(), new ArrayList<>());
    for (Outcome outcome : plan.outcomes(patients)) {
      for (Grouping grouping : groupings) {
        curves.add(stratum, outcome, grouping, types, plan);
      }
    }
    return curves;
  }

  private void add(
      Population.Stratum stratum, Outcome outcome, Grouping by, int[] types, SurvivalPlan plan) {
    int[] rows =
        IntStream.range(0, types.length)
            .filter(i -> by.group()[i] >= 0 && !Double.isNaN(outcome.time()[i]))
            .toArray();
    int[] group = Arrays.stream(rows).map(i -> by.group()[i]).toArray();
    FollowUp all = outcome.followUp(rows, types);
    int groups = (int) Arrays.stream(group).distinct().count();
    if (groups < 2 || all.events() < plan.minEvents()) {
      return;
    }
    LogRank test = LogRank.test(all, group, by.names().size(), 0);
    tests.add(
        new Test(
            stratum.level(),
            stratum.name(),
            outcome.name(),
            by.by(),
            groups,
            all.size(),
            all.events(),
            test.chiSquared(),
            test.df(),
            test.p()));
    double[] told = told(all, plan.years().get(outcome.name()));
    for (int g = 0; g < by.names().size(); g++) {
      int one = g;
      int[] of = IntStream.range(0, group.length).filter(i -> group[i] == one).toArray();
      if (of.length > 0) {
        curve(stratum, outcome.name(), by, by.names().get(g), all.only(of), told);
      }
    }
  }

  private void curve(
      Population.Stratum stratum,
      String endpoint,
      Grouping by,
      String group,
      FollowUp data,
      double[] told) {
    KaplanMeier curve = KaplanMeier.of(data);
    double[] events =
        IntStream.range(0, data.size())
            .filter(i -> data.event()[i])
            .mapToDouble(i -> data.time()[i])
            .sorted()
            .toArray();
    double last = Arrays.stream(data.time()).max().orElse(0);
    double[] times =
        DoubleStream.concat(
                Arrays.stream(thinned(Arrays.stream(events).distinct().toArray())),
                Arrays.stream(told).filter(t -> t <= last))
            .sorted()
            .distinct()
            .toArray();
    int before = 0;
    for (double time : times) {
      int until = (int) Arrays.stream(events).filter(t -> t <= time).count();
      curves.add(
          new Point(
              stratum.level(),
              stratum.name(),
              endpoint,
              by.by(),
              group,
              time,
              curve.atRisk(time),
              until - before,
              curve.survival(time),
              curve.limit(time, -1),
              curve.limit(time, 1)));
      before = until;
    }
  }

  /**
   * Times at which patients at risk are told: whole years up to the last follow-up; halves of them
   * where that is within four years, quarters where it is within two.
   */
  private static double[] told(FollowUp data, double year) {
    double last = Arrays.stream(data.time()).max().orElse(0);
    double step = year * (last <= 2 * year ? 0.25 : last <= 4 * year ? 0.5 : 1);
    return IntStream.rangeClosed(1, (int) (last / step)).mapToDouble(k -> k * step).toArray();
  }

  /** Time 0 and at most so many others, the first and the last among them. */
  private static double[] thinned(double[] times) {
    int n = Math.min(times.length, POINTS);
    double[] kept = new double[n + 1];
    for (int i = 0; i < n; i++) {
      kept[i + 1] =
          n == times.length ? times[i] : times[(int) ((long) i * (times.length - 1) / (n - 1))];
    }
    return n > 0 && kept[1] == 0 ? Arrays.copyOfRange(kept, 1, n + 1) : kept;
  }
}
