package io.cohortrun.workers.model;

import ai.djl.ndarray.NDArray;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;

/**
 * Where calls work: as many at once as there are places, and of these as many on the device as it
 * serves at once. On a card that is one, and the next call has its windows ready by then; turns are
 * in the order of asking, so that no shard starves another.
 */
final class Workplaces implements AutoCloseable {

  /**
   * What one call works in, kept because fresh memory costs more than what is done in it.
   *
   * @param input of the network
   * @param positive of the head
   */
  record Workplace(CallInput input, NDArray positive) {}

  private final List<Workplace> all;
  private final BlockingQueue<Workplace> free;
  private final Semaphore device;
  private volatile boolean closed;

  /**
   * With all places free.
   *
   * @param atOnce calls that the device serves at once
   */
  Workplaces(List<Workplace> all, int atOnce) {
    this.all = all;
    this.free = new LinkedBlockingQueue<>(all);
    this.device = new Semaphore(atOnce, true);
  }

  /** A place, as soon as one is free. */
  Workplace take() {
    try {
      Workplace place = free.take();
      if (closed) {
        free.add(place);
        throw new IllegalStateException("the model is closed");
      }
      return place;
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  void giveBack(Workplace place) {
    free.add(place);
  }

  /** Waits for the lease of the device, which {@link #endLease} gives to the next one. */
  void lease() {
    try {
      device.acquire();
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  void endLease() {
    device.release();
  }

  private static IllegalStateException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new IllegalStateException("interrupted while waiting for a predictor", e);
  }

  boolean isClosed() {
    return closed;
  }

  /** Calls in flight end first. */
  @Override
  public void close() {
    closed = true;
    try {
      for (int i = 0; i < all.size(); i++) {
        free.take();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    all.forEach(place -> place.input().close());
  }
}
