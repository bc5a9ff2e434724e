package io.cohortrun.cli.pod;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import io.cohortrun.cli.pod.PodServer.Answer;
import io.cohortrun.workflows.contract.TaskQueues;
import io.cohortrun.workflows.engine.CohortWorkflowImpl;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.temporal.client.WorkflowClient;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import io.temporal.testserver.TestServer;
import io.temporal.worker.WorkerFactory;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Who counts as ready, and who is begun anew. */
class PollingTest {

  private final MeterRegistry meters = new SimpleMeterRegistry();
  private Duration now = Duration.ofDays(-3); // nanoTime begins anywhere
  private final Polling polling = new Polling(meters, () -> now.toNanos(), List.of("a", "b"));

  @Test
  void whoStillWaitsForTemporalIsHealthyAndNotReady() {
    now = now.plus(Duration.ofDays(1));
    assertThat(polling.healthy().code()).isEqualTo(200);
    assertThat(polling.ready().code()).isEqualTo(503);
    polling.begins("a");
    assertThat(polling.healthy().code()).isEqualTo(200);
    assertThat(polling.ready())
        .isEqualTo(new Answer(503, "Temporal namespace b has not answered yet\n"));
  }

  @Test
  void whoPollsIsReadyAndWhoFellSilentInOneNamespaceIsBegunAnew() {
    polling.begins("a");
    polling.begins("b");
    assertThat(polling.ready().code()).isEqualTo(200);
    for (int minute = 0; minute < 60; minute++) {
      now = now.plus(Duration.ofMinutes(1));
      poll("a");
      poll("b");
      assertThat(polling.healthy().code()).isEqualTo(200);
    }
    now = now.plus(Polling.SILENCE);
    poll("a");
    assertThat(polling.healthy().code()).as("five minutes are allowed").isEqualTo(200);
    now = now.plus(Duration.ofSeconds(1));
    assertThat(polling.healthy().code()).isEqualTo(503);
    assertThat(polling.ready().text()).isEqualTo("no poll in Temporal namespace b for 301 s\n");
    poll("b");
    assertThat(polling.healthy().code()).isEqualTo(200);
  }

  @Test
  void probesAreAnsweredOverHttpWithTheirReason() throws Exception {
    HttpServer server =
        PodServer.open(0, Map.of("/healthz", polling::healthy, "/readyz", polling::ready));
    try {
      assertThat(get(server, "/healthz")).isEqualTo(new Answer(200, "ok\n"));
      assertThat(get(server, "/readyz").code()).isEqualTo(503);
      polling.begins("a");
      polling.begins("b");
      assertThat(get(server, "/readyz")).isEqualTo(new Answer(200, "ok\n"));
    } finally {
      server.stop(0);
    }
  }

  /** The count is Temporal's: another name or label of it would end every worker. */
  @Test
  void pollsOfARealWorkerAreSeen() {
    PodMetrics metrics = new PodMetrics();
    try (TestServer.InProcessTestServer server = TestServer.createServer(true)) {
      WorkflowServiceStubs stubs =
          WorkflowServiceStubs.newServiceStubs(
              WorkflowServiceStubsOptions.newBuilder()
                  .setChannel(server.getChannel())
                  .setMetricsScope(metrics.scope())
                  .build());
      WorkerFactory factory = WorkerFactory.newInstance(WorkflowClient.newInstance(stubs));
      factory
          .newWorker(TaskQueues.WORKFLOWS)
          .registerWorkflowImplementationTypes(CohortWorkflowImpl.class);
      Polling real = new Polling(metrics.meters(), System::nanoTime, List.of("default"));
      real.begins("default");
      factory.start();
      try {
        await("polls").atMost(Duration.ofSeconds(30)).until(() -> real.polls("default") > 0);
      } finally {
        factory.shutdownNow();
        stubs.shutdownNow();
      }
    }
  }

  private void poll(String namespace) {
    meters
        .counter(Polling.POLLS, "operation", "PollWorkflowTaskQueue", "namespace", namespace)
        .increment();
  }

  private static Answer get(HttpServer server, String path)
      throws IOException, InterruptedException {
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpResponse<String> answer =
          client.send(
              HttpRequest.newBuilder(
                      URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path))
                  .build(),
              HttpResponse.BodyHandlers.ofString());
      return new Answer(answer.statusCode(), answer.body());
    }
  }
}
