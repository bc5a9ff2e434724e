package io.cohortrun.cli.local;

import io.temporal.common.interceptors.ActivityInboundCallsInterceptor;
import io.temporal.common.interceptors.ActivityInboundCallsInterceptorBase;
import io.temporal.common.interceptors.WorkerInterceptorBase;
import io.temporal.worker.WorkerFactory;
import java.util.concurrent.Phaser;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts activities under way, so that workers can be drained. A worker's own end waits for its
 * polls as well, a minute each; who drains has to wait for what is computing only.
 */
public final class InFlight extends WorkerInterceptorBase {

  private static final Logger LOG = LoggerFactory.getLogger(InFlight.class);

  private static final long LAST_ANSWER_SECONDS = 2;

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

  /**
   * Nothing new is begun, and what is under way ends: shards hear of it by their heartbeats, leave
   * a checkpoint and say so. One that was interrupted could say nothing, and its slides would wait
   * for it to time out.
   *
   * @param factory of workers that this intercepts
   * @param seconds to wait at most
   */
  public void drain(WorkerFactory factory, long seconds) {
    factory.shutdown();
    try {
      phaser.awaitAdvanceInterruptibly(phaser.arrive(), seconds, TimeUnit.SECONDS);
      factory.awaitTermination(LAST_ANSWER_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException stillWorking) {
      LOG.warn("work goes on after {} s; it is done again from its last checkpoint", seconds);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
