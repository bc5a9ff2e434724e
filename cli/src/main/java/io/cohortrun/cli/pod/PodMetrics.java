package io.cohortrun.cli.pod;

import com.uber.m3.tally.RootScopeBuilder;
import com.uber.m3.tally.Scope;
import com.uber.m3.util.Duration;
import io.cohortrun.cli.pod.PodServer.Answer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.temporal.common.reporter.MicrometerClientStatsReporter;

/** What a pod counts. */
final class PodMetrics {

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

  /** What counts. */
  MeterRegistry meters() {
    return meters;
  }

  /** Where Temporal's client and workers count. */
  Scope scope() {
    return scope;
  }

  /** {@code /metrics}. */
  Answer text() {
    return new Answer(200, meters.scrape());
  }
}
