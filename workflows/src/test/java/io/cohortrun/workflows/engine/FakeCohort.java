package io.cohortrun.workflows.engine;

import io.cohortrun.workflows.contract.CohortActivities;
import io.cohortrun.workflows.contract.CohortInput;
import io.cohortrun.workflows.contract.CohortResult;
import io.cohortrun.workflows.contract.FinishReceipt;
import io.cohortrun.workflows.contract.FrozenManifest;
import io.cohortrun.workflows.contract.Outcome;
import io.cohortrun.workflows.contract.PlanReceipt;
import io.cohortrun.workflows.contract.PreflightReceipt;
import io.cohortrun.workflows.contract.RunRef;
import io.cohortrun.workflows.contract.SignOff;
import io.cohortrun.workflows.contract.Tally;
import io.temporal.activity.Activity;
import io.temporal.failure.ApplicationFailure;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

/** Cpu activities over a {@link FakeStore}. */
final class FakeCohort implements CohortActivities {

  static final String DIGEST = "0".repeat(64);

  final List<String> calls = new CopyOnWriteArrayList<>();

  /** What {@code freeze} was given, once for every try. */
  final List<CohortInput> inputs = new CopyOnWriteArrayList<>();

  /** Step name to what happens first in it: fails, or blocks. */
  final Map<String, Runnable> before = new ConcurrentHashMap<>();

  private final FakeStore store;

  FakeCohort(FakeStore store) {
    this.store = store;
  }

  @Override
  public FrozenManifest freeze(CohortInput input) {
    inputs.add(input);
    begin("freeze", "");
    return new FrozenManifest("manifest", DIGEST, store.rows(), DIGEST, "1");
  }

  @Override
  public PreflightReceipt preflight(RunRef run, int from, int to) {
    begin("preflight", "");
    return new PreflightReceipt(from, to, to - from, 0, 10L * (to - from), Tally.NONE);
  }

  @Override
  public PlanReceipt plan(RunRef run) {
    begin("plan", "");
    return new PlanReceipt(
        DIGEST, store.rows(), 10L * store.rows(), store.plan.stream().map(List::size).toList());
  }

  @Override
  public FinishReceipt finishPartition(RunRef run, int partition) {
    begin("finish", " " + partition);
    List<Integer> rows = store.rows(partition);
    rows.forEach(row -> store.outcomes.putIfAbsent(row, Outcome.Infrastructure));
    return new FinishReceipt(rows.size(), store.failed(rows), 0, store.tally(rows));
  }

  @Override
  public CohortResult publish(RunRef run, boolean cancelled) {
    begin("publish", " " + cancelled);
    for (int row = 0; row < store.rows(); row++) {
      store.outcomes.putIfAbsent(row, cancelled ? Outcome.Cancelled : Outcome.Infrastructure);
    }
    return new CohortResult(
        cancelled ? CohortResult.State.Cancelled : CohortResult.State.Complete,
        store.rows(),
        store.ledger(),
        DIGEST);
  }

  /** What stops a run before anybody reviews it. */
  volatile CohortResult stopped;

  @Override
  public CohortResult draft(RunRef run) {
    begin("draft", "");
    return stopped;
  }

  @Override
  public CohortResult publishSignedOff(RunRef run, SignOff signOff) {
    begin("publish", " approved by " + signOff.approver());
    return new CohortResult(CohortResult.State.Complete, store.rows(), store.ledger(), DIGEST);
  }

  /** In {@link #before}: a failure that trying again cannot cure. */
  static Runnable fails(String type, String sentence) {
    return () -> {
      throw ApplicationFailure.newNonRetryableFailure(sentence, type);
    };
  }

  /** In {@link #before}: works until the latch opens, or the step is cancelled. */
  static Runnable holds(CountDownLatch latch) {
    return () -> FakeShards.work(() -> Activity.getExecutionContext().heartbeat(null), latch);
  }

  private void begin(String step, String detail) {
    calls.add(step + detail);
    before.getOrDefault(step, () -> {}).run();
  }
}
