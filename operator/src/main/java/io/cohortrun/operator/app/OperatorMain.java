package io.cohortrun.operator.app;

import io.cohortrun.crds.v1alpha1.CohortRun;
import io.cohortrun.operator.adapters.ClusterEvents;
import io.cohortrun.operator.adapters.ClusterNodes;
import io.cohortrun.operator.adapters.ClusterPools;
import io.cohortrun.operator.adapters.ClusterQueues;
import io.cohortrun.operator.adapters.TemporalEngines;
import io.cohortrun.operator.adapters.Trimmed;
import io.cohortrun.operator.apply.Turn;
import io.cohortrun.operator.ports.RunEngines;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.processing.Controller;
import io.javaoperatorsdk.operator.processing.event.rate.LinearRateLimiter;
import io.javaoperatorsdk.operator.processing.retry.GenericRetry;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The operator's process.
 *
 * <p>{@code COHORTRUN_PLATFORM} names the file that {@link PlatformFile} reads; {@code
 * COHORTRUN_LEASE_NAMESPACE} the namespace of the leader's lease, without which there must be one
 * replica only; {@code COHORTRUN_LEASE} its name, {@code cohortrun-operator} where absent; {@code
 * POD_NAME} this process in it; {@code COHORTRUN_PORT} the port of probes and metrics, 8080 where
 * absent.
 */
public final class OperatorMain {

  private static final Logger LOG = LoggerFactory.getLogger(OperatorMain.class);

  private static final Duration SWEEP = Duration.ofSeconds(30);
  private static final Duration GRACE = Duration.ofSeconds(10);

  private OperatorMain() {}

  /** Runs until it is told to end, or loses the lease. */
  public static void main(String[] args) throws IOException {
    PlatformFile platform = new PlatformFile(Path.of(env("COHORTRUN_PLATFORM").orElseThrow()));
    run(platform, new TemporalEngines(platform.content().temporal(), platform));
  }

  /**
   * The same over other engines than Temporal.
   *
   * @param platform the file that the chart writes
   */
  public static void run(Path platform, RunEngines engines) throws IOException {
    run(new PlatformFile(platform), engines);
  }

  private static void run(PlatformFile platform, RunEngines engines) throws IOException {
    PlatformFile.Content settings = platform.content();
    List<String> namespaces = settings.namespaces();
    PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    KubernetesClient client =
        new KubernetesClientBuilder().withKubernetesSerialization(Trimmed.objects()).build();
    KubernetesClient children =
        new KubernetesClientBuilder().withKubernetesSerialization(Trimmed.children()).build();
    EngineMetrics calls = new EngineMetrics(meters);
    RunNamespaces told = new RunNamespaces(namespaces);
    FleetMetrics fleet = new FleetMetrics(meters, told, Clock.systemUTC());
    new JvmMemoryMetrics().bindTo(meters);
    new ProcessorMetrics().bindTo(meters);
    Turn turn =
        new Turn(
            namespace -> calls.over(engines.in(namespace)),
            new ClusterPools(client),
            new ClusterNodes(client, Clock.systemUTC()),
            new ClusterQueues(client, Clock.systemUTC()),
            // With the version that was read: whoever raised retry meanwhile keeps the run.
            run -> client.resource(run).lockResourceVersion().delete(),
            platform,
            Clock.systemUTC());
    Operator operator =
        new Operator(
            o -> o.withKubernetesClient(client).withReconciliationTerminationTimeout(GRACE));
    CohortRunReconciler reconciler =
        new CohortRunReconciler(
            turn,
            new TurnMetrics(meters, told),
            fleet,
            new ClusterEvents(client, Clock.systemUTC()),
            children);
    Controller<CohortRun> controller = controller(operator, reconciler, namespaces);
    int port = env("COHORTRUN_PORT").map(Integer::parseInt).orElse(8080);
    AtomicBoolean started = new AtomicBoolean();
    Probes.serve(
        port,
        () ->
            started.get() && controller.getControllerHealthInfo().unhealthyEventSources().isEmpty(),
        () -> {
          fleet.look();
          return meters.scrape();
        });
    Shutdown shutdown = new Shutdown(() -> Runtime.getRuntime().halt(1));
    Optional<Leadership> leadership =
        env("COHORTRUN_LEASE_NAMESPACE")
            .map(
                namespace ->
                    leadership(
                        namespace,
                        () -> {
                          controller.startEventProcessing();
                          fleet.leading();
                        },
                        shutdown::leaseGone));
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  // Who loses its lease meanwhile ends at once.
                  controller.stop();
                  operator.stop();
                  shutdown.end(() -> leadership.ifPresent(Leadership::giveBack));
                },
                "shutdown"));
    // Who waits to lead has all caches: it begins where the last one ended.
    controller.start(leadership.isEmpty());
    leadership.ifPresentOrElse(Leadership::start, fleet::leading);
    started.set(true);
    sweep(
        reconciler,
        new Sweeper(
            () -> engines.all(namespaces).stream().map(calls::over).collect(Collectors.toSet()),
            settings::watches,
            new ListedRuns(client, namespaces),
            fleet::canary,
            Clock.systemUTC()));
  }

  /** Not started with the operator, which would make its client the lease's, too. */
  private static Controller<CohortRun> controller(
      Operator operator, CohortRunReconciler reconciler, List<String> namespaces) {
    return (Controller<CohortRun>)
        operator.register(
            reconciler,
            c -> {
              c.withFieldManager(ClusterPools.FIELD_MANAGER)
                  .withRateLimiter(new LinearRateLimiter(Duration.ofSeconds(10), 20))
                  .withRetry(
                      new GenericRetry()
                          .setInitialInterval(Duration.ofSeconds(1))
                          .setMaxInterval(Duration.ofSeconds(30).toMillis())
                          .withoutMaxAttempts());
              if (namespaces.isEmpty()) {
                c.watchingAllNamespaces();
              } else {
                c.settingNamespaces(Set.copyOf(namespaces));
              }
            });
  }

  private static Leadership leadership(String namespace, Runnable leads, Runnable gone) {
    return new Leadership(
        new ConfigBuilder(),
        namespace,
        env("COHORTRUN_LEASE").orElse("cohortrun-operator"),
        env("POD_NAME").orElseGet(() -> UUID.randomUUID().toString()),
        leads,
        gone);
  }

  @SuppressWarnings("FutureReturnValueIgnored") // it never completes, and its exceptions are told
  private static void sweep(CohortRunReconciler reconciler, Sweeper sweeper) {
    ScheduledExecutorService every =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("sweeper").daemon().factory());
    every.scheduleWithFixedDelay(
        () -> {
          try {
            sweeper.sweep();
            reconciler.forgetDeleted();
          } catch (RuntimeException e) {
            LOG.warn("not swept, tried again in {}: {}", SWEEP, e.getMessage());
          }
        },
        SWEEP.toSeconds(),
        SWEEP.toSeconds(),
        TimeUnit.SECONDS);
  }

  private static Optional<String> env(String name) {
    return Optional.ofNullable(System.getenv(name)).filter(v -> !v.isBlank());
  }
}
