package io.cohortrun.workflows.engine;

import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Writes progress to the workflow's memo, at most once in every period. One timer at a time: each
 * timer is two events of the history and a task.
 */
final class Ticker {

  private final long everyMillis;
  private final Supplier<Map<String, Object>> memo;
  private Map<String, Object> told = Collections.emptySortedMap();
  private long toldAt;
  private Promise<Void> timer;

  Ticker(Duration every, Supplier<Map<String, Object>> memo) {
    this.everyMillis = every.toMillis();
    this.memo = memo;
  }

  /** Tells what has changed, whatever the time. */
  void tellNow() {
    Map<String, Object> now = memo.get();
    if (!now.equals(told)) {
      Workflow.upsertMemo(now);
      told = now;
      toldAt = Workflow.currentTimeMillis();
    }
  }

  /** Tells what has changed if the period is over, else sees to it that {@link #due} comes true. */
  void tell() {
    if (due()) {
      timer = null;
    }
    if (memo.get().equals(told)) {
      return;
    }
    long left = toldAt + everyMillis - Workflow.currentTimeMillis();
    if (left <= 0) {
      tellNow();
    } else if (timer == null) {
      timer = Workflow.newTimer(Duration.ofMillis(left));
    }
  }

  /** Whether the period is over with something to tell. */
  boolean due() {
    return timer != null && timer.isCompleted();
  }

  /** The memo for the execution that goes on, so that it has one before a worker takes it up. */
  Map<String, Object> carried() {
    return memo.get();
  }
}
