package io.cohortrun.e2e.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.cohortrun.e2e.server.TemporalServer;
import io.cohortrun.workflows.contract.Budgets;
import io.cohortrun.workflows.contract.CohortInput;
import io.cohortrun.workflows.contract.CohortResult;
import io.cohortrun.workflows.contract.CohortWorkflow;
import io.cohortrun.workflows.contract.Outcome;
import io.cohortrun.workflows.contract.OutputSettings;
import io.cohortrun.workflows.contract.Pacing;
import io.cohortrun.workflows.contract.RunRef;
import io.cohortrun.workflows.contract.SlideSettings;
import io.cohortrun.workflows.engine.CohortWorkflowImpl;
import io.cohortrun.workflows.engine.PartitionWorkflowImpl;
import io.cohortrun.workflows.series.Series;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowExecutionMetadata;
import io.temporal.client.WorkflowOptions;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import io.temporal.worker.WorkerFactory;
import io.temporal.worker.WorkerOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One run of 100,000 slides on a real Temporal server, its activities instant. */
class SimulationIT {

  private static final String CPU = "simulation-cpu";
  private static final String GPU = "simulation-gpu";

  /** Aim of the design: a few thousand events; Temporal ends a history at 51,200. */
  private static final long MOST_EVENTS = 6_000;

  @TempDir Path temp;

  /** Histories of one kind: how many, the longest, the largest event, all bytes. */
  private record Histories(int count, long mostEvents, int largestEvent, long bytes) {
    Histories and(List<HistoryEvent> events) {
      return new Histories(
          count + 1,
          Math.max(mostEvents, events.size()),
          Math.max(
              largestEvent,
              events.stream().mapToInt(HistoryEvent::getSerializedSize).max().orElse(0)),
          bytes + events.stream().mapToLong(HistoryEvent::getSerializedSize).sum());
    }
  }

  @Test
  void historiesAndPayloadsStaySmallHoweverLargeTheCohort() throws Exception {
    InstantCohort cohort = new InstantCohort(Series.size(2_000, 100_000));
    try (TemporalServer server = TemporalServer.start(temp)) {
      WorkflowServiceStubs stubs =
          WorkflowServiceStubs.newServiceStubs(
              WorkflowServiceStubsOptions.newBuilder().setTarget(server.address()).build());
      WorkflowClient client = WorkflowClient.newInstance(stubs);
      WorkerFactory workers = workers(client, cohort);
      try {
        long start = System.nanoTime();
        CohortResult result = run(client);
        double seconds = (System.nanoTime() - start) / 1e9;
        assertThat(result.ledger()).isEqualTo(Map.of(Outcome.Succeeded, cohort.slides.size()));
        Histories run = histories(client, "CohortWorkflow");
        Histories partitions = histories(client, "PartitionWorkflow");
        record(cohort, seconds, run, partitions);
        for (Histories kind : List.of(run, partitions)) {
          assertThat(kind.mostEvents()).isLessThan(MOST_EVENTS);
          assertThat(kind.largestEvent()).isLessThan(8 << 10);
        }
      } finally {
        workers.shutdownNow();
        stubs.shutdownNow();
      }
    }
  }

  private static WorkerFactory workers(WorkflowClient client, InstantCohort cohort) {
    WorkerFactory factory = WorkerFactory.newInstance(client);
    var flow = factory.newWorker(CPU);
    flow.registerWorkflowImplementationTypes(CohortWorkflowImpl.class, PartitionWorkflowImpl.class);
    flow.registerActivitiesImplementations(cohort);
    factory
        .newWorker(
            GPU, WorkerOptions.newBuilder().setMaxConcurrentActivityExecutionSize(64).build())
        .registerActivitiesImplementations(cohort);
    factory.start();
    return factory;
  }

  private static CohortResult run(WorkflowClient client) {
    RunRef ref = new RunRef("0".repeat(64), 1, "s3://bucket/simulation");
    CohortInput input =
        new CohortInput(
            CohortInput.VERSION,
            ref,
            "simulation",
            "s3://bucket/manifest.csv",
            "demo",
            "0".repeat(64),
            "0".repeat(64),
            CohortInput.Mode.Run,
            new SlideSettings(
                "default", "published", "fp32", "tissue", 0.1, false, 0.05, new TreeMap<>()),
            new OutputSettings("Summary", List.of(), 0),
            new Budgets(3, 2, 2, 0.1),
            new Pacing(
                CPU,
                GPU,
                64,
                8,
                Duration.ofSeconds(60),
                Duration.ofHours(12),
                Duration.ofSeconds(30),
                10),
            List.of());
    return client
        .newWorkflowStub(
            CohortWorkflow.class,
            WorkflowOptions.newBuilder().setTaskQueue(CPU).setWorkflowId(ref.workflowId()).build())
        .run(input);
  }

  private static Histories histories(WorkflowClient client, String type) {
    Histories all = new Histories(0, 0, 0, 0);
    List<WorkflowExecutionMetadata> executions =
        client.listExecutions("WorkflowType='" + type + "'").toList();
    for (WorkflowExecutionMetadata metadata : executions) {
      var execution = metadata.getExecution();
      all =
          all.and(client.fetchHistory(execution.getWorkflowId(), execution.getRunId()).getEvents());
    }
    return all;
  }

  private static void record(
      InstantCohort cohort, double seconds, Histories run, Histories partitions) throws Exception {
    int shards = cohort.plan.partitions().stream().mapToInt(p -> p.shards().size()).sum();
    Series.record(
        "simulation",
        """
        # One run of %,d slides on a Temporal server

        Activities are instant, the server is the command line's development server (in memory), workers and test are one process. %,d shards in %d partitions, 64 in flight.

        | | executions | most events of one | largest event, bytes | all events, KiB |
        |---|---|---|---|---|
        | run | %d | %,d | %,d | %,d |
        | partitions | %d | %,d | %,d | %,d |

        %.0f s; peak resident memory of the process %,d MiB (heap of at most %,d MiB). Machine: %s.
        """
            .formatted(
                cohort.slides.size(),
                shards,
                cohort.plan.partitions().size(),
                run.count(),
                run.mostEvents(),
                run.largestEvent(),
                run.bytes() >> 10,
                partitions.count(),
                partitions.mostEvents(),
                partitions.largestEvent(),
                partitions.bytes() >> 10,
                seconds,
                peakResident() >> 20,
                Runtime.getRuntime().maxMemory() >> 20,
                Series.machine()));
  }

  private static long peakResident() throws Exception {
    return Files.readAllLines(Path.of("/proc/self/status")).stream()
        .filter(l -> l.startsWith("VmHWM:"))
        .mapToLong(l -> Long.parseLong(l.replaceAll("[^0-9]", "")) * 1024)
        .findFirst()
        .orElse(0);
  }
}
