package io.cohortrun.operator.adapters;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.cohortrun.operator.desired.GpuRequest;
import io.cohortrun.operator.desired.RunPlace;
import io.cohortrun.operator.desired.WorkerProfile;
import io.cohortrun.operator.observe.Epoch;
import io.cohortrun.operator.observe.Pool;
import io.cohortrun.operator.ports.WorkersRefused;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A run's GPU pool at an API server whose answers are the test's. */
abstract class PoolsCase {

  static final RunPlace RUN =
      new RunPlace(
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

  private HttpServer server;
  private KubernetesClient client;

  record Answer(int code, String text) {}

  /** To a request, whose body is read already. */
  abstract Answer answer(HttpExchange request, String body);

  @BeforeEach
  void serve() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            String body =
                new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            Answer answer = answer(exchange, body);
            byte[] text = answer.text().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(answer.code(), text.length);
            exchange.getResponseBody().write(text);
          }
        });
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

  void scale(Epoch epoch, int replicas, WorkerProfile profile) throws WorkersRefused {
    new ClusterPools(client).scale(RUN, Pool.GPU, epoch, replicas, profile);
  }

  static WorkerProfile profile(GpuRequest gpu) {
    return new WorkerProfile(
        "default",
        "r@sha256:00",
        gpu,
        new PodTemplateSpecBuilder().withNewSpec().endSpec().build());
  }

  static String listOf(String jobs) {
    return "{\"kind\": \"JobList\", \"apiVersion\": \"batch/v1\", \"items\": %s}".formatted(jobs);
  }
}
