package io.cohortrun.workflows.engine;

import io.cohortrun.workflows.contract.Memo;
import io.cohortrun.workflows.contract.PartitionInput;
import io.cohortrun.workflows.contract.PartitionReceipt;
import io.cohortrun.workflows.contract.PartitionState;
import io.cohortrun.workflows.contract.PartitionWorkflow;
import io.cohortrun.workflows.contract.RunProgress;
import io.cohortrun.workflows.contract.ShardAccount;
import io.cohortrun.workflows.contract.ShardActivities;
import io.cohortrun.workflows.contract.ShardFailure;
import io.cohortrun.workflows.contract.ShardInput;
import io.cohortrun.workflows.contract.ShardProgress;
import io.cohortrun.workflows.contract.ShardReceipt;
import io.cohortrun.workflows.contract.Tally;
import io.cohortrun.workflows.contract.Usage;
import io.cohortrun.workflows.contract.WorkerLost;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.CanceledFailure;
import io.temporal.workflow.Async;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.ContinueAsNewOptions;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Keeps a window of shards in flight until each is done, counting their budgets. One coroutine per
 * shard in flight; the main method fills the window, tells progress and ends the partition.
 */
public final class PartitionWorkflowImpl implements PartitionWorkflow {

  /** How long a lost worker's reason is waited for. */
  public static final Duration WORD = Duration.ofSeconds(60);

  private final ContinueRule continueRule;
  private final Duration word;
  private final Deque<ShardAccount> waiting = new ArrayDeque<>();
  private final List<ShardAccount> stopped = new ArrayList<>();
  private final Map<Integer, CancellationScope> tries = new TreeMap<>();
  private final Map<String, String> words = new TreeMap<>();

  private PartitionInput input;
  private ShardActivities shards;
  private Boolean paused;
  private int window;
  private int inFlight;
  private long changes;
  private boolean stopping;
  private RuntimeException failure;

  private int slides;
  private int failed;
  private long tiles;
  private int retries;
  private Usage usage = Usage.NONE;
  private Tally tally = Tally.NONE;
  private boolean counting;

  public PartitionWorkflowImpl() {
    this(ContinueRule.SUGGESTED, WORD);
  }

  /**
   * With its constants.
   *
   * @param word how long the reason of a lost worker is waited for; zero where nobody sends one
   */
  public PartitionWorkflowImpl(ContinueRule continueRule, Duration word) {
    this.continueRule = continueRule;
    this.word = word;
  }

  @Override
  public PartitionReceipt run(PartitionInput partition) {
    begin(partition);
    Ticker ticker =
        new Ticker(
            input.pacing().progressEvery(),
            () -> Collections.singletonMap(Memo.PROGRESS, progress()));
    ticker.tellNow();
    try {
      while (failure == null && !(inFlight == 0 && (stopping || waiting.isEmpty()))) {
        stopping |= continueRule.due(Workflow.getInfo());
        while (!stopping && !paused && inFlight < window && !waiting.isEmpty()) {
          start(waiting.poll());
        }
        awaitChange(ticker);
      }
    } catch (CanceledFailure cancelled) {
      Workflow.newDetachedCancellationScope(() -> Workflow.await(() -> inFlight == 0)).run();
      ticker.tellNow();
      throw cancelled;
    }
    if (failure != null) {
      Workflow.await(Stubs.GRACE, () -> inFlight == 0);
      stopTries("the run fails");
      Workflow.await(() -> inFlight == 0);
      ticker.tellNow();
      throw failure;
    }
    if (!waiting.isEmpty() || !stopped.isEmpty()) {
      Workflow.newContinueAsNewStub(
              PartitionWorkflow.class,
              ContinueAsNewOptions.newBuilder().setMemo(ticker.carried()).build())
          .run(continued());
    }
    ticker.tellNow();
    return new PartitionReceipt(slides, failed, tiles, retries, usage);
  }

  @Override
  public void pause() {
    paused = true;
    changes++;
    stopTries("paused");
  }

  @Override
  public void resume() {
    paused = false;
    changes++;
  }

  @Override
  public void window(int share) {
    window = Math.max(1, share);
    changes++;
  }

  @Override
  public void workerLost(WorkerLost lost) {
    words.put(lost.worker(), lost.reason());
  }

  private void begin(PartitionInput partition) {
    input = partition;
    shards = Stubs.gpu(input.pacing());
    counting = Workflow.getVersion("usage", Workflow.DEFAULT_VERSION, 1) == 1;
    paused = paused == null ? input.paused() : paused;
    PartitionState carried = input.carried();
    if (carried == null) {
      window = window == 0 ? Math.max(1, input.window()) : window;
      for (int shard = 0; shard < input.shards(); shard++) {
        waiting.add(Accounts.open(shard));
      }
      return;
    }
    if (carried.version() != PartitionState.VERSION) {
      throw RunFailures.of(
          "UnknownVersion",
          "partition state of version %d: finish this run on the release that began it"
              .formatted(carried.version()));
    }
    window = window == 0 ? carried.window() : window;
    waiting.addAll(carried.open());
    slides = carried.counts().slides();
    failed = carried.counts().failed();
    tiles = carried.counts().tiles();
    retries = carried.counts().infrastructureRetries();
    usage = carried.counts().usage();
    tally = carried.counts().tally();
  }

