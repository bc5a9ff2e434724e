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
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;

/** Cpu activities over a {@link FakeStore}. */
final class FakeCohort implements CohortActivities {

  static final String DIGEST = "0".repeat(64);

  final List<String> calls = new CopyOnWriteArrayList<>();
  final AtomicReference<RuntimeException> freezeFailure = new AtomicReference<>();
  final AtomicReference<Runnable> beforePreflight = new AtomicReference<>(() -> {});
  private final FakeStore store;

  FakeCohort(FakeStore store) {
    this.store = store;
  }

  @Override
  public FrozenManifest freeze(CohortInput input) {
    calls.add("freeze");
    if (freezeFailure.get() != null) {
      throw freezeFailure.get();
    }
    return new FrozenManifest("manifest", DIGEST, store.rows());
  }

  @Override
  public PreflightReceipt preflight(RunRef run, int from, int to) {
    calls.add("preflight");
    beforePreflight.get().run();
    return new PreflightReceipt(from, to, to - from, 0, 10L * (to - from));
  }

  @Override
  public PlanReceipt plan(RunRef run) {
    calls.add("plan");
    return new PlanReceipt(
        DIGEST, store.rows(), 10L * store.rows(), store.plan.stream().map(List::size).toList());
  }

  @Override
  public FinishReceipt finishPartition(RunRef run, int partition) {
    calls.add("finish " + partition);
    List<Integer> rows = store.rows(partition);
    rows.forEach(row -> store.outcomes.putIfAbsent(row, Outcome.Infrastructure));
    return new FinishReceipt(rows.size(), store.failed(rows));
  }

  @Override
  public CohortResult publish(RunRef run, boolean cancelled) {
    calls.add("publish " + cancelled);
    for (int row = 0; row < store.rows(); row++) {
      store.outcomes.putIfAbsent(row, cancelled ? Outcome.Cancelled : Outcome.Infrastructure);
    }
    return new CohortResult(
        cancelled ? CohortResult.State.Cancelled : CohortResult.State.Complete,
        store.rows(),
        store.ledger(),
        DIGEST);
  }
}
