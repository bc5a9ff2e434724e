package io.cohortrun.operator.app;

import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How the process ends. Told to end, it finishes the turns under way and gives its lease back, so
 * that another leads at once. Without its lease it ends where it stands: another may lead already.
 */
final class Shutdown {

  private static final Logger LOG = LoggerFactory.getLogger(Shutdown.class);

  private final AtomicBoolean told = new AtomicBoolean();
  private final Runnable halt;

  /**
   * For one process.
   *
   * @param halt ends it at once, without its shutdown hooks
   */
  Shutdown(Runnable halt) {
    this.halt = halt;
  }

  /** The process is told to end. */
  void end(Runnable inOrder) {
    told.set(true);
    inOrder.run();
  }

  /** The lease is gone: given back, or lost. */
  void leaseGone() {
    if (!told.get()) {
      LOG.error("the lease is lost: this process ends, and another replica leads");
      halt.run();
    }
  }
}