  private PartitionInput continued() {
    stopped.addAll(waiting);
    stopped.sort(Comparator.comparingInt(ShardAccount::shard));
    return new PartitionInput(
        input.run(),
        input.partition(),
        input.shards(),
        window,
        input.budgets(),
        input.pacing(),
        paused,
        new PartitionState(PartitionState.VERSION, List.copyOf(stopped), window, progress()));
  }

  private void awaitChange(Ticker ticker) {
    if (failure == null && !(inFlight == 0 && (stopping || waiting.isEmpty()))) {
      ticker.tell();
      long seen = changes;
      Workflow.await(() -> changes != seen || ticker.due());
    }
  }

  private void start(ShardAccount account) {
    inFlight++;
    Async.procedure(
        () -> {
          try {
            settle(account);
          } catch (CanceledFailure cancelled) {
            // The run is cancelled: publishing accounts for the rows.
          } catch (RuntimeException fault) {
            // A fault of this very code blocks the workflow task until a release mends it.
            failure = failure == null ? fault : failure;
          } finally {
            inFlight--;
            changes++;
          }
        });
  }

  /** Tries one shard until it is done, given up, or the partition stops. */
  private void settle(ShardAccount opened) {
    ShardAccount account = opened;
    int lost = 0;
    while (true) {
      Workflow.await(() -> !paused || stopping || failure != null);
      if (stopping || failure != null) {
        stopped.add(account);
        return;
      }
      ShardReceipt receipt = null;
      ActivityFailure error = null;
      try {
        receipt = infer(Accounts.next(account, input));
      } catch (ActivityFailure e) {
        error = e;
      }
      ShardAccount before = account;
      if (receipt != null) {
        tiles += receipt.tiles();
        count(receipt.usage());
        if (Accounts.done(account, receipt)) {
          slides += receipt.slides();
          failed += receipt.failed();
          tally = tally.plus(receipt.tally());
          return;
        }
        account = Accounts.afterReceipt(account, receipt, input.budgets());
        lost = account.infrastructure() > before.infrastructure() ? lost + 1 : 0;
      } else {
        count(Losses.usage(error));
        if (CancellationScope.current().isCancelRequested()) {
          throw new CanceledFailure("run cancelled");
        }
        Loss loss = loss(error);
        account = Accounts.afterLoss(account, loss, input.budgets());
        lost += paused && loss.kind() == Loss.Kind.DRAINED ? 0 : 1;
        if (Accounts.modelSpent(account, input.budgets())) {
          failure = modelFailure(account, loss);
          return;
        }
      }
      retries += account.infrastructure() > before.infrastructure() ? 1 : 0;
      changes++;
      if (Accounts.givenUp(before, account)) {
        return;
      }
      rest(Pause.after(lost));
    }
  }

  /** Runs of earlier releases told their progress without it, and must tell it as often again. */
  private void count(Usage taken) {
    usage = counting ? usage.plus(taken) : usage;
  }

  private void rest(Duration pause) {
    if (!pause.isZero()) {
      Workflow.await(pause, () -> stopping || failure != null);
    }
  }

  private ShardReceipt infer(ShardInput next) {
    List<ShardReceipt> answer = new ArrayList<>(1);
    CancellationScope scope =
        Workflow.newCancellationScope(() -> answer.add(shards.inferShard(next)));
    tries.put(next.shard(), scope);
    try {
      scope.run();
    } finally {
      tries.remove(next.shard());
    }
    return answer.getFirst();
  }

  private Loss loss(ActivityFailure error) {
    Optional<ShardProgress> silent = Losses.silent(error);
    if (silent.isEmpty()) {
      return Losses.of(error);
    }
    String worker = silent.get().worker();
    Workflow.await(word, () -> words.containsKey(worker));
    return Losses.silent(silent.get(), words.get(worker));
  }

  private ApplicationFailure modelFailure(ShardAccount account, Loss loss) {
    return RunFailures.of(
        ShardFailure.MODEL,
        "workers refused the model %d times on shard %d of partition %d, the last time because: %s"
            .formatted(account.model(), account.shard(), input.partition(), loss.message()));
  }

  private void stopTries(String why) {
    List.copyOf(tries.values()).forEach(scope -> scope.cancel(why));
  }

  private RunProgress progress() {
    return new RunProgress("Infer", paused, slides, 0, failed, tiles, 0, retries, usage, tally);
  }
}
