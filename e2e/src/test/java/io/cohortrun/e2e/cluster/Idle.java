package io.cohortrun.e2e.cluster;

import io.cohortrun.e2e.series.Resident;
import io.cohortrun.workflows.series.Series;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.stream.DoubleStream;

/**
 * What an operator takes that has nothing to do.
 *
 * @param share of a core: the median of three windows
 * @param resident bytes
 */
record Idle(double share, long resident) {

  /** The bar. */
  static final double SHARE = 0.01;

  private static final Duration WINDOW = Duration.ofSeconds(Series.size(10, 30));
  private static final int MOST_WINDOWS = 12;

  /** Once it has settled: the compiler is at work for a while after a start. */
  static Idle of(OperatorProcess operator) throws InterruptedException {
    int window = 0;
    while (window < MOST_WINDOWS && median(operator) >= SHARE) {
      window += 3;
    }
    return new Idle(median(operator), Resident.now(operator.handle().pid()));
  }

  /** Of the shares of three windows. */
  private static double median(OperatorProcess operator) throws InterruptedException {
    return DoubleStream.of(share(operator), share(operator), share(operator)).sorted().toArray()[1];
  }

  private static double share(OperatorProcess operator) throws InterruptedException {
    Duration before = cpu(operator);
    TimeUnit.MILLISECONDS.sleep(WINDOW.toMillis());
    return (double) cpu(operator).minus(before).toMillis() / WINDOW.toMillis();
  }

  private static Duration cpu(OperatorProcess operator) {
    return operator.handle().info().totalCpuDuration().orElseThrow();
  }
}
