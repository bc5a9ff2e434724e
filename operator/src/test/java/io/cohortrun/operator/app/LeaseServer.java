package io.cohortrun.operator.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An API server of one lease, which takes merge patches with the version that was read; all else
 * hangs.
 */
final class LeaseServer implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final CountDownLatch closed = new CountDownLatch(1);
  private final HttpServer server;
  final AtomicInteger renewals = new AtomicInteger();
  final AtomicInteger hanging = new AtomicInteger();

  /** So many requests for the lease hang, too. */
  final AtomicInteger leasesToHang = new AtomicInteger();

  private ObjectNode lease;

  LeaseServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::hang);
    server.createContext("/apis/coordination.k8s.io/v1/namespaces/ns/leases", this::lease);
    server.createContext("/apis/coordination.k8s.io/v1/namespaces/other/leases", this::refuse);
    server.start();
  }

  ConfigBuilder config() {
    return new ConfigBuilder(Config.empty())
        .withMasterUrl("http://localhost:" + server.getAddress().getPort());
  }

  synchronized Optional<String> holder() {
    return Optional.ofNullable(lease)
        .map(l -> l.path("spec").path("holderIdentity").asText(""))
        .filter(h -> !h.isEmpty());
  }

  @Override
  public void close() {
    closed.countDown();
    server.stop(0);
  }

  private void hang(HttpExchange exchange) throws IOException {
    hanging.incrementAndGet();
    try (exchange) {
      closed.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void refuse(HttpExchange exchange) throws IOException {
    try (exchange) {
      exchange.sendResponseHeaders(403, -1);
    }
  }

  private void lease(HttpExchange exchange) throws IOException {
    if (leasesToHang.getAndUpdate(n -> Math.max(0, n - 1)) > 0) {
      hang(exchange);
      return;
    }
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      int code = answer(exchange.getRequestMethod(), body);
      byte[] answer = code < 300 ? JSON.writeValueAsBytes(lease) : new byte[] {'{', '}'};
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(code, answer.length);
      exchange.getResponseBody().write(answer);
    }
  }

  private synchronized int answer(String method, byte[] body) throws IOException {
    if (method.equals("GET")) {
      return lease == null ? 404 : 200;
    }
    ObjectNode asked = (ObjectNode) JSON.readTree(body);
    if (lease == null) {
      lease = asked;
    } else if (method.equals("POST") || !version(asked).equals(version(lease))) {
      return 409;
    } else {
      merge(lease, asked);
    }
    ((ObjectNode) lease.get("metadata"))
        .put("resourceVersion", String.valueOf(renewals.incrementAndGet()));
    return 200;
  }

  private static String version(JsonNode lease) {
    return lease.path("metadata").path("resourceVersion").asText();
  }

  /** RFC 7396. */
  private static void merge(ObjectNode into, ObjectNode patch) {
    patch
        .properties()
        .forEach(
            e -> {
              if (e.getValue().isNull()) {
                into.remove(e.getKey());
              } else if (e.getValue() instanceof ObjectNode inner
                  && into.get(e.getKey()) instanceof ObjectNode there) {
                merge(there, inner);
              } else {
                into.set(e.getKey(), e.getValue());
              }
            });
  }
}
