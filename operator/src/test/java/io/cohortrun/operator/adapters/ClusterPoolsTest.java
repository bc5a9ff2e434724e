package io.cohortrun.operator.adapters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An API server of before dynamic resource allocation: whole groups are unknown to it. */
class ClusterPoolsTest {

  private static final RunPlace RUN =
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

  private final Queue<String> asked = new ConcurrentLinkedQueue<>();
  private HttpServer server;
  private KubernetesClient client;

  @BeforeEach
  void serve() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            asked.add(exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath());
            exchange.getRequestBody().readAllBytes();
            boolean lists = exchange.getRequestURI().getPath().endsWith("/jobs");
            byte[] text =
                (lists
                        ? "{\"kind\": \"JobList\", \"apiVersion\": \"batch/v1\", \"items\": []}"
                        : "404 page not found\n")
                    .getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(lists ? 200 : 404, text.length);
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

  @Test
  void aClaimThatTheApiServerDoesNotKnowIsARefusalThatSaysWhatIsMissing() {
    WorkerProfile claimed =
        new WorkerProfile(
            "claimed",
            "r@sha256:00",
            new GpuRequest.Claim("gpu.nvidia.com", 1),
            new PodTemplateSpecBuilder().withNewSpec().endSpec().build());
    assertThatThrownBy(
            () -> new ClusterPools(client).scale(RUN, Pool.GPU, new Epoch(1, 0), 1, claimed))
        .isInstanceOf(WorkersRefused.class)
        .hasMessageContaining("gpu workers' profile asks for device class gpu.nvidia.com")
        .hasMessageContaining("no ResourceClaimTemplate of resource.k8s.io/v1")
        .hasMessageContaining("1.34");
    assertThat(asked)
        .as("no Job whose pods would wait for ever")
        .noneMatch(call -> call.startsWith("PATCH") && call.contains("/jobs/"));
  }
}
