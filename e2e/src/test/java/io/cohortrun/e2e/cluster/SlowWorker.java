package io.cohortrun.e2e.cluster;

import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A worker that computes so slowly that much can happen meanwhile. */
record SlowWorker(Pod pod) {

  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final String TILES = "cohortrun_tiles_total";

  /** Waits until these runs infer, and slows the worker of each at its first tiles. */
  static List<SlowWorker> of(Tenant... tenants) {
    List<SlowWorker> slow = new ArrayList<>();
    List<Tenant> fast = new ArrayList<>(List.of(tenants));
    await("workers that infer")
        .atMost(Duration.ofMinutes(8))
        .until(
            () -> {
              for (Tenant tenant : List.copyOf(fast)) {
                for (Pod pod : tenant.team().working(tenant.run(), "gpu")) {
                  SlowWorker worker = new SlowWorker(pod);
                  if (worker.tiles() > 0) {
                    Node.slow(pod);
                    slow.add(worker);
                    fast.remove(tenant);
                  }
                }
              }
              return fast.isEmpty();
            });
    return slow;
  }

  /** Tiles that it has inferred, as it tells Prometheus; 0 while it does not answer. */
  double tiles() throws InterruptedException {
    try {
      HttpRequest metrics =
          HttpRequest.newBuilder(
                  URI.create("http://" + pod.getStatus().getPodIP() + ":8080/metrics"))
              .timeout(Duration.ofSeconds(20))
              .build();
      return HTTP.send(metrics, BodyHandlers.ofLines())
          .body()
          .filter(line -> line.startsWith(TILES))
          .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
          .sum();
    } catch (IOException notYet) {
      return 0;
    }
  }

  void kill() throws IOException, InterruptedException {
    Node.signal(pod, "KILL");
  }
}
