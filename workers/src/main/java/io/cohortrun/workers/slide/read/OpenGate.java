package io.cohortrun.workers.slide.read;

import java.util.concurrent.locks.ReentrantReadWriteLock;

/** Lets any number of reads in and closes once, after the last of them has left. */
public final class OpenGate {

  private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
  private boolean closed;

  /**
   * Enters a read; every enter needs a {@link #leave}.
   *
   * @throws IllegalStateException if the slide is closed
   */
  public void enter() {
    if (!tryEnter()) {
      throw new IllegalStateException("the slide is closed");
    }
  }

  /** As {@link #enter}, but answers false where it is closed. */
  public boolean tryEnter() {
    lock.readLock().lock();
    if (closed) {
      lock.readLock().unlock();
      return false;
    }
    return true;
  }

  /** Leaves a read. */
  public void leave() {
    lock.readLock().unlock();
  }

  /** Waits for the reads in flight, then runs {@code release} the first time only. */
  public void close(Runnable release) {
    lock.writeLock().lock();
    try {
      if (!closed) {
        closed = true;
        release.run();
      }
    } finally {
      lock.writeLock().unlock();
    }
  }
}
