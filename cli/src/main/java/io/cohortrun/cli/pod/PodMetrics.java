package io.cohortrun.cli.pod;

import com.sun.net.httpserver.HttpServer;
import com.uber.m3.tally.RootScopeBuilder;
import com.uber.m3.tally.Scope;
import com.uber.m3.util.Duration;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.temporal.common.reporter.MicrometerClientStatsReporter;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code /metrics} of a pod, on the port that {@code COHORTRUN_PORT} says, 8080 where absent. A
 * port that is taken costs the metrics, never the work.
 */
final class PodMetrics {

  private static final Logger LOG = LoggerFactory.getLogger(PodMetrics.class);
  private static final Duration REPORT = Duration.ofSeconds(5);

  private final PrometheusMeterRegistry meters =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final Scope scope;

  PodMetrics() {
    // Queues and sticky queues bear a run's uid or a host: their kind is what a label may say.
    meters.config().meterFilter(MeterFilter.replaceTagValues("task_queue", QueueKind::of));
    new JvmMemoryMetrics().bindTo(meters);
    for (ResidentMemory.Of process : ResidentMemory.Of.values()) {
      Gauge.builder("cohortrun_process_resident_bytes", process, ResidentMemory.Of::bytes)
          .description("Resident memory: of the worker itself, and of its decode children.")
          .tag("process", process.label())
          .register(meters);
    }
    scope =
        new RootScopeBuilder()
            .reporter(new MicrometerClientStatsReporter(meters))
            .reportEvery(REPORT);
  }

  /** Answers until the process ends. */
  static PodMetrics serve() {
    PodMetrics metrics = new PodMetrics();
    int port = Environment.port("COHORTRUN_PORT");
    try {
      HttpServer server = HttpServer.create(new InetSocketAddress(port), 0);
      server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
      server.createContext(
          "/metrics",
          exchange -> {
            try (exchange) {
              byte[] text = metrics.text().getBytes(StandardCharsets.UTF_8);
              exchange.getResponseHeaders().set("Content-Type", "text/plain; version=0.0.4");
              exchange.sendResponseHeaders(200, text.length);
              exchange.getResponseBody().write(text);
            }
          });
      server.start();
    } catch (IOException e) {
      LOG.warn("no metrics of this process: port {}: {}", port, e.getMessage());
    }
    return metrics;
  }

  /** What counts. */
  MeterRegistry meters() {
    return meters;
  }

  /** Where Temporal's client and workers count. */
  Scope scope() {
    return scope;
  }

  String text() {
    return meters.scrape();
  }
}
