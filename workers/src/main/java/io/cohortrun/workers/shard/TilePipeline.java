package io.cohortrun.workers.shard;

import io.cohortrun.workers.model.DeviceFailed;
import io.cohortrun.workers.model.TileCounts;
import io.cohortrun.workers.model.TileModel;
import io.cohortrun.workers.slide.SlideFailure;
import io.cohortrun.workers.slide.TilePixels;
import io.cohortrun.workers.slide.TileQc;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.LongAdder;

/**
 * Decodes tiles ahead of inference, hands them to the model as soon as they fill a call (on a CPU
 * each alone), and gives the results back in exact tile order. What is in flight, from the decode
 * to the hand-back, is bounded in bytes. Nothing is interrupted: a reader may own channels that an
 * interrupt would close. Closing waits for the reads in flight.
 */
final class TilePipeline implements AutoCloseable {

  /**
   * One tile after inference.
   *
   * @param counts null where the tile was left out
   * @param rejected why, or null
   * @param inferNanos its share of the time on the device
   */
  record Done(int index, TileQc qc, String rejected, TileCounts counts, long inferNanos) {}

  /** A decoded tile that waits for a predictor. */
  private record Waiting(TilePixels pixels, CompletableFuture<Done> done) {}

  private final TileReader reader;
  private final TileModel model;
  private final int mapPx;
  private final int to;
  private final InferencePace pace;
  private final ShardMetrics metrics;
  private final LongAdder deviceNanos;
  private final Executor inferring;
  private final ExecutorService decoding;
  private final int fullCall;
  private final int most;
  private final Queue<CompletableFuture<Done>> inOrder = new ArrayDeque<>();
  private final Semaphore unsaved;
  private final Starvation starvation;

  /** Decoded, and in no call yet; guarded by this, as are the next two. */
  private final Queue<Waiting> waiting = new ArrayDeque<>();

  private int decodes;
  private int calls;
  private int next;
  private volatile boolean closed;

  /**
   * For tiles [from, to); begins with the first {@link #next}.
   *
   * @param inferring shared by the shards of this worker; as many threads as there are predictors
   * @param unsaved a permit per tile that may be in flight or in no durable part
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
    this.next = from;
    this.to = to;
    this.pace = pace;
    this.metrics = metrics;
    this.unsaved = unsaved;
    this.deviceNanos = deviceNanos;
    this.inferring = inferring;
    this.decoding =
        Executors.newFixedThreadPool(
            pace.decodeThreads(), Thread.ofVirtual().name("decode-", 0).factory());
    long answerBytes = (long) model.bundle().channels().size() * mapPx * mapPx;
    this.fullCall = pace.fullCall(model.tilesPerCall());
    this.most = pace.tilesInFlight(tilePx, model.marginPx(), answerBytes, fullCall);
    this.starvation = new Starvation(metrics);
  }

  /**
   * The next tiles in order, a batch at most; none at the end.
   *
   * @throws SlideFailure what the reader threw for a tile that cannot just be left out
   * @throws ModelFailed where inference broke
   */
  List<Done> next() throws SlideFailure, InterruptedException {
    List<Done> tiles = new ArrayList<>();
    while (tiles.size() < pace.batch()) {
      decodeAhead();
      if (inOrder.isEmpty()) {
        if (next == to) {
          break;
        }
        unsaved.acquire(); // until a part is durable
        decode(next++);
      }
      tiles.add(get(inOrder.poll()));
    }
    return tiles;
  }

  @Override
  public void close() {
    closed = true;
    decoding.close();
    starvation.end();
  }

  /** Tiles that are about to be decoded count, lest a call is made just before they are there. */
  private void decodeAhead() {
    decodeBegins();
    while (inOrder.size() < most && next < to && unsaved.tryAcquire()) {
      decode(next++);
    }
    decodeEnded(null);
  }

  private void decode(int index) {
    var done = new CompletableFuture<Done>();
    inOrder.add(done);
    decodeBegins();
    decoding.execute(
        () -> {
          Waiting tile = null;
          try {
            tile = closed ? null : decoded(index, done);
          } catch (Throwable e) {
            // Whatever it is, the one who waits for the tile must hear of it.
            done.completeExceptionally(e);
          } finally {
            decodeEnded(tile);
          }
        });
  }

