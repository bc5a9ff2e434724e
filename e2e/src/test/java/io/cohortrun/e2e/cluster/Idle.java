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
    double[] shares = {1, 1, 1}; // of the latest windows
    double share = 1;
    for (int window = 0; window < MOST_WINDOWS && share >= SHARE; window++) {
      shares[window % 3] = share(operator);
      share = DoubleStream.of(shares).sorted().toArray()[1];
    }
    return new Idle(share, Resident.now(operator.handle().pid()));
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
