package io.cohortrun.cli.pod;

import io.cohortrun.cli.ExitCode;
import io.cohortrun.cli.local.LocalTools;
import io.cohortrun.workers.cohort.CohortSteps;
import io.cohortrun.workers.cohort.StoredRun;
import io.cohortrun.workers.model.TorchModels;
import io.cohortrun.workers.shard.InferShard;
import io.cohortrun.workers.store.Stores;
import io.cohortrun.workflows.contract.RunRef;
import io.cohortrun.workflows.contract.TaskQueues;
import io.cohortrun.workflows.contract.WorkerExit;
import io.cohortrun.workflows.contract.wire.MissingNamespace;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowNotFoundException;
import io.temporal.client.WorkflowServiceException;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactory;
import io.temporal.worker.WorkerOptions;
import java.io.IOException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A worker of one run and pool. It ends with 0 when the run has ended, and with {@link
 * WorkerExit#DRAINED} where it was told to stop before: another may then take its place.
 */
public final class RunWorker {

  private static final Logger LOG = LoggerFactory.getLogger(RunWorker.class);

  /** The next shard stages and decodes while this one computes. */
  private static final int SHARDS = 2;

  /** As the operator has it. */
  private static final Set<WorkflowExecutionStatus> OPEN =
      EnumSet.of(
          WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_RUNNING,
          WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_CONTINUED_AS_NEW,
          WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_PAUSED);

  private static final int STEPS = 2;
  private static final long DRAIN_SECONDS = 60;
  private static final long LOOK_SECONDS = 10;

  private final WorkflowClient client;
  private final String workflow;
  private final Quarantine quarantine;
  private final WorkerFactory factory;
  private final Map<RunRef, StoredRun> runs = new ConcurrentHashMap<>();
  private volatile boolean over;

  private RunWorker(WorkflowClient client, String workflow) {
    this.client = client;
    this.workflow = workflow;
    this.quarantine = new Quarantine(client, workflow);
    this.factory = WorkerFactory.newInstance(client);
  }

  /**
   * Works until the run has ended.
   *
   * @param pool {@code cpu} or {@code gpu}
   * @return the exit status
   */
  public static int work(String pool) throws InterruptedException {
    String uid = Environment.of("COHORTRUN_UID");
    PodMetrics metrics = new PodMetrics();
    PodServer.serve(Map.of("/metrics", metrics::text));
    WorkflowClient client =
        PodTemporal.client(
            Environment.of(Environment.TEMPORAL),
            Environment.of("COHORTRUN_TEMPORAL_NAMESPACE"),
            metrics);
    RunWorker worker = new RunWorker(client, Environment.of("COHORTRUN_WORKFLOW"));
    if (pool.equals("gpu")) {
      LOG.info("computing on {}", TorchModels.placement()); // or ends here: GpuNotVisible
      TorchModels.cardUuid().ifPresent(worker.quarantine::check); // or here: DeviceQuarantined
    }
    try (LocalTools tools = new LocalTools(metrics.meters())) {
      return pool.equals("gpu") ? worker.infer(tools, uid) : worker.step(tools, uid);
    } finally {
      client.getWorkflowServiceStubs().shutdownNow();
    }
  }

  private int infer(LocalTools tools, String uid) throws InterruptedException {
    poll(TaskQueues.gpu(uid), SHARDS, new InferShard(tools.shards(SHARDS), this::run));
    return untilOver(tools::deviceLost);
  }

  private int step(LocalTools tools, String uid) throws InterruptedException {
    try (CohortSteps steps = new CohortSteps(tools.cohort())) {
      poll(TaskQueues.cpu(uid), STEPS, steps);
      return untilOver(() -> false);
    }
  }

  private void poll(String queue, int slots, Object activities) {
    Worker worker =
        factory.newWorker(
            queue,
            WorkerOptions.newBuilder()
                .setMaxConcurrentActivityExecutionSize(slots)
                // The row in flight is known by its heartbeat: a late one would blame another.
                .setMaxHeartbeatThrottleInterval(Duration.ofSeconds(1))
                .build());
    worker.registerActivitiesImplementations(activities);
    factory.start();
    Runtime.getRuntime().addShutdownHook(new Thread(this::drained, "drain"));
    LOG.info("polling {}", queue);
  }

  private StoredRun run(RunRef ref) throws IOException {
    StoredRun known = runs.get(ref);
    if (known == null) {
      known = new StoredRun(Stores.open(ref.output()), ref);
      runs.put(ref, known);
    }
    return known;
  }

  private int untilOver(BooleanSupplier deviceLost) throws InterruptedException {
    while (!isOver()) {
      if (deviceLost.getAsBoolean()) {
        LOG.error("the GPU can be used no more in this process: another takes its place");
        TorchModels.cardUuid().ifPresent(uuid -> quarantine.failed(uuid, Environment.node()));
        over = true;
        factory.shutdownNow();
        return ExitCode.FAILED;
      }
      TimeUnit.SECONDS.sleep(LOOK_SECONDS);
    }
    LOG.info("{} has ended", workflow);
    over = true;
    factory.shutdownNow();
    return WorkerExit.DONE;
  }

  private boolean isOver() {
    try {
      return !OPEN.contains(client.newUntypedWorkflowStub(workflow).describe().getStatus());
    } catch (WorkflowNotFoundException gone) {
      return !MissingNamespace.isSaidBy(gone); // no other would take this one's place
    } catch (WorkflowServiceException away) {
      return false;
    }
  }

  /** Told to stop: whatever else ends now, its exit status must not say that all is done. */
  private void drained() {
    if (over) {
      return;
    }
    // Shards hear of it by their heartbeats, leave a checkpoint and say so.
    factory.shutdown();
    factory.awaitTermination(DRAIN_SECONDS, TimeUnit.SECONDS);
    if (factory.isTerminated()) {
      LOG.info("drained");
    } else {
      LOG.warn("work goes on after {} s; it is done again from its last checkpoint", DRAIN_SECONDS);
    }
    Runtime.getRuntime().halt(WorkerExit.DRAINED);
  }
}
