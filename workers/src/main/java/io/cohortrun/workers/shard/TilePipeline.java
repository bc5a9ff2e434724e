package io.cohortrun.workers.shard;

import io.cohortrun.workers.model.TileCounts;
import io.cohortrun.workers.model.TileModel;
import io.cohortrun.workers.slide.SlideFailure;
import io.cohortrun.workers.slide.TilePixels;
import io.cohortrun.workers.slide.TileQc;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.LongAdder;

/**
 * Decodes tiles ahead of inference, bounded in bytes, infers them in batches, and hands the results
 * back in exact tile order. Nothing is interrupted: a reader may own channels that an interrupt
 * would close. Closing waits for the reads in flight.
 */
final class TilePipeline implements AutoCloseable {

  /**
   * One tile after inference.
   *
   * @param counts null where the tile was left out
   * @param rejected why, or null
   */
  record Done(int index, TileQc qc, String rejected, TileCounts counts) {}

  /**
   * Consecutive tiles.
   *
   * @param inferNanos time on the device
   */
  record Batch(List<Done> tiles, long inferNanos) {}

  private static final Future<Batch> END = done(new Batch(List.of(), 0));

  private final TileReader reader;
  private final TileModel model;
  private final int mapPx;
  private final int to;
  private final InferencePace pace;
  private final ShardMetrics metrics;
  private final LongAdder deviceNanos;
  private final Executor inferring;
  private final ExecutorService decoding;
  private final Semaphore room;
  private final Semaphore unsaved;
  private final BlockingQueue<Future<Batch>> results;
  private final Thread feeder;
  private volatile boolean closed;

  /**
   * Starts at tile {@code from}.
   *
   * @param inferring shared by the shards of this worker; as many threads as there are predictors
   * @param unsaved a permit per tile that may be inferred before others are written
   * @param deviceNanos receives the time on the device
   */
  TilePipeline(
      TileReader reader,
      int tilePx,
      TileModel model,
      int mapPx,
      int from,
      int to,
      InferencePace pace,
      Executor inferring,
      ShardMetrics metrics,
      Semaphore unsaved,
      LongAdder deviceNanos) {
    this.reader = reader;
    this.model = model;
    this.mapPx = mapPx;
    this.to = to;
    this.pace = pace;
    this.metrics = metrics;
    this.unsaved = unsaved;
    this.deviceNanos = deviceNanos;
    this.inferring = inferring;
    this.decoding =
        Executors.newFixedThreadPool(
            pace.decodeThreads(), Thread.ofVirtual().name("decode-", 0).factory());
    this.room = new Semaphore(pace.tilesInFlight(tilePx, model.marginPx()));
    this.results = new ArrayBlockingQueue<>(pace.predictors() + 1);
    this.feeder = Thread.ofVirtual().name("feeder").unstarted(() -> feed(from));
    feeder.start();
  }

  /**
   * The next tiles in order; no tiles at the end.
   *
   * @throws SlideFailure what the reader threw for a tile that cannot just be left out
   * @throws ModelFailed where inference broke
   */
  Batch next() throws SlideFailure, InterruptedException {
    return get(results.take());
  }

  @Override
  public void close() {
    closed = true;
    boolean interrupted = false;
    while (feeder.isAlive()) {
      results.clear();
      room.release();
      unsaved.release(pace.batch());
      try {
        feeder.join(java.time.Duration.ofMillis(20));
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    decoding.close();
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Keeps the ring of decoded tiles full and cuts it into batches. */
  private void feed(int from) {
    var ring = new ArrayDeque<Future<Decoded>>();
    int next = from;
    try {
      while (!closed && (next < to || !ring.isEmpty())) {
        if (ring.isEmpty()) {
          room.acquire();
          ring.add(decode(next++));
        }
        while (next < to && room.tryAcquire()) {
          ring.add(decode(next++));
        }
        List<Decoded> batch = new ArrayList<>();
        while (batch.size() < pace.batch() && !ring.isEmpty() && !closed) {
          long start = System.nanoTime();
          batch.add(get(ring.poll()));
          metrics.took(ShardMetrics.Stage.DECODE_WAIT, System.nanoTime() - start);
        }
        unsaved.acquire(batch.size());
        results.put(infer(batch));
      }
      results.put(END);
    } catch (Throwable e) {
      // Whatever it is, the one who waits for the next batch must hear of it.
      offerLast(failed(e));
    }
  }

  private void offerLast(Future<Batch> last) {
    try {
      results.put(last);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Future<Decoded> decode(int index) {
    return decoding.submit(() -> decoded(index));
  }

  private Decoded decoded(int index) throws SlideFailure {
    try {
      return new Decoded(index, reader.read(index));
    } catch (SlideFailure e) {
      return switch (e.code()) {
        case Unreadable, Truncated -> new Decoded(index, null);
        default -> throw e;
      };
    }
  }

  private Future<Batch> infer(List<Decoded> batch) {
    var task = new FutureTask<>(() -> inferred(batch));
    inferring.execute(task);
    return task;
  }

  private Batch inferred(List<Decoded> batch) {
    try {
      if (closed) {
        return new Batch(List.of(), 0);
      }
      List<TilePixels> wanted =
          batch.stream().filter(Decoded::wanted).map(Decoded::pixels).toList();
      long start = System.nanoTime();
      List<TileCounts> counts = wanted.isEmpty() ? List.of() : model.infer(wanted, mapPx);
      long nanos = System.nanoTime() - start;
      metrics.took(ShardMetrics.Stage.INFER, nanos);
      deviceNanos.add(nanos);
      if (counts.size() != wanted.size()) {
        throw new IllegalStateException(
            "the model answered %d of %d tiles".formatted(counts.size(), wanted.size()));
      }
      Iterator<TileCounts> it = counts.iterator();
      List<Done> tiles = new ArrayList<>(batch.size());
      for (Decoded d : batch) {
        tiles.add(d.with(d.wanted() ? it.next() : null));
      }
      return new Batch(tiles, nanos);
    } catch (RuntimeException e) {
      throw new ModelFailed(
          "inference failed at tile %d: %s".formatted(batch.getFirst().index(), e.getMessage()), e);
    } finally {
      room.release(batch.size());
    }
  }

  private static <T> T get(Future<T> future) throws SlideFailure, InterruptedException {
    try {
      return future.get();
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case SlideFailure f -> throw f;
        case RuntimeException f -> throw f;
        case Error f -> throw f;
        default -> throw new IllegalStateException(e.getCause());
      }
    }
  }

  private static Future<Batch> done(Batch batch) {
    var task = new FutureTask<>(() -> batch);
    task.run();
    return task;
  }

  private static Future<Batch> failed(Throwable e) {
    var task = new CompletableFuture<Batch>();
    task.completeExceptionally(e);
    return task;
  }

  /** A decoded tile; null pixels where it did not decode. */
  private record Decoded(int index, TilePixels pixels) {

    boolean wanted() {
      return pixels != null && pixels.rejected() == null;
    }

    Done with(TileCounts counts) {
      return pixels == null
          ? new Done(index, null, TileRecord.UNREADABLE, null)
          : new Done(index, pixels.qc(), pixels.rejected(), counts);
    }
  }
}
