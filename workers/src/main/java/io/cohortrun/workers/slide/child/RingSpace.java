package io.cohortrun.workers.slide.child;

import java.util.Map;
import java.util.TreeMap;

/** Hands out parts of the ring; waits while it is full. Thread-safe. */
final class RingSpace {

  private final long capacity;
  private final TreeMap<Long, Long> taken = new TreeMap<>();
  private boolean closed;

  RingSpace(long capacity) {
    this.capacity = capacity;
  }

  /**
   * Takes {@code bytes} in one piece, first fit; waits, uninterruptibly, for others to release.
   *
   * @return offset, or -1 once closed
   * @throws IllegalArgumentException for more than the whole ring
   */
  synchronized long take(long bytes) {
    if (bytes > capacity) {
      throw new IllegalArgumentException(bytes + " bytes of a ring of " + capacity);
    }
    boolean interrupted = false;
    long offset = gap(bytes);
    while (offset < 0 && !closed) {
      try {
        wait();
      } catch (InterruptedException e) {
        interrupted = true;
      }
      offset = gap(bytes);
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    if (closed) {
      return -1;
    }
    taken.put(offset, bytes);
    return offset;
  }

  private long gap(long bytes) {
    long from = 0;
    for (Map.Entry<Long, Long> piece : taken.entrySet()) {
      if (piece.getKey() - from >= bytes) {
        return from;
      }
      from = piece.getKey() + piece.getValue();
    }
    return capacity - from >= bytes ? from : -1;
  }

  /** Gives a piece back. */
  synchronized void release(long offset) {
    taken.remove(offset);
    notifyAll();
  }

  /** Ends all waiting. */
  synchronized void close() {
    closed = true;
    notifyAll();
  }
}
