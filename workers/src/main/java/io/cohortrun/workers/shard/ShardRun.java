package io.cohortrun.workers.shard;

import io.cohortrun.workers.canonical.Json;
import io.cohortrun.workers.canonical.JsonLines;
import io.cohortrun.workers.model.DeviceFailed;
import io.cohortrun.workers.model.ModelRejected;
import io.cohortrun.workers.model.TileModel;
import io.cohortrun.workers.slide.SlideFailure;
import io.cohortrun.workers.slide.SlideInspection;
import io.cohortrun.workers.store.GoldenRecords;
import io.cohortrun.workers.store.KillPoint;
import io.cohortrun.workers.store.KillPoints;
import io.cohortrun.workers.store.RunLayout;
import io.cohortrun.workers.store.SlideCommits;
import io.cohortrun.workers.store.StoreFailure;
import io.cohortrun.workflows.contract.CohortInput;
import io.cohortrun.workflows.contract.Outcome;
import io.cohortrun.workflows.contract.ShardInput;
import io.cohortrun.workflows.contract.ShardReceipt;
import io.cohortrun.workflows.contract.ShardReceipt.OpenRow;
import io.cohortrun.workflows.contract.Tally;
import io.cohortrun.workflows.contract.Usage;
import io.cohortrun.workflows.plan.PlannedRange;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One shard: each of its slides is found committed, inferred, or ends in a code. A failing slide
 * costs nobody else anything; a failing store or machine ends the try, and what was done stays
 * done.
 */
final class ShardRun {

  private static final Logger log = LoggerFactory.getLogger(ShardRun.class);

  /** In place of a tile: the slide is being brought to this machine. */
  static final int STAGING = -1;

  private static final String FAULT =
      "the program failed while it worked on this slide (%s); reader.log in the failure's folder"
          + " has the details: please report it, the other slides are not affected";

  /**
   * Told where the shard is: row (-1 between slides), tiles of that row done or {@link #STAGING},
   * slides done, and what it took.
   */
  @FunctionalInterface
  interface Progress {
    void at(int row, int tile, int slidesDone, Usage usage);
  }

  private final ShardTools tools;
  private final RunView run;
  private final ShardInput shard;
  private final Progress progress;
  private final BooleanSupplier stop;
  private final SortedMap<Integer, SlideOutcome> settled = new TreeMap<>();
  private final List<OpenRow> open = new ArrayList<>();
  private long tiles;
  private Usage spent = Usage.NONE;
  private SlideWork working;
  private double ofRange;
  private boolean vouched;

  ShardRun(
      ShardTools tools, RunView run, ShardInput shard, Progress progress, BooleanSupplier stop) {
    this.tools = tools.ofShard();
    this.run = run;
    this.shard = shard;
    this.progress = progress;
    this.stop = stop;
  }

  ShardReceipt infer() throws IOException, Drained, InterruptedException {
    String key = new RunLayout(run.run()).outcomes(shard.partition(), shard.shard());
    Optional<byte[]> done = run.store().get(key);
    if (done.isPresent()) {
      JsonLines.read(done.get(), SlideOutcome.class).forEach(o -> settled.put(o.row(), o));
      return receipt();
    }
    tools.metrics().shardBegins();
    try {
      for (PlannedRange range : inOrder(run.shard(shard.partition(), shard.shard()).ranges())) {
        if (shard.includes(range.row())) {
          settle(range);
          at(-1, 0);
        }
      }
    } finally {
      tools.metrics().shardEnds();
      leaveTimes();
    }
    if (open.isEmpty() && shard.onlyRow() == ShardInput.WHOLE_SHARD) {
      run.store().put(key, JsonLines.write(List.copyOf(settled.values()), SlideOutcome.class));
      KillPoints.hit(KillPoint.OUTCOMES_RECEIPT);
    }
    return receipt();
  }

  /** What this try took so far, as if it were killed now. */
  Usage usage() {
    return working == null ? spent : spent.plus(working.usage());
  }

  private void at(int row, int tile) {
    progress.at(row, tile, settled.size(), usage());
  }

  /** For run.json; a store that fails now fails nothing else. */
  private void leaveTimes() {
    if (spent.equals(Usage.NONE)) {
      return;
    }
    String call = UUID.randomUUID().toString();
    String key = new RunLayout(run.run()).times(shard.partition(), shard.shard(), call);
    try {
      run.store()
          .put(key, Json.MAPPER.writeValueAsBytes(new TryTimes(tools.metrics().seconds(), spent)));
    } catch (IOException e) {
      log.warn("The split of time of this shard is lost: {}", e.getMessage());
    }
  }

  /**
   * Each process in an order of its own: processes that share one output seldom meet at a slide, so
   * they share the work too.
   */
  private List<PlannedRange> inOrder(List<PlannedRange> ranges) {
    List<PlannedRange> order = new ArrayList<>(ranges);
    Collections.shuffle(order, new Random(ProcessHandle.current().pid()));
    return order;
  }

