package io.cohortrun.e2e.cluster;

import com.sun.net.httpserver.HttpServer;
import io.cohortrun.e2e.cluster.Monitors.Target;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * What NVIDIA's DCGM exporter would say of a card that a pod holds: its names and labels, on a
 * machine without a card.
 */
final class DcgmPage implements AutoCloseable {

  static final String JOB = "nvidia-dcgm-exporter";

  private static final String PAGE =
      """
      DCGM_FI_PROF_GR_ENGINE_ACTIVE{labels} 0.8
      DCGM_FI_DEV_FB_USED{labels} 20480
      DCGM_FI_DEV_XID_ERRORS{labels} 0
      DCGM_FI_DEV_TOTAL_ENERGY_CONSUMPTION{labels} %d
      """;

  /** Watts. */
  private static final long POWER = 300;

  private final HttpServer server;

  private DcgmPage(HttpServer server) {
    this.server = server;
  }

  /** Answers {@code /metrics} where pods reach this machine. */
  static DcgmPage serve(String namespace, String pod) throws IOException {
    HttpServer server =
        HttpServer.create(
            new InetSocketAddress(InetAddress.getByName(ControlPlane.address()), 0), 0);
    String page =
        PAGE.replace(
            "labels",
            "gpu=\"0\",UUID=\"GPU-0\",modelName=\"NVIDIA A100\",namespace=\"%s\",pod=\"%s\",container=\"worker\""
                .formatted(namespace, pod));
    long start = System.nanoTime();
    server.createContext(
        "/metrics",
        exchange -> {
          try (exchange) {
            long millijoules = POWER * (System.nanoTime() - start) / 1_000_000;
            byte[] text = page.formatted(millijoules).getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, text.length);
            exchange.getResponseBody().write(text);
          }
        });
    server.start();
    return new DcgmPage(server);
  }

  /** As a platform scrapes it: its labels of the pod become {@code exported_*}. */
  Target target() {
    InetSocketAddress at = server.getAddress();
    return Target.of(
        at.getAddress().getHostAddress(),
        at.getPort(),
        Map.of("job", JOB, "namespace", "gpu-operator", "pod", "dcgm-exporter-0"));
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
