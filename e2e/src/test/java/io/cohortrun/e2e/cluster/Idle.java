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
 * @param shares of a core, window by window, until one was below the bar, and three more
 * @param resident bytes
 */
record Idle(List<Double> shares, long resident) {

  /**
   * The bar, held by the whole series on an idle machine. Beside other tests, which take all cores,
   * the same wakings cost several times as much, and only a busy loop is found.
   */
  static final double SHARE = Series.FULL ? 0.01 : 0.05;

  private static final Duration WINDOW = Duration.ofSeconds(Series.size(10, 30));
  private static final int MOST_WINDOWS = 30;

  static Idle of(OperatorProcess operator) throws InterruptedException {
    List<Double> shares = new ArrayList<>();
    do {
      shares.add(share(operator));
    } while (shares.getLast() >= SHARE && shares.size() < MOST_WINDOWS);
    for (int fresh = 0; fresh < 3; fresh++) {
      shares.add(share(operator));
    }
    return new Idle(shares, Resident.now(operator.handle().pid()));
  }

  private static double share(OperatorProcess operator) throws InterruptedException {
    Duration before = cpu(operator);
    TimeUnit.MILLISECONDS.sleep(WINDOW.toMillis());
    return (double) cpu(operator).minus(before).toMillis() / WINDOW.toMillis();
  }

  /** Of a core: the median of the last three windows, which come after it has settled. */
  double share() {
    return shares.subList(shares.size() - 3, shares.size()).stream().sorted().toList().get(1);
  }

  private static Duration cpu(OperatorProcess operator) {
    return operator.handle().info().totalCpuDuration().orElseThrow();
  }
}
