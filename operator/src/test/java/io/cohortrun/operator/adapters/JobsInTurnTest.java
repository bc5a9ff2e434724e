package io.cohortrun.operator.adapters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.cohortrun.operator.desired.GpuRequest;
import io.cohortrun.operator.desired.RunPlace;
import io.cohortrun.operator.desired.WorkerJobs;
import io.cohortrun.operator.desired.WorkerProfile;
import io.cohortrun.operator.observe.Epoch;
import io.cohortrun.operator.observe.Pool;
import io.cohortrun.operator.ports.WorkersRefused;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an API server is asked, by the Jobs of a pool that it has. */
class JobsInTurnTest {

  private static final Epoch FIRST = new Epoch(1, 0);
  private static final Epoch SECOND = new Epoch(1, 1);

  private static final WorkerProfile PROFILE =
      new WorkerProfile(
          "default",
          "r@sha256:00",
          new GpuRequest.None(),
          new PodTemplateSpecBuilder().withNewSpec().endSpec().build());

  private final List<Job> there = new ArrayList<>();
  private final List<String> changes = new ArrayList<>();
  private boolean refuses;
  private HttpServer server;
  private KubernetesClient client;

  @BeforeEach
  void serve() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
    client =
        new KubernetesClientBuilder()
            .withConfig(
                new ConfigBuilder()
                    .withAutoConfigure(false)
                    .withMasterUrl("http://127.0.0.1:" + server.getAddress().getPort())
                    .build())
            .build();
  }

  @AfterEach
  void stop() {
    client.close();
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      String method = exchange.getRequestMethod();
      boolean resizes =
          String.valueOf(exchange.getRequestHeaders().getFirst("Content-Type"))
              .contains("json-patch");
      if (!method.equals("GET") && !body.equals("[]")) {
        String name = path.substring(path.lastIndexOf('/') + 1);
        changes.add("%s %s%s".formatted(method, name, resizes ? " " + body : ""));
      }
      boolean refused = refuses && method.equals("PATCH");
      String answer =
          refused
              ? "{\"kind\": \"Status\", \"apiVersion\": \"v1\", \"code\": 403, \"message\": \"exceeded quota\"}"
              : method.equals("GET")
                  ? "{\"kind\": \"JobList\", \"apiVersion\": \"batch/v1\", \"items\": %s}"
                      .formatted(Serialization.asJson(there))
                  : method.equals("DELETE")
                      ? "{\"kind\": \"Status\", \"apiVersion\": \"v1\"}"
                      : Serialization.asJson(there.isEmpty() ? job(FIRST, 4) : there.getFirst());
      byte[] text = answer.getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().add("Content-Type", "application/json");
      exchange.sendResponseHeaders(refused ? 403 : 200, text.length);
      exchange.getResponseBody().write(text);
    }
  }

  @Test
  void anotherSizeReachesTheApiServer() throws WorkersRefused {
    there.add(job(FIRST, 4));
    scale(FIRST, 2);
    assertThat(changes)
        .singleElement()
        .asString()
        .startsWith("PATCH study-01234567-gpu-1 ")
        .contains("/spec/parallelism", "/spec/completions", "\"value\":2")
        .doesNotContain("template");
  }

  @Test
  void theFormerJobGoesOnceTheNextIsThere() throws WorkersRefused {
    there.add(job(FIRST, 4));
    scale(SECOND, 4);
    assertThat(changes)
        .containsExactly("PATCH study-01234567-gpu-1-1", "DELETE study-01234567-gpu-1");
  }

  @Test
  void whoDiedBetweenTheTwoFindsWhatIsLeftToDo() throws WorkersRefused {
    there.add(job(FIRST, 4));
    there.add(job(SECOND, 4));
    scale(SECOND, 4);
    assertThat(changes).containsExactly("DELETE study-01234567-gpu-1");
  }

  @Test
  void aReplacementThatIsRefusedLeavesTheWorkersThatThereAre() {
    there.add(job(FIRST, 4));
    refuses = true;
    assertThatThrownBy(() -> scale(SECOND, 4)).isInstanceOf(WorkersRefused.class);
    assertThat(changes).containsExactly("PATCH study-01234567-gpu-1-1");
  }

  @Test
  void whoHasSeenLessThanThereIsChangesNothing() throws WorkersRefused {
    there.add(job(SECOND, 4));
    scale(FIRST, 2);
    assertThat(changes).isEmpty();
  }

  private void scale(Epoch epoch, int replicas) throws WorkersRefused {
    new ClusterPools(client).scale(run(), Pool.GPU, epoch, replicas, PROFILE);
  }

  private static Job job(Epoch epoch, int replicas) {
    return WorkerJobs.job(run(), Pool.GPU, epoch, replicas, PROFILE);
  }

  private static RunPlace run() {
    return new RunPlace(
        "ns",
        "study",
        "01234567-89ab",
        "cohortrun-u-1",
        Optional.empty(),
        List.of(),
        Optional.empty(),
        "temporal:7233",
        "default",
        Optional.empty());
  }
}
