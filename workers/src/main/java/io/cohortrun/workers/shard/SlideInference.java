package io.cohortrun.workers.shard;

import io.cohortrun.workers.model.TileModel;
import io.cohortrun.workers.slide.SlideFailure;
import io.cohortrun.workers.slide.TileGrid;
import io.cohortrun.workflows.contract.Outcome;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BooleanSupplier;
import java.util.function.IntConsumer;

/**
 * Infers tiles of one slide into parts: goes on from the parts that are there, writes the next ones
 * in tile order, and leaves a checkpoint behind however it ends.
 */
final class SlideInference {

  /**
   * What to infer.
   *
   * @param tiles reads tiles of the open slide
   * @param from first tile, inclusive
   * @param to last tile, exclusive
   * @param mapPx side of the map wanted per tile, 0 for none
   */
  record Job(SlideHeader header, TileGrid grid, TileReader tiles, int from, int to, int mapPx) {}

  /**
   * What was done in this call.
   *
   * @param tiles inferred or left out, and now in parts
   * @param busySeconds device time of tiles that are in parts
   * @param wastedSeconds device time of tiles that are not
   */
  record Tally(long tiles, double busySeconds, double wastedSeconds) {}

  private final TileModel model;
  private final InferencePace pace;
  private final Executor inferring;
  private final ShardMetrics metrics;
  private final BooleanSupplier stop;
  private long tilesDone;
  private long busyNanos;

  /** Most tiles that a dead process inferred in vain and that are not done again yet. */
  private int lost;

  private final LongAdder deviceNanos = new LongAdder();

  /**
   * For one slide.
   *
   * @param stop asked between batches; true ends the call with {@link Drained}
   */
  SlideInference(
      TileModel model,
      InferencePace pace,
      Executor inferring,
      ShardMetrics metrics,
      BooleanSupplier stop) {
    this.model = model;
    this.pace = pace;
    this.inferring = inferring;
    this.metrics = metrics;
    this.stop = stop;
  }

  /** What was done so far, also after a failure. */
  Tally tally() {
    return new Tally(tilesDone, busyNanos / 1e9, (deviceNanos.sum() - busyNanos) / 1e9);
  }

  /**
   * Infers until parts cover the range.
   *
   * @param progress told the number of tiles of the range that are done
   * @throws SlideFailure TooManyBadTiles, or what the reader threw
   * @throws IOException where the store failed
   * @throws Drained where {@code stop} said so
   */
  void run(Job job, PartStore parts, IntConsumer progress)
      throws SlideFailure, IOException, Drained, InterruptedException {
    List<PartStore.Stored> have = parts.cover(job.from(), job.to());
    int at = have.isEmpty() ? job.from() : have.getLast().range().to();
    var bad = new BadTiles(job.header());
    for (PartStore.Stored s : have) {
      bad.add(s.unreadable());
    }
    progress.accept(at - job.from());
    if (at == job.to()) {
      return;
    }
    int limit = pace.partTiles((long) job.header().channelCount() * job.mapPx() * job.mapPx());
    int most = pace.unsavedTiles(limit, pace.fullCall(model.tilesPerCall()));
    var unsaved = new Semaphore(most);
    lost = parts.begun(job.from()) ? most : 0;
    parts.begin(job.from());
    var builder = new PartBuilder(job.header(), job.grid(), job.mapPx(), at);
    var writer = new PartWriter(parts, metrics, unsaved);
    try (var pipeline =
        new TilePipeline(
            job.tiles(),
            job.grid().tilePx(),
            model,
            job.mapPx(),
            at,
            job.to(),
            pace,
            inferring,
            metrics,
            unsaved,
            deviceNanos)) {
      while (builder.next() < job.to()) {
        for (TilePipeline.Done done : pipeline.next()) {
          long start = System.nanoTime();
          if (TileRecord.UNREADABLE.equals(done.rejected())) {
            bad.add(1);
          }
          builder.add(done);
          metrics.took(Stage.REDUCE, System.nanoTime() - start);
          if (builder.size() >= limit) {
            cut(builder, writer);
          }
        }
        if (!builder.isEmpty() && builder.ageNanos() >= pace.partTime().toNanos()) {
          cut(builder, writer);
        }
        progress.accept(builder.next() - job.from());
        if (stop.getAsBoolean() && builder.next() < job.to()) {
          throw new Drained();
        }
      }
    } finally {
      // However it ends, what was inferred is not lost; only a failing store loses the last part.
      if (!builder.isEmpty()) {
        cut(builder, writer);
      }
      writer.finish();
      parts.end(job.from()); // in order: what was inferred is in parts
    }
  }

  private void cut(PartBuilder builder, PartWriter writer)
      throws IOException, InterruptedException {
    int n = builder.size();
    long nanos = builder.inferNanos();
    busyNanos += nanos;
    metrics.useful(nanos);
    writer.write(builder.take());
    tilesDone += n;
    metrics.tiles(n);
    int repeated = Math.min(n, lost);
    metrics.repeated(repeated);
    lost -= repeated;
  }

  /** Counts tiles that do not decode against the slide's budget. */
  private static final class BadTiles {
    private final int allowed;
    private final SlideHeader header;
    private int count;

    BadTiles(SlideHeader header) {
      this.header = header;
      this.allowed = allowed(header);
    }

    void add(int n) throws SlideFailure {
      count += n;
      if (count > allowed) {
        throw tooMany(header);
      }
    }
  }

  /** Most tiles of a slide that may fail to decode. */
  static int allowed(SlideHeader header) {
    return (int) Math.floor(header.settings().badTileBudget() * header.tilesKept());
  }

  /** The failure of a slide above its budget; the same sentence however its tiles were cut. */
  static SlideFailure tooMany(SlideHeader header) {
    int allowed = allowed(header);
    return new SlideFailure(
        Outcome.TooManyBadTiles,
        "%s of its %d tiles do not decode, and badTileBudget %s allows %s: copy the slide again from its source, or export it again from the scanner"
            .formatted(
                allowed == 0 ? "one or more" : "more than " + allowed,
                header.tilesKept(),
                header.settings().badTileBudget(),
                allowed == 0 ? "none of so few" : "no more"));
  }
}
