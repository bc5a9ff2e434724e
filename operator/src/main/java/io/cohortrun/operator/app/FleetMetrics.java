package io.cohortrun.operator.app;

import io.cohortrun.crds.v1alpha1.CohortRun;
import io.cohortrun.crds.v1alpha1.State;
import io.cohortrun.workflows.contract.Outcome;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Gauges over all runs, taken from the cache when they are asked for. Who does not lead says
 * nothing of runs, so that sums and maxima over replicas are right.
 */
final class FleetMetrics {

  private static final Fleet NOTHING = Fleet.of(List.of(), run -> Instant.EPOCH, Instant.EPOCH);

  private final Clock clock;
  private final Map<String, Instant> judged = new ConcurrentHashMap<>();
  private volatile Supplier<Stream<CohortRun>> runs = Stream::empty;
  private volatile Instant leadingSince;
  private volatile Instant lastCanary;
  private final RunNamespaces namespaces;
  private volatile Map<String, Fleet> fleets = Map.of();

  /** Registers all gauges, so that each exists from the start with its zero. */
  FleetMetrics(MeterRegistry meters, RunNamespaces namespaces, Clock clock) {
    this.clock = clock;
    this.namespaces = namespaces;
    this.lastCanary = clock.instant();
    namespaces.all().forEach(namespace -> register(meters, namespace));
    Gauge.builder(
            "cohortrun_status_age_seconds",
            this,
            f -> f.fleets.values().stream().mapToDouble(Fleet::statusAge).max().orElse(0))
        .description(
            "Time since the status of the run that waited longest, moving or to begin, was known to be true.")
        .register(meters);
    Gauge.builder("cohortrun_canary_age_seconds", this, f -> f.seconds(f.lastCanary))
        .description(
            "Time since API server and Temporal answered and no run had waited to be judged.")
        .register(meters);
    Gauge.builder("cohortrun_leading", this, f -> f.leadingSince == null ? 0 : 1)
        .description("1 where this replica leads.")
        .register(meters);
  }

  private void register(MeterRegistry all, String namespace) {
    OfNamespace meters = new OfNamespace(all, namespace);
    for (State state : State.values()) {
      meters.gauge(
          "cohortrun_runs", "Runs by state.", f -> f.runs().get(state), "state", state.name());
    }
    for (String reason : Fleet.REASONS) {
      meters.gauge(
          "cohortrun_runs_stalled",
          "Runs that stand still, by reason.",
          f -> f.stalled().getOrDefault(reason, 0),
          "reason",
          reason);
      meters.gauge(
          "cohortrun_runs_waiting",
          "Open runs that want workers and have none that work, by reason.",
          f -> f.waiting().getOrDefault(reason, 0),
          "reason",
          reason);
    }
    for (Outcome outcome : Outcome.values()) {
      meters.gauge(
          "cohortrun_ledger_rows",
          "Rows of ended runs by outcome.",
          f -> f.slides().getOrDefault(outcome, 0),
          "outcome",
          outcome.name());
    }
    for (String use : Fleet.USES) {
      meters.gauge(
          "cohortrun_runs_gpu_seconds",
          "Device time of the latest attempts of all runs: held by pods, useful, wasted.",
          f -> f.gpuSeconds().getOrDefault(use, 0.0),
          "use",
          use);
    }
    meters.gauge(
        "cohortrun_slides_left", "Rows without an outcome, of open runs.", Fleet::slidesLeft);
    meters.gauge(
        "cohortrun_slides_per_hour",
        "Sum of the rates of running runs, slides per hour.",
        Fleet::slidesPerHour);
    meters.gauge(
        "cohortrun_progress_age_seconds",
        "Time since the run that waited longest finished a slide or tile, of those that infer and have workers.",
        Fleet::progressAge);
  }

  /** What is told of the runs of one namespace. */
  private final class OfNamespace {

    private final MeterRegistry meters;
    private final String namespace;

    private OfNamespace(MeterRegistry meters, String namespace) {
      this.meters = meters;
      this.namespace = namespace;
    }

    private void gauge(String name, String says, ToDoubleFunction<Fleet> of, String... tags) {
      Gauge.builder(
              name,
              FleetMetrics.this,
              f -> of.applyAsDouble(f.fleets.getOrDefault(namespace, NOTHING)))
          .description(says)
          .tags(tags)
          .tag(RunNamespaces.LABEL, namespace)
          .register(meters);
    }
  }

  /** Runs as the cache has them. */
  void watch(Supplier<Stream<CohortRun>> cache) {
    runs = cache;
  }

  /** From now on this replica judges runs. */
  void leading() {
    leadingSince = clock.instant();
  }

  /** A turn of this run has been completed: its status is true now. */
  void judged(CohortRun run) {
    judged.put(run.getMetadata().getUid(), clock.instant());
  }

  /** API server and Temporal have answered, and no run waits to be judged. */
  void canary() {
    lastCanary = clock.instant();
  }

  /** Takes the figures that the gauges give until the next call. */
  synchronized void look() {
    Instant since = leadingSince;
    if (since == null) {
      return;
    }
    List<CohortRun> all = runs.get().toList();
    judged
        .keySet()
        .retainAll(all.stream().map(r -> r.getMetadata().getUid()).collect(Collectors.toSet()));
    Instant now = clock.instant();
    fleets =
        all.stream()
            .collect(
                Collectors.groupingBy(
                    run -> namespaces.of(run.getMetadata().getNamespace()),
                    Collectors.collectingAndThen(
                        Collectors.toList(), runsOf -> Fleet.of(runsOf, lastJudged(since), now))));
  }

  private Function<CohortRun, Instant> lastJudged(Instant since) {
    return run -> judged.getOrDefault(run.getMetadata().getUid(), later(since, run));
  }

  private static Instant later(Instant since, CohortRun run) {
    Instant made = Instant.parse(run.getMetadata().getCreationTimestamp());
    return made.isAfter(since) ? made : since;
  }

  private double seconds(Instant from) {
    return Math.max(0, (clock.millis() - from.toEpochMilli()) / 1e3);
  }
}
