package io.cohortrun.e2e.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cohortrun.e2e.run.CohortFolder;
import io.cohortrun.e2e.run.CohortProcess;
import io.cohortrun.e2e.run.IdenticalResults;
import io.cohortrun.e2e.server.TemporalServer;
import io.cohortrun.workers.store.KillPoint;
import io.temporal.api.enums.v1.EventType;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.client.WorkflowClient;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** {@code cohort run --temporal}: the workflow outlives the process that works for it. */
class TemporalAddressIT {

  @TempDir Path temp;

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void aSecondProcessJoinsTheWorkflowOfAKilledOneAndEndsItIdentically() throws Exception {
    CohortFolder calm = CohortFolder.ofRealSlides(temp.resolve("calm"));
    CohortProcess undisturbed = calm.run(Map.of());
    assertThat(undisturbed.exit()).as(undisturbed.stderr()).isEqualTo(3); // 2 of 5 rows fail

    CohortFolder folder = CohortFolder.ofRealSlides(temp.resolve("killed"));
    try (TemporalServer server = TemporalServer.start(temp)) {
      CohortProcess killed =
          run(folder, server, Map.of("COHORTRUN_KILL_AT", KillPoint.PART_NEXT_PART.label()));
      assertThat(killed.exit()).as(killed.stderr()).isEqualTo(137);
      assertThat(ledgers(folder)).isEmpty();

      CohortProcess second = run(folder, server, Map.of());
      assertThat(second.exit()).as(second.stderr()).isEqualTo(3);
      assertThat(results(folder, second)).isEqualTo(results(calm, undisturbed));
      assertThat(second.json().get("tilesRepeated").asLong()).isLessThanOrEqualTo(64);
      assertThat(startedOnce(server, second.json().get("runId").asText())).isTrue();
      assertThat(timedOut(server, second.json().get("runId").asText())).isNotEmpty();
    }
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void aProcessThatIsToldToStopSaysWhereItsShardsStand() throws Exception {
    CohortFolder folder = CohortFolder.ofRealSlides(temp.resolve("told"));
    try (TemporalServer server = TemporalServer.start(temp)) {
      CohortProcess.Running told =
          CohortProcess.start(folder.path(), Map.of("COHORT_LOG", "info"), args(folder, server));
      await("a slide under way")
          .atMost(Duration.ofMinutes(2))
          .until(() -> told.stderr().contains("First tile inferred"));
      told.process().destroy();
      assertThat(told.process().waitFor()).as(told.stderr()).isEqualTo(143);

      CohortProcess second = run(folder, server, Map.of());
      assertThat(second.exit()).as(second.stderr()).isEqualTo(3);
      assertThat(timedOut(server, second.json().get("runId").asText())).as(told.stderr()).isEmpty();
    }
  }

  private static CohortProcess run(
      CohortFolder folder, TemporalServer server, Map<String, String> env) throws Exception {
    return CohortProcess.run(folder.path(), env, args(folder, server));
  }

  private static String[] args(CohortFolder folder, TemporalServer server) {
    return new String[] {
      "run", "--json", "--temporal", server.address(), "-f", folder.name() + ".yaml"
    };
  }

  private static List<Path> ledgers(CohortFolder folder) throws Exception {
    try (var files = Files.walk(folder.output())) {
      return files.filter(f -> f.endsWith("ledger.csv")).toList();
    }
  }

  private static IdenticalResults results(CohortFolder folder, CohortProcess process)
      throws Exception {
    return IdenticalResults.of(folder.output(), Path.of(process.json().get("output").asText()));
  }

  /** Whether one and the same workflow worked with the first process and with the second. */
  private static boolean startedOnce(TemporalServer server, String runId) {
    return asked(
        server,
        client -> client.listExecutions("WorkflowId='" + workflow(runId) + "'").count() == 1);
  }

  /** Shards given up because nobody said any more where they stand. */
  private static List<HistoryEvent> timedOut(TemporalServer server, String runId) {
    return asked(
        server,
        client ->
            client.fetchHistory(workflow(runId) + "-p00000").getEvents().stream()
                .filter(e -> e.getEventType() == EventType.EVENT_TYPE_ACTIVITY_TASK_TIMED_OUT)
                .toList());
  }

  private static String workflow(String runId) {
    return "cohortrun-" + runId + "-1";
  }

  private static <T> T asked(TemporalServer server, Function<WorkflowClient, T> question) {
    WorkflowServiceStubs stubs =
        WorkflowServiceStubs.newServiceStubs(
            WorkflowServiceStubsOptions.newBuilder().setTarget(server.address()).build());
    try {
      return question.apply(WorkflowClient.newInstance(stubs));
    } finally {
      stubs.shutdownNow();
    }
  }
}