  /** Null where nothing is left to infer. */
  private Waiting decoded(int index, CompletableFuture<Done> done) throws SlideFailure {
    TilePixels pixels;
    long start = System.nanoTime();
    try {
      pixels = reader.read(index);
      metrics.took(Stage.DECODE, System.nanoTime() - start);
    } catch (SlideFailure e) {
      switch (e.code()) {
        case Unreadable, Truncated ->
            done.complete(new Done(index, null, TileRecord.UNREADABLE, null, 0));
        default -> done.completeExceptionally(e);
      }
      return null;
    }
    if (pixels.rejected() != null) {
      done.complete(new Done(index, pixels.qc(), pixels.rejected(), null, 0));
      return null;
    }
    return new Waiting(pixels, done);
  }

  private synchronized void decodeBegins() {
    decodes++;
  }

  private synchronized void decodeEnded(Waiting tile) {
    decodes--;
    if (tile != null) {
      waiting.add(tile);
    }
    call();
  }

  private synchronized void callEnded(int tiles) {
    calls--;
    starvation.fed(-tiles);
    call();
  }

  /**
   * Calls the model for what waits. A card computes a full call whatever is in it, so a call that
   * is not full is made only where nothing could fill it: no tile is being decoded, and no call is
   * out whose end would let more be.
   */
  private synchronized void call() {
    while (waiting.size() >= fullCall || (!waiting.isEmpty() && decodes == 0 && calls == 0)) {
      List<Waiting> batch = new ArrayList<>(fullCall);
      while (batch.size() < fullCall && !waiting.isEmpty()) {
        batch.add(waiting.poll());
      }
      calls++;
      starvation.fed(batch.size());
      try {
        inferring.execute(() -> call(batch));
      } catch (Throwable e) {
        // This worker is closing, or has no thread left: who waits for the tiles must hear of it.
        calls--;
        starvation.fed(-batch.size());
        batch.forEach(tile -> tile.done().completeExceptionally(e));
      }
    }
  }

  private void call(List<Waiting> batch) {
    try {
      if (!closed) {
        infer(batch);
      }
    } catch (Throwable e) {
      if (batch.size() == 1 || e instanceof DeviceFailed) {
        batch.forEach(tile -> fail(tile, e));
      } else {
        batch.forEach(this::inferAlone); // one bad tile takes no other with it
      }
    } finally {
      callEnded(batch.size());
    }
  }

  private void inferAlone(Waiting tile) {
    try {
      infer(List.of(tile));
    } catch (Throwable e) {
      fail(tile, e);
    }
  }

  private static void fail(Waiting tile, Throwable e) {
    tile.done()
        .completeExceptionally(
            e instanceof RuntimeException && !(e instanceof DeviceFailed)
                ? new ModelFailed(
                    "inference failed at tile %d: %s"
                        .formatted(tile.pixels().index(), e.getMessage()),
                    e)
                : e);
  }

  private void infer(List<Waiting> batch) {
    var prepare = new LongAdder();
    var network = new LongAdder();
    var head = new LongAdder();
    List<TileCounts> counts =
        model.infer(
            batch.stream().map(Waiting::pixels).toList(),
            mapPx,
            (prepareNanos, networkNanos, headNanos) -> {
              prepare.add(prepareNanos);
              network.add(networkNanos);
              head.add(headNanos);
            });
    long nanos = network.sum() + head.sum();
    metrics.took(Stage.PREPARE, prepare.sum());
    metrics.took(Stage.NETWORK, network.sum());
    metrics.took(Stage.HEAD, head.sum());
    deviceNanos.add(nanos);
    if (counts.size() != batch.size()) {
      throw new IllegalStateException(
          "the model answered %d of %d tiles".formatted(counts.size(), batch.size()));
    }
    for (int i = 0; i < batch.size(); i++) {
      TilePixels p = batch.get(i).pixels();
      batch
          .get(i)
          .done()
          .complete(new Done(p.index(), p.qc(), null, counts.get(i), nanos / batch.size()));
    }
  }

  private static Done get(CompletableFuture<Done> future)
      throws SlideFailure, InterruptedException {
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
}
