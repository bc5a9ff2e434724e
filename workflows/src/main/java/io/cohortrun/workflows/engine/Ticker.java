package io.cohortrun.workflows.engine;

import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.util.Map;
import java.util.function.Supplier;

/** Writes progress to the workflow's memo, at most once in every period. */
final class Ticker {

  private final long everyMillis;
  private final Supplier<Map<String, Object>> memo;
  private Map<String, Object> told = Map.of();
  private long toldAt;

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

  /**
   * Tells what has changed if the period is over.
   *
   * @return how long to wait before calling again, or null where there is nothing to tell
   */
  Duration tell() {
    long left = toldAt + everyMillis - Workflow.currentTimeMillis();
    if (left <= 0) {
      tellNow();
      return null;
    }
    return memo.get().equals(told) ? null : Duration.ofMillis(left);
  }
}
