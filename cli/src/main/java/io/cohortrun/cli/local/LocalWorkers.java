package io.cohortrun.cli.local;

import io.cohortrun.workers.cohort.CohortSteps;
import io.cohortrun.workers.cohort.StoredRun;
import io.cohortrun.workers.shard.InferShard;
import io.cohortrun.workers.store.ObjectStore;
import io.cohortrun.workers.store.Stores;
import io.cohortrun.workflows.contract.CohortInput;
import io.cohortrun.workflows.contract.PartitionWorkflow;
import io.cohortrun.workflows.contract.ShardActivities;
import io.cohortrun.workflows.contract.ShardInput;
import io.cohortrun.workflows.contract.ShardReceipt;
import io.cohortrun.workflows.engine.CohortWorkflowImpl;
import io.cohortrun.workflows.engine.ContinueRule;
import io.cohortrun.workflows.engine.PartitionWorkflowImpl;
import io.temporal.client.WorkflowClient;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactory;
import io.temporal.worker.WorkerOptions;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The workers of one run in this process: workflows and CPU activities on one queue, shards on the
 * other.
 */
final class LocalWorkers implements AutoCloseable {

  private static final long DRAIN_SECONDS = 30;

  private final LocalTemporal temporal;
  private final LocalTools tools;
  private final CohortSteps steps;
  private final ObjectStore store;
  private final WorkerFactory factory;

  private LocalWorkers(
      LocalTemporal temporal, LocalTools tools, ObjectStore store, CohortInput input) {
    this.temporal = temporal;
    this.tools = tools;
    this.store = store;
    this.steps = new CohortSteps(tools.cohort());
    this.factory = WorkerFactory.newInstance(temporal.client());
    Worker cpu =
        factory.newWorker(
            input.pacing().cpuQueue(),
            WorkerOptions.newBuilder()
                .setMaxConcurrentActivityExecutionSize(input.pacing().preflightWindow())
                .build());
    cpu.registerWorkflowImplementationTypes(CohortWorkflowImpl.class);
    // No operator watches this machine: nobody will say why a worker was lost.
    cpu.registerWorkflowImplementationFactory(
        PartitionWorkflow.class,
        () -> new PartitionWorkflowImpl(ContinueRule.SUGGESTED, Duration.ZERO));
    cpu.registerActivitiesImplementations(steps);
    Worker gpu =
        factory.newWorker(
            input.pacing().gpuQueue(),
            WorkerOptions.newBuilder()
                .setMaxConcurrentActivityExecutionSize(input.pacing().shardWindow())
                // The row in flight is known by its heartbeat: a late one would blame another.
                .setMaxHeartbeatThrottleInterval(Duration.ofSeconds(1))
                .build());
    StoredRun run = new StoredRun(store, input.run());
    gpu.registerActivitiesImplementations(
        new Timed(
            new InferShard(tools.shards(input.pacing().shardWindow()), ref -> run), tools.work()));
    factory.start();
  }

  /** Connects, wires and starts polling. */
  static LocalWorkers start(CohortInput input, Optional<String> address) throws IOException {
    LocalTools tools = new LocalTools();
    tools.prepare();
    try {
      return new LocalWorkers(
          LocalTemporal.open(address), tools, Stores.open(input.run().output()), input);
    } catch (IOException | RuntimeException e) {
      tools.close();
      throw e;
    }
  }

  WorkflowClient client() {
    return temporal.client();
  }

  LocalWork work() {
    return tools.work();
  }

  /** Lets shards leave a checkpoint and say so; nothing new is begun. */
  void drain() {
    factory.shutdown();
    factory.awaitTermination(DRAIN_SECONDS, TimeUnit.SECONDS);
  }

  @Override
  public void close() {
    factory.shutdownNow();
    factory.awaitTermination(DRAIN_SECONDS, TimeUnit.SECONDS);
    steps.close();
    tools.close();
    store.close();
    temporal.close();
  }

  /** Notes when a shard with new tiles has committed. */
  private record Timed(ShardActivities shards, LocalWork work) implements ShardActivities {

    @Override
    public ShardReceipt inferShard(ShardInput input) {
      ShardReceipt receipt = shards.inferShard(input);
      if (receipt.tiles() > 0) {
        work.committed();
      }
      return receipt;
    }
  }
}
