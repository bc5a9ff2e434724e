package io.cohortrun.workflows.engine;

import io.cohortrun.workflows.contract.Outcome;
import java.util.concurrent.CountDownLatch;

/** What a fake worker does with one row. */
sealed interface Fault {

  /** The row ends so. */
  record End(Outcome outcome) implements Fault {}

  /** The row is left open with a retryable code, unless this try settles it. */
  record LeaveOpen(Outcome code) implements Fault {}

  /** The process dies with the row in flight: no answer, no more heartbeats. */
  record Die(String worker) implements Fault {}

  /** The process dies before its first heartbeat. */
  record DieUnseen() implements Fault {}

  /** The activity fails by the type that it gives. */
  record Fail(String type, String message) implements Fault {}

  /** Works, with heartbeats, until the latch opens, and succeeds; or until it is cancelled. */
  record Hold(CountDownLatch until) implements Fault {}

  Fault SUCCEED = new End(Outcome.Succeeded);
}
