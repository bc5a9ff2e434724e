package io.cohortrun.operator.adapters;

import io.cohortrun.operator.apply.Platform;
import io.cohortrun.operator.ports.RunEngine;
import io.cohortrun.operator.ports.RunEngines;
import io.cohortrun.workflows.contract.wire.TemporalSecret;
import io.temporal.client.WorkflowClient;
import io.temporal.serviceclient.RpcRetryOptions;
import io.temporal.serviceclient.WorkflowServiceStubs;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A connection and a client for each of Temporal's namespaces: certificates and keys are theirs.
 */
public final class TemporalEngines implements RunEngines, AutoCloseable {

  /** A turn waits no longer: conditions say that Temporal is slow, the next turn asks again. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final String address;
  private final Supplier<Platform> platform;
  private final Map<String, WorkflowClient> clients = new ConcurrentHashMap<>();

  /**
   * Connects when it is first asked.
   *
   * @param address {@code host:port}
   */
  public TemporalEngines(String address, Supplier<Platform> platform) {
    this.address = address;
    this.platform = platform;
  }

  @Override
  public RunEngine in(String namespace) {
    return engine(platform.get().temporalNamespace(namespace));
  }

  @Override
  public Set<RunEngine> all(List<String> watched) {
    Platform now = platform.get();
    Stream<String> namespaces =
        watched.isEmpty()
            ? Stream.concat(Stream.of(Platform.DEFAULT), now.temporalNamespaces().values().stream())
            : watched.stream().map(now::temporalNamespace);
    return namespaces.distinct().map(this::engine).collect(Collectors.toSet());
  }

  private RunEngine engine(String temporalNamespace) {
    return new TemporalEngine(
        clients.computeIfAbsent(temporalNamespace, this::client),
        "%s, namespace %s".formatted(address, temporalNamespace));
  }

  private WorkflowClient client(String temporalNamespace) {
    TemporalSecret secret = TemporalSecret.of(temporalNamespace);
    WorkflowServiceStubs stubs =
        WorkflowServiceStubs.newServiceStubs(
            secret
                .connecting(address)
                .setRpcTimeout(PATIENCE)
                .setRpcRetryOptions(
                    RpcRetryOptions.newBuilder(RpcRetryOptions.getDefaultInstance())
                        .setExpiration(PATIENCE)
                        .validateBuildWithDefaults())
                .build());
    return WorkflowClient.newInstance(stubs, secret.client(temporalNamespace).build());
  }

  @Override
  public void close() {
    clients.values().forEach(client -> client.getWorkflowServiceStubs().shutdownNow());
  }
}
