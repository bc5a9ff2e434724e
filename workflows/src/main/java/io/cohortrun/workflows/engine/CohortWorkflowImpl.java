package io.cohortrun.workflows.engine;

import io.cohortrun.workflows.contract.CohortActivities;
import io.cohortrun.workflows.contract.CohortInput;
import io.cohortrun.workflows.contract.CohortResult;
import io.cohortrun.workflows.contract.CohortState;
import io.cohortrun.workflows.contract.CohortWorkflow;
import io.cohortrun.workflows.contract.FrozenManifest;
import io.cohortrun.workflows.contract.PartitionInput;
import io.cohortrun.workflows.contract.PartitionReceipt;
import io.cohortrun.workflows.contract.PlanReceipt;
import io.cohortrun.workflows.contract.RunProgress;
import io.cohortrun.workflows.contract.SignOff;
import io.cohortrun.workflows.contract.WorkerLost;
import io.temporal.failure.CanceledFailure;
import io.temporal.failure.TemporalFailure;
import io.temporal.workflow.Async;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.ContinueAsNewOptions;
import io.temporal.workflow.Workflow;
import java.util.Map;
import java.util.TreeMap;

/** Freeze, preflight, plan, infer partition by partition, wait for sign-off, publish. */
public final class CohortWorkflowImpl implements CohortWorkflow {

  /** Preflight activities of one run, at most about this many: each is a few history events. */
  static final int PREFLIGHT_ACTIVITIES = 500;

  static final int MIN_ROWS_PER_ACTIVITY = 8;

  private final ContinueRule continueRule;
  private final Counts counts = new Counts();
  private final FaultyDevices devices = new FaultyDevices();

  private CohortInput input;
  private CohortActivities cpu;
  private PartitionRuns partitions;
  private Ticker ticker;
  private boolean paused;
  private boolean signalled;
  private FrozenManifest frozen;
  private PlanReceipt plan;
  private int nextRow;
  private int nextPartition;
  private int inFlight;
  private long changes;
  private RuntimeException failure;
  private boolean underReview;
  private SignOff decided;

  public CohortWorkflowImpl() {
    this(ContinueRule.SUGGESTED);
  }

  public CohortWorkflowImpl(ContinueRule continueRule) {
    this.continueRule = continueRule;
  }

  @Override
  public CohortResult run(CohortInput cohort) {
    Checks.input(cohort);
    begin(cohort);
    try {
      return phases();
    } catch (TemporalFailure ended) {
      if (!CancellationScope.current().isCancelRequested()) {
        throw RunFailures.of(ended);
      }
      if (frozen == null || input.mode() == CohortInput.Mode.Preflight) {
        throw new CanceledFailure("cancelled before there was anything to publish");
      }
      if (input.signOff()) {
        throw new CanceledFailure("cancelled; nothing is published that nobody approved");
      }
      publishCancelled();
      throw new CanceledFailure("cancelled; the ledger is published");
    }
  }

  @Override
  public void pause() {
    hold(true, "pause");
  }

  @Override
  public void resume() {
    hold(false, "resume");
  }

  @Override
  public void workerLost(WorkerLost lost) {
    if (partitions != null) {
      partitions.tell("workerLost", lost);
    }
  }

  @Override
  public void deviceFailed(String uuid, String node) {
    devices.failed(uuid, node);
    if (ticker != null) {
      ticker.tellNow(); // the next worker may be given the same device within seconds
    }
  }

  @Override
  public void signOff(SignOff decision) {
    if (underReview && decided == null) {
      decided = decision;
      changes++;
    }
  }

  @Override
  public RunProgress progress() {
    return counts.told(paused);
  }

  private void hold(boolean hold, String signal) {
    paused = hold;
    signalled = true;
    changes++;
    if (partitions != null) {
      partitions.tell(signal);
    }
  }

  private void begin(CohortInput cohort) {
    input = cohort;
    cpu = Stubs.cpu(input.pacing());
    partitions = new PartitionRuns(input.pacing().shardWindow());
    ticker = new Ticker(input.pacing().progressEvery(), this::memo);
    CohortState carried = input.carried();
    if (carried != null) {
      frozen = carried.frozen();
      plan = carried.plan();
      nextRow = carried.preflightRows();
      nextPartition = carried.nextPartition();
      counts.carry(carried.counts());
      devices.carry(carried.devices());
      paused = signalled ? paused : carried.counts().paused();
    }
    partitions.deliver();
  }

  private CohortResult phases() {
    if (frozen == null) {
      enter("Freeze");
      frozen = cpu.freeze(input);
      counts.frozen(frozen);
    }
    if (plan == null) {
      enter("Preflight");
      inScope(this::inspectAll);
      finishPhase(nextRow < frozen.rows());
      enter("Plan");
      PlanReceipt receipt = cpu.plan(input.run());
      Checks.plan(receipt);
      plan = receipt;
      counts.planned(plan);
    }
    if (input.mode() == CohortInput.Mode.Preflight) {
      enter("Done");
      return new CohortResult(
          CohortResult.State.Preflighted, frozen.rows(), new TreeMap<>(), plan.digest());
    }
    enter("Infer");
    inScope(this::runPartitions);
    finishPhase(nextPartition < plan.partitions());
    if (input.signOff() && Workflow.getVersion("sign-off", Workflow.DEFAULT_VERSION, 1) == 1) {
      return reviewed();
    }
    enter("Publish");
    return published(cpu.publish(input.run(), false));
  }

