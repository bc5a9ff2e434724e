package io.cohortrun.cli.pod;

import io.cohortrun.workflows.contract.wire.TemporalSecret;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.serviceclient.WorkflowServiceStubs;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The Temporal server of a cluster; waited for, since a pod that gives up is a pod that is made
 * again.
 */
final class PodTemporal {

  private static final Logger LOG = LoggerFactory.getLogger(PodTemporal.class);
  private static final Duration TRY = Duration.ofSeconds(30);

  private PodTemporal() {}

  /** Connects, however long it takes; calls and polls are counted there. */
  private static WorkflowServiceStubs connect(
      String address, TemporalSecret secret, PodMetrics metrics) {
    while (true) {
      WorkflowServiceStubs stubs =
          WorkflowServiceStubs.newServiceStubs(
              secret.connecting(address).setMetricsScope(metrics.scope()).build());
      try {
        stubs.connect(TRY);
        return stubs;
      } catch (RuntimeException e) {
        LOG.warn("Temporal at {} does not answer yet: {}", address, e.getMessage());
        stubs.shutdownNow();
      }
    }
  }

  /** For one namespace, which has a connection of its own: its certificate says whose it is. */
  static WorkflowClient client(String address, String namespace, PodMetrics metrics) {
    return client(address, namespace, TemporalSecret.of(namespace), metrics);
  }

  /**
   * The same with this Secret.
   *
   * @throws RuntimeException it cannot be used; there is no connection then
   */
  static WorkflowClient client(
      String address, String namespace, TemporalSecret secret, PodMetrics metrics) {
    // Keys first: where they are broken, who tries again would leave a connection each time.
    WorkflowClientOptions options = secret.client(namespace).build();
    return WorkflowClient.newInstance(connect(address, secret, metrics), options);
  }
}
