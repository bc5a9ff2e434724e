package io.cohortrun.operator.adapters;

import io.cohortrun.operator.apply.Platform;
import io.cohortrun.operator.ports.RunEngine;
import io.cohortrun.operator.ports.RunEngines;
import io.cohortrun.workflows.contract.wire.TemporalSecret;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.serviceclient.RpcRetryOptions;
import io.temporal.serviceclient.WorkflowServiceStubs;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
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
  private final Function<String, TemporalSecret> secrets;
  private final Map<String, WorkflowClient> clients = new ConcurrentHashMap<>();

  /**
   * Connects when it is first asked, with the Secrets that this process has.
   *
   * @param address {@code host:port}
   */
  public TemporalEngines(String address, Supplier<Platform> platform) {
    this(address, platform, TemporalSecret::of);
  }

  /**
   * The same with these.
   *
   * @param secrets by Temporal namespace; {@link TemporalSecret#NONE} where there is none
   */
  TemporalEngines(
      String address, Supplier<Platform> platform, Function<String, TemporalSecret> secrets) {
    this.address = address;
    this.platform = platform;
    this.secrets = secrets;
  }

  @Override
  public RunEngine in(String namespace) {
    Platform now = platform.get();
    return engine(now, now.temporalNamespace(namespace));
  }

  @Override
  public Set<RunEngine> all(List<String> watched) {
    Platform now = platform.get();
    Stream<String> namespaces =
        watched.isEmpty()
            ? Stream.concat(Stream.of(Platform.DEFAULT), now.temporalNamespaces().values().stream())
            : watched.stream().map(now::temporalNamespace);
    return namespaces.distinct().map(n -> engine(now, n)).collect(Collectors.toSet());
  }

  private RunEngine engine(Platform now, String temporalNamespace) {
    String named = now.temporalSecrets().get(temporalNamespace);
    TemporalSecret secret = secrets.apply(temporalNamespace);
    // The platform's file is read again while this process runs; Secrets come with a pod.
    if (named != null && secret.equals(TemporalSecret.NONE)) {
      return new UnusableEngine(
          "this operator began before Secret %s of Temporal namespace %s was named, and says nothing there in the clear: the one that is rolled out goes on"
              .formatted(named, temporalNamespace));
    }
    try {
      return new TemporalEngine(
          clients.computeIfAbsent(temporalNamespace, n -> client(n, secret)),
          "%s, namespace %s".formatted(address, temporalNamespace));
    } catch (IllegalArgumentException | IllegalStateException | UncheckedIOException e) {
      return new UnusableEngine(
          "Temporal namespace %s cannot be reached with its Secret: %s"
              .formatted(temporalNamespace, e.getMessage()));
    }
  }

  private WorkflowClient client(String temporalNamespace, TemporalSecret secret) {
    WorkflowClientOptions options = secret.client(temporalNamespace).build();
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
    return WorkflowClient.newInstance(stubs, options);
  }

  @Override
  public void close() {
    clients.values().forEach(client -> client.getWorkflowServiceStubs().shutdownNow());
  }
}
