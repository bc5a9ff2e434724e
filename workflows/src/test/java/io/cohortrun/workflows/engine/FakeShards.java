package io.cohortrun.workflows.engine;

import io.cohortrun.workflows.contract.Outcome;
import io.cohortrun.workflows.contract.ShardActivities;
import io.cohortrun.workflows.contract.ShardFailure;
import io.cohortrun.workflows.contract.ShardInput;
import io.cohortrun.workflows.contract.ShardProgress;
import io.cohortrun.workflows.contract.ShardReceipt;
import io.cohortrun.workflows.contract.Tally;
import io.cohortrun.workflows.contract.Usage;
import io.temporal.activity.Activity;
import io.temporal.activity.ActivityExecutionContext;
import io.temporal.client.ActivityCompletionException;
import io.temporal.failure.ApplicationFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;

/** A worker that follows a script row by row, with the idempotence that real ones have. */
final class FakeShards implements ShardActivities {

  /** What each try takes that gives no receipt. */
  static final Usage LOST = new Usage(2, 1, 0);

  /** Tries that began, in order. */
  final List<ShardInput> tries = new CopyOnWriteArrayList<>();

  final AtomicInteger inFlight = new AtomicInteger();
  final AtomicInteger mostInFlight = new AtomicInteger();

  /** Whether even tries that only record rows fail. */
  boolean failSetAside;

  private final FakeStore store;
  private final BiFunction<ShardInput, Integer, Fault> script;

  FakeShards(FakeStore store, BiFunction<ShardInput, Integer, Fault> script) {
    this.store = store;
    this.script = script;
  }

  /** Tries of one shard. */
  List<ShardInput> tries(int partition, int shard) {
    return tries.stream().filter(t -> t.partition() == partition && t.shard() == shard).toList();
  }

  @Override
  public ShardReceipt inferShard(ShardInput input) {
    tries.add(input);
    mostInFlight.accumulateAndGet(inFlight.incrementAndGet(), Math::max);
    try {
      return infer(input, Activity.getExecutionContext());
    } finally {
      inFlight.decrementAndGet();
    }
  }

  private ShardReceipt infer(ShardInput input, ActivityExecutionContext context) {
    List<Integer> rows = store.plan.get(input.partition()).get(input.shard());
    List<ShardReceipt.OpenRow> open = new ArrayList<>();
    long tiles = 0;
    for (int row : rows) {
      if (!input.includes(row) || store.outcomes.containsKey(row)) {
        continue;
      }
      if (input.setsAside(row) && !failSetAside) {
        store.outcomes.put(row, Outcome.Infrastructure);
        continue;
      }
      switch (script.apply(input, row)) {
        case Fault.End end -> {
          store.outcomes.put(row, end.outcome());
          tiles += 10;
        }
        case Fault.LeaveOpen left -> {
          if (input.settles(row)) {
            store.outcomes.put(row, left.code());
          } else {
            open.add(new ShardReceipt.OpenRow(row, left.code()));
          }
        }
        case Fault.Fail fail ->
            throw ApplicationFailure.newFailure(fail.message(), fail.type(), LOST);
        case Fault.DieUnseen dead -> {
          context.doNotCompleteOnReturn();
          return null;
        }
        case Fault.Die dead -> {
          context.heartbeat(new ShardProgress(dead.worker(), row, 0, 0, LOST));
          context.doNotCompleteOnReturn();
          return null;
        }
        case Fault.Hold hold -> {
          hold(context, row, hold.until());
          store.outcomes.put(row, Outcome.Succeeded);
          tiles += 10;
        }
      }
    }
    int settled = (int) rows.stream().filter(store.outcomes::containsKey).count();
    List<ShardReceipt.OpenRow> told = open.stream().limit(ShardReceipt.MOST_OPEN).toList();
    return new ShardReceipt(
        settled,
        store.failed(rows),
        tiles,
        told,
        new Usage(tiles, 0, 100 * tiles),
        open.isEmpty() ? store.tally(rows) : Tally.NONE);
  }

  /** As a real one does: whoever is told to stop says what it took. */
  private static void hold(ActivityExecutionContext context, int row, CountDownLatch until) {
    try {
      work(() -> context.heartbeat(new ShardProgress("worker", row, 0, 0, Usage.NONE)), until);
    } catch (ActivityCompletionException told) {
      throw ApplicationFailure.newFailure("told to stop", ShardFailure.DRAINED, LOST);
    }
  }

  /** Beats until the latch opens; a cancelled try ends by the exception of its heartbeat. */
  static void work(Runnable heartbeat, CountDownLatch latch) {
    try {
      do {
        heartbeat.run();
      } while (!latch.await(50, TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      throw ApplicationFailure.newFailure("interrupted", "Drained");
    }
  }
}
