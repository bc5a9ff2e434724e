package io.cohortrun.cli.pod;

import io.temporal.common.interceptors.ActivityInboundCallsInterceptor;
import io.temporal.common.interceptors.ActivityInboundCallsInterceptorBase;
import io.temporal.common.interceptors.WorkerInterceptorBase;
import java.util.concurrent.Phaser;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts activities under way. A worker's own end waits for its polls as well, a minute each; who
 * drains has to wait for what is computing only.
 */
final class InFlight extends WorkerInterceptorBase {

  private static final Logger LOG = LoggerFactory.getLogger(InFlight.class);

  private final Phaser phaser = new Phaser(1);

  @Override
  public ActivityInboundCallsInterceptor interceptActivity(ActivityInboundCallsInterceptor next) {
    return new ActivityInboundCallsInterceptorBase(next) {
      @Override
      public ActivityOutput execute(ActivityInput input) {
        phaser.register();
        try {
          return super.execute(input);
        } finally {
          phaser.arriveAndDeregister();
        }
      }
    };
  }

  /** Waits until none is under way, so long at most. */
  void awaitNone(long seconds) throws InterruptedException {
    try {
      phaser.awaitAdvanceInterruptibly(phaser.arrive(), seconds, TimeUnit.SECONDS);
    } catch (TimeoutException stillWorking) {
      LOG.warn("work goes on after {} s; it is done again from its last checkpoint", seconds);
    }
  }
}
