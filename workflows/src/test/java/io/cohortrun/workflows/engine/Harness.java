package io.cohortrun.workflows.engine;

import static org.awaitility.Awaitility.await;

import io.cohortrun.workflows.contract.Budgets;
import io.cohortrun.workflows.contract.CohortInput;
import io.cohortrun.workflows.contract.CohortResult;
import io.cohortrun.workflows.contract.CohortWorkflow;
import io.cohortrun.workflows.contract.Memo;
import io.cohortrun.workflows.contract.OutputSettings;
import io.cohortrun.workflows.contract.Pacing;
import io.cohortrun.workflows.contract.PartitionWorkflow;
import io.cohortrun.workflows.contract.RunProgress;
import io.cohortrun.workflows.contract.RunRef;
import io.cohortrun.workflows.contract.ShardInput;
import io.cohortrun.workflows.contract.SlideSettings;
import io.cohortrun.workflows.contract.wire.TemporalSecret;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerOptions;
import java.time.Duration;
import java.util.List;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.function.BiFunction;

/**
 * A run with fake activities: on Temporal's server inside this process, or on a real one with
 * {@code -Dcohortrun.temporal=host:port}.
 */
final class Harness implements AutoCloseable {

  static final String SERVER = "cohortrun.temporal";
  static final Budgets BUDGETS = new Budgets(3, 2, 2, 0.1);

  /** How long these runs wait for the reason of a lost worker. */
  static final Duration WORD = Duration.ofSeconds(3);

  final FakeStore store;
  final FakeCohort cohort;
  final FakeShards shards;
  final TestWorkflowEnvironment environment;
  private final String uid = UUID.randomUUID().toString();

  Harness(FakeStore store, BiFunction<ShardInput, Integer, Fault> script) {
    this(store, script, ContinueRule.SUGGESTED);
  }

  Harness(
      FakeStore store, BiFunction<ShardInput, Integer, Fault> script, ContinueRule continueRule) {
    this(store, script, continueRule, TemporalSecret.NONE.client("default").build());
  }

  Harness(
      FakeStore store,
      BiFunction<ShardInput, Integer, Fault> script,
      ContinueRule continueRule,
      WorkflowClientOptions client) {
    this.store = store;
    this.cohort = new FakeCohort(store);
    this.shards = new FakeShards(store, script);
    this.environment = TestWorkflowEnvironment.newInstance(options(client));
    Worker flow = environment.newWorker("flow-" + uid);
    flow.registerWorkflowImplementationFactory(
        CohortWorkflow.class, () -> new CohortWorkflowImpl(continueRule));
    flow.registerWorkflowImplementationFactory(
        PartitionWorkflow.class, () -> new PartitionWorkflowImpl(continueRule, WORD));
    environment.newWorker("cpu-" + uid).registerActivitiesImplementations(cohort);
    environment
        .newWorker(
            "gpu-" + uid,
            WorkerOptions.newBuilder().setMaxConcurrentActivityExecutionSize(64).build())
        .registerActivitiesImplementations(shards);
    environment.start();
  }

  static boolean realServer() {
    return System.getProperty(SERVER) != null;
  }

  CohortInput input() {
    return input(CohortInput.Mode.Run, 4, BUDGETS);
  }

  CohortInput input(CohortInput.Mode mode, int window, Budgets budgets) {
    return input(1, mode, window, budgets);
  }

  private CohortInput input(int attempt, CohortInput.Mode mode, int window, Budgets budgets) {
    return new CohortInput(
        CohortInput.VERSION,
        new RunRef(uid, attempt, "file:///out"),
        "test",
        "file:///manifest.csv",
        "demo",
        FakeCohort.DIGEST,
        FakeCohort.DIGEST,
        mode,
        new SlideSettings(
            "default", "published", "fp32", "tissue", 0.1, false, 0.05, new TreeMap<>()),
        new OutputSettings("Summary", List.of(), 0),
        budgets,
        new Pacing(
            "cpu-" + uid,
            "gpu-" + uid,
            window,
            4,
            Duration.ofSeconds(1),
            Duration.ofHours(1),
            Duration.ofMillis(500),
            10),
        List.of());
  }

  /** The input of another attempt of the run. */
  CohortInput attempt(int attempt) {
    return input(attempt, CohortInput.Mode.Run, 4, BUDGETS);
  }

  CohortWorkflow stub(CohortInput input) {
    return environment
        .getWorkflowClient()
        .newWorkflowStub(
            CohortWorkflow.class,
            WorkflowOptions.newBuilder()
                .setTaskQueue("flow-" + uid)
                .setWorkflowId(input.run().workflowId())
                .build());
  }

  CohortWorkflow start(CohortInput input) {
    CohortWorkflow workflow = stub(input);
    WorkflowClient.start(workflow::run, input);
    return workflow;
  }

  CohortResult run(CohortInput input) {
    return result(start(input));
  }

  CohortResult result(CohortWorkflow workflow) {
    return WorkflowStub.fromTyped(workflow).getResult(CohortResult.class);
  }

  /** What describe says of a workflow, no worker asked; null before its first task. */
  RunProgress memo(String workflowId) {
    return (RunProgress)
        environment
            .getWorkflowClient()
            .newUntypedWorkflowStub(workflowId)
            .describe()
            .getMemo(Memo.PROGRESS, RunProgress.class);
  }

  /** As if every worker had died: what is in flight is not waited for. */
  void stopWorkers() {
    environment.getWorkerFactory().shutdownNow();
  }

  /** Events of the newest execution with that id. */
  List<HistoryEvent> history(String workflowId) {
    return environment.getWorkflowClient().fetchHistory(workflowId).getEvents();
  }

  /** Waits without an end of its own in the test: until it holds, or two minutes. */
  static void until(Callable<Boolean> holds) {
    await()
        .atMost(Duration.ofMinutes(2))
        .pollInterval(Duration.ofMillis(20))
        .ignoreExceptions() // a partition that has not started yet has no memo
        .until(holds);
  }

  @Override
  public void close() {
    environment.close();
  }

  private static TestEnvironmentOptions options(WorkflowClientOptions client) {
    TestEnvironmentOptions.Builder options =
        TestEnvironmentOptions.newBuilder().setWorkflowClientOptions(client);
    if (realServer()) {
      options.setUseExternalService(true).setTarget(System.getProperty(SERVER));
    }
    return options.build();
  }
}
