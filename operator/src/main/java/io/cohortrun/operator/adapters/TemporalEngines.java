package io.cohortrun.operator.adapters;

import io.cohortrun.operator.apply.Platform;
import io.cohortrun.operator.ports.RunEngine;
import io.cohortrun.operator.ports.RunEngines;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.serviceclient.RpcRetryOptions;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** One connection to Temporal, one client for each of its namespaces. */
public final class TemporalEngines implements RunEngines, AutoCloseable {

  /** A turn waits no longer: conditions say that Temporal is slow, the next turn asks again. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final String address;
  private final Supplier<Platform> platform;
  private final WorkflowServiceStubs stubs;
  private final Map<String, RunEngine> engines = new ConcurrentHashMap<>();

  /**
   * Connects when it is first asked.
   *
   * @param address {@code host:port}
   */
  public TemporalEngines(String address, Supplier<Platform> platform) {
    this.address = address;
    this.platform = platform;
    this.stubs =
        WorkflowServiceStubs.newServiceStubs(
            WorkflowServiceStubsOptions.newBuilder()
                .setTarget(address)
                .setRpcTimeout(PATIENCE)
                .setRpcRetryOptions(
                    RpcRetryOptions.newBuilder(RpcRetryOptions.getDefaultInstance())
                        .setExpiration(PATIENCE)
                        .validateBuildWithDefaults())
                .build());
  }

  @Override
  public RunEngine in(String namespace) {
    return engine(platform.get().temporalNamespace(namespace));
  }

  /** Of every Temporal namespace that the platform names. */
  public Set<RunEngine> all() {
    return Stream.concat(
            Stream.of(Platform.DEFAULT), platform.get().temporalNamespaces().values().stream())
        .map(this::engine)
        .collect(Collectors.toSet());
  }

  private RunEngine engine(String temporalNamespace) {
    return engines.computeIfAbsent(
        temporalNamespace,
        name ->
            new TemporalEngine(
                WorkflowClient.newInstance(
                    stubs, WorkflowClientOptions.newBuilder().setNamespace(name).build()),
                "%s, namespace %s".formatted(address, name)));
  }

  @Override
  public void close() {
    stubs.shutdownNow();
  }
}
