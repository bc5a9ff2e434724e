package io.cohortrun.cli.pod;

import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
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
  static WorkflowServiceStubs connect(String address, PodMetrics metrics) {
    while (true) {
      WorkflowServiceStubs stubs =
          WorkflowServiceStubs.newServiceStubs(
              WorkflowServiceStubsOptions.newBuilder()
                  .setTarget(address)
                  .setMetricsScope(metrics.scope())
                  .build());
      try {
        stubs.connect(TRY);
        return stubs;
      } catch (RuntimeException e) {
        LOG.warn("Temporal at {} does not answer yet: {}", address, e.getMessage());
        stubs.shutdownNow();
      }
    }
  }

  static WorkflowClient client(WorkflowServiceStubs stubs, String namespace) {
    return WorkflowClient.newInstance(
        stubs, WorkflowClientOptions.newBuilder().setNamespace(namespace).build());
  }
}