  /**
   * Waits, for as long as it takes, and fails if the answer is no; nobody reviews what a check
   * stops.
   */
  private CohortResult reviewed() {
    enter("Draft");
    CohortResult stopped = cpu.draft(input.run());
    if (stopped != null) {
      return published(stopped);
    }
    underReview = true;
    enter("SignOff");
    while (decided == null || paused) {
      awaitChange();
    }
    if (!decided.approved()) {
      throw RunFailures.rejected(decided);
    }
    enter("Publish");
    return published(cpu.publishSignedOff(input.run(), decided));
  }

  /** Runs a phase; if one of its steps fails, those still in flight are cancelled. */
  private void inScope(Runnable phase) {
    CancellationScope scope = Workflow.newCancellationScope(phase);
    scope.run();
    if (failure != null) {
      Workflow.await(Stubs.GRACE, () -> inFlight == 0);
      scope.cancel("the run fails");
    }
  }

  private void inspectAll() {
    int step =
        Math.max(
            MIN_ROWS_PER_ACTIVITY,
            (frozen.rows() + PREFLIGHT_ACTIVITIES - 1) / PREFLIGHT_ACTIVITIES);
    boolean stopping = false;
    while (failure == null && (inFlight > 0 || (!stopping && nextRow < frozen.rows()))) {
      stopping |= continueRule.due(Workflow.getInfo());
      while (!stopping
          && !paused
          && inFlight < input.pacing().preflightWindow()
          && nextRow < frozen.rows()) {
        inspect(nextRow, Math.min(nextRow + step, frozen.rows()));
        nextRow = Math.min(nextRow + step, frozen.rows());
      }
      if (inFlight > 0 || !stopping) {
        awaitChange();
      }
    }
  }

  private void inspect(int from, int to) {
    inFlight++;
    Async.function(cpu::preflight, input.run(), from, to)
        .handle(
            (receipt, error) -> {
              inFlight--;
              changes++;
              if (error == null) {
                counts.inspected(receipt);
              } else {
                fail(error);
              }
              return null;
            });
  }

  private void runPartitions() {
    boolean stopping = false;
    while (failure == null && (inFlight > 0 || (!stopping && nextPartition < plan.partitions()))) {
      stopping |= continueRule.due(Workflow.getInfo());
      while (!stopping && !paused && nextPartition < plan.partitions() && partitions.free()) {
        start(nextPartition++);
      }
      if (nextPartition == plan.partitions()) {
        partitions.spread();
      }
      if (inFlight > 0 || !stopping) {
        awaitChange();
      }
    }
  }

  private void start(int partition) {
    int shards = plan.shardsIn(partition);
    int window = partitions.nextWindow(plan.partitions() - partition, shards);
    PartitionInput child =
        new PartitionInput(
            input.run(), partition, shards, window, input.budgets(), input.pacing(), paused, null);
    inFlight++;
    partitions.admit(child);
    Async.procedure(() -> run(child));
  }

  private void run(PartitionInput child) {
    try {
      PartitionReceipt receipt = partitions.run(child);
      counts.inferred(receipt);
      changes++;
      Workflow.await(() -> !paused || failure != null);
      counts.finished(cpu.finishPartition(input.run(), child.partition()));
    } catch (RuntimeException error) {
      fail(error);
    } finally {
      inFlight--;
      changes++;
    }
  }

  private void fail(RuntimeException error) {
    failure = failure == null ? error : failure;
  }

  /** Waits for what is in flight, then fails, goes on in a new history, or returns. */
  private void finishPhase(boolean unfinished) {
    Workflow.await(() -> inFlight == 0);
    if (failure != null) {
      // A fault of this very code blocks the workflow task until a release mends it.
      throw failure;
    }
    if (unfinished || continueRule.due(Workflow.getInfo())) {
      Workflow.newContinueAsNewStub(
              CohortWorkflow.class,
              ContinueAsNewOptions.newBuilder().setMemo(ticker.carried()).build())
          .run(input.carrying(state()));
    }
    while (paused) {
      awaitChange();
    }
  }

  private CohortState state() {
    return new CohortState(
        frozen, nextRow, plan, nextPartition, counts.told(paused), devices.all());
  }

  private void awaitChange() {
    ticker.tell();
    long seen = changes;
    Workflow.await(() -> changes != seen || ticker.due());
  }

  /** The ledger says Cancelled for what is left, and all that was done stays. */
  private void publishCancelled() {
    Workflow.newDetachedCancellationScope(
            () -> {
              Workflow.await(() -> inFlight == 0);
              enter("Publish");
              published(cpu.publish(input.run(), true));
            })
        .run();
  }

  private CohortResult published(CohortResult result) {
    counts.published(result);
    enter("Done");
    return result;
  }

  private void enter(String phase) {
    counts.phase(phase);
    ticker.tellNow();
  }

  private Map<String, Object> memo() {
    return RunMemo.of(
        counts.told(paused),
        partitions.ids(p -> PartitionInput.workflowId(input.run(), p)),
        devices.all(),
        frozen);
  }
}
