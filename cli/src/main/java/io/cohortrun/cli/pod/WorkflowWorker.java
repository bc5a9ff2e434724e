package io.cohortrun.cli.pod;

import io.cohortrun.workflows.contract.TaskQueues;
import io.cohortrun.workflows.engine.CohortWorkflowImpl;
import io.cohortrun.workflows.engine.PartitionWorkflowImpl;
import io.temporal.client.WorkflowClient;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactory;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs workflow code of all runs, and nothing else: it sees references and receipts, never slides.
 * What it was doing when it dies, the next one does again from the history.
 */
public final class WorkflowWorker {

  private static final Logger LOG = LoggerFactory.getLogger(WorkflowWorker.class);
  private static final long GRACE_SECONDS = 10;
  private static final Duration AGAIN = Duration.ofSeconds(10);

  private WorkflowWorker() {}

  /** Until the process is told to end. */
  public static void work() throws InterruptedException {
    List<String> namespaces = Environment.listOf("COHORTRUN_TEMPORAL_NAMESPACES");
    String address = Environment.of(Environment.TEMPORAL);
    PodMetrics metrics = new PodMetrics();
    Polling polling = new Polling(metrics.meters(), System::nanoTime, namespaces);
    PodServer.serve(
        Map.of("/metrics", metrics::text, "/readyz", polling::ready, "/healthz", polling::healthy));
    List<WorkerFactory> factories = new CopyOnWriteArrayList<>();
    // Each by itself: a team whose namespace is missing, or whose certificate is refused, holds up
    // no other.
    for (String namespace : namespaces) {
      begin(
          namespace,
          () -> {
            factories.add(begun(address, namespace, metrics));
            polling.begins(namespace);
            LOG.info("polling {} in Temporal namespace {}", TaskQueues.WORKFLOWS, namespace);
          },
          () -> Runtime.getRuntime().halt(1));
    }
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  factories.forEach(WorkerFactory::shutdown);
                  factories.forEach(f -> f.awaitTermination(GRACE_SECONDS, TimeUnit.SECONDS));
                },
                "stop"));
    new CountDownLatch(1).await();
  }

  /**
   * Begins on a thread of its own.
   *
   * @param end of the process, where the thread dies: else nobody would poll that namespace, and
   *     nobody would know
   */
  static Thread begin(String namespace, Runnable beginning, Runnable end) {
    return Thread.ofPlatform()
        .name("begin-" + namespace)
        .uncaughtExceptionHandler(
            (thread, e) -> {
              try {
                LOG.error("Temporal namespace {} is not polled, this process ends", namespace, e);
              } finally {
                end.run();
              }
            })
        .start(beginning);
  }

  /** Polls one namespace, however long it takes to begin with that. */
  private static WorkerFactory begun(String address, String namespace, PodMetrics metrics) {
    while (true) {
      try {
        return start(PodTemporal.client(address, namespace, metrics));
      } catch (RuntimeException e) {
        LOG.warn(
            "Temporal namespace {} cannot be polled, tried again in {}: {}",
            namespace,
            AGAIN,
            e.getMessage());
        LockSupport.parkNanos(AGAIN.toNanos());
      }
    }
  }

  private static WorkerFactory start(WorkflowClient client) {
    WorkerFactory factory = WorkerFactory.newInstance(client);
    Worker worker = factory.newWorker(TaskQueues.WORKFLOWS);
    worker.registerWorkflowImplementationTypes(
        CohortWorkflowImpl.class, PartitionWorkflowImpl.class);
    try {
      factory.start();
      return factory;
    } catch (RuntimeException e) {
      factory.shutdownNow();
      client.getWorkflowServiceStubs().shutdownNow();
      throw e;
    }
  }
}