  private void settle(PlannedRange range) throws IOException, Drained, InterruptedException {
    SlideInspection found = run.inspection(range.row());
    ofRange = 0;
    long start = System.nanoTime();
    if (range.whole()) {
      Optional<SlideOutcome> committed = committed(found, 0);
      if (committed.isPresent()) {
        record(committed.get());
        return;
      }
    }
    if (shard.setsAside(range.row())) {
      record(Outcomes.setAside(found, shard));
      return;
    }
    try {
      infer(range, found);
      if (range.whole()) {
        long bytes = new SlideCommits(run.store()).size(found.slideKey());
        spent = spent.plus(new Usage(0, 0, bytes));
        record(
            committed(found, seconds(start))
                .orElseThrow(
                    () -> new IOException("the commit of row " + range.row() + " disappeared")));
      }
    } catch (SlideFailure e) {
      fail(range, found, e, seconds(start));
    } catch (ModelFailed | ModelRejected | DeviceFailed e) {
      throw e;
    } catch (RuntimeException e) {
      // A fault that one slide provokes must not take the shard's other slides with it.
      log.warn("Row {}: the program failed; the shard goes on", range.row(), e);
      String sentence = FAULT.formatted(e.getClass().getSimpleName());
      end(range, found, new SlideFailure(Outcome.Infrastructure, sentence, e), seconds(start));
    }
  }

  private void infer(PlannedRange range, SlideInspection found)
      throws SlideFailure, IOException, Drained, InterruptedException {
    if (stop.getAsBoolean()) {
      throw new Drained();
    }
    CohortInput input = run.input();
    TileModel model = model(input);
    vouch(model, input);
    at(range.row(), STAGING);
    working = new SlideWork(tools, run.store(), input, model, stop);
    try {
      working.run(range, found, run.row(range.row()), done -> at(range.row(), done));
    } finally {
      tiles += working.tiles();
      spent = usage();
      ofRange = working.usage().usefulSeconds();
      working = null;
    }
  }

  /** No slide is to blame for a model that does not load, whatever the reason. */
  private TileModel model(CohortInput input) throws IOException {
    try {
      return tools.models().model(input);
    } catch (ModelRejected | DeviceFailed e) {
      throw e;
    } catch (RuntimeException e) {
      throw new ModelFailed("the model cannot be loaded: " + e.getMessage(), e);
    }
  }

  /** Leaves how well this worker's model gave the golden pair, before any result of it. */
  private void vouch(TileModel model, CohortInput input) throws IOException {
    if (!vouched) {
      new GoldenRecords(run.store())
          .record(input.bundleDigest(), model.numericClass(), model.goldenDrift());
      vouched = true;
    }
  }

  private void fail(PlannedRange range, SlideInspection found, SlideFailure e, double seconds)
      throws IOException, Drained {
    if (e.code() == Outcome.Cancelled) {
      throw new Drained();
    }
    if (e.code() == Outcome.Infrastructure) {
      throw new IOException(e.getMessage(), e);
    }
    log.warn("Row {}: {}: {}", range.row(), e.code(), e.getMessage());
    end(range, found, e, seconds);
  }

  /** Leaves the row open where another try may help, else records its failure. */
  private void end(PlannedRange range, SlideInspection found, SlideFailure e, double seconds)
      throws IOException {
    if (e.code().isRetryable() && !shard.settles(range.row())) {
      open.add(new OpenRow(range.row(), e.code()));
      return;
    }
    SlideOutcome outcome =
        Outcomes.failed(found, e.code(), e.getMessage(), seconds, shard.tryNumber());
    if (outcome.outcome().isFailure()) {
      spent = spent.plus(new Usage(-ofRange, ofRange, 0)); // its checkpoints are of no use
      new FailureBundle(run.store(), new RunLayout(run.run()))
          .write(outcome, run.row(range.row()), e);
    }
    record(outcome);
  }

  /** The outcome of a row whose result, and maps where they are wanted, are in the store. */
  private Optional<SlideOutcome> committed(SlideInspection found, double seconds)
      throws IOException {
    SlideCommits commits = new SlideCommits(run.store());
    var commit = commits.read(found.slideKey());
    SlideMaps maps = maps(found);
    if (commit.isEmpty() || maps.missing(commits, found.slideKey())) {
      return Optional.empty();
    }
    PartStore.deleteLeft(run.store(), found.slideKey(), commit.get().numericClass(), maps.mapPx());
    try {
      SlideResult result = SlideResult.of(commits, commit.get());
      return Optional.of(Outcomes.of(found, result, seconds, shard.tryNumber()));
    } catch (StoreFailure e) {
      if (e.code() == StoreFailure.Code.Corrupt && commits.discardIfCorrupt(found.slideKey())) {
        log.warn("Row {}: {} It is computed again.", found.row(), e.getMessage());
        return Optional.empty();
      }
      throw e;
    }
  }

  private SlideMaps maps(SlideInspection found) throws IOException {
    CohortInput input = run.input();
    return input.outputs().profile().equals("Summary")
        ? new SlideMaps("Summary", 0)
        : SlideMaps.of(input, run.row(found.row()).slideId(), tools.models().bundle(input));
  }

  private void record(SlideOutcome outcome) {
    settled.put(outcome.row(), outcome);
    tools.metrics().slide(outcome.outcome());
  }

  private ShardReceipt receipt() {
    int failed = (int) settled.values().stream().filter(o -> o.outcome().isFailure()).count();
    List<OpenRow> first =
        open.stream()
            .sorted(Comparator.comparingInt(OpenRow::row))
            .limit(ShardReceipt.MOST_OPEN)
            .toList();
    return new ShardReceipt(settled.size(), failed, tiles, first, spent, tally());
  }

  /** Of a shard that is done: beside a list of open rows it would make the receipt too long. */
  private Tally tally() {
    SortedMap<Integer, Outcome> ended = new TreeMap<>();
    if (open.isEmpty()) {
      settled.forEach((row, o) -> ended.put(row, o.outcome()));
    }
    return Tally.ofRows(ended);
  }

  private static double seconds(long start) {
    return Math.round((System.nanoTime() - start) / 1e6) / 1e3;
  }
}
