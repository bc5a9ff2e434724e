package io.cohortrun.e2e.cluster;

import io.cohortrun.e2e.series.Resident;
import io.cohortrun.workflows.series.Series;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * What an operator takes that has nothing to do, once it has settled: the compiler is at work for a
 * while after a start, and neighbours on a busy machine make each of its wakings dearer.
 *
 * @param shares of a core, window by window, until the median of three was below the bar
 * @param resident bytes
 */
record Idle(List<Double> shares, long resident) {

  /**
   * The bar, held by the whole series on an idle machine. Beside other tests, which take all cores,
   * the same wakings cost about twice as much.
   */
  static final double SHARE = Series.FULL ? 0.01 : 0.02;

  private static final Duration WINDOW = Duration.ofSeconds(Series.size(10, 30));
  private static final int MOST_WINDOWS = 30;

  static Idle of(OperatorProcess operator) throws InterruptedException {
    List<Double> shares = new ArrayList<>();
    do {
      Duration before = cpu(operator);
      TimeUnit.MILLISECONDS.sleep(WINDOW.toMillis());
      shares.add((double) cpu(operator).minus(before).toMillis() / WINDOW.toMillis());
    } while (shares.size() < 3 || (median(shares) >= SHARE && shares.size() < MOST_WINDOWS));
    return new Idle(shares, Resident.now(operator.handle().pid()));
  }

  /** Of a core, in the last three windows. */
  double share() {
    return median(shares);
  }

  private static double median(List<Double> shares) {
    return shares.subList(shares.size() - 3, shares.size()).stream().sorted().toList().get(1);
  }

  private static Duration cpu(OperatorProcess operator) {
    return operator.handle().info().totalCpuDuration().orElseThrow();
  }
}
