package io.cohortrun.workflows.contract.wire;

import io.temporal.api.workflowservice.v1.GetSystemInfoRequest;
import io.temporal.serviceclient.RpcRetryOptions;
import io.temporal.serviceclient.WorkflowServiceStubs;
import java.time.Duration;

/** What a Temporal says of itself to whom it lets in. */
public final class ServerVersion {

  private ServerVersion() {}

  /**
   * Asks once.
   *
   * @param address {@code host:port}
   * @throws io.grpc.StatusRuntimeException it did not let us in, or we do not believe it
   */
  public static String of(String address, TemporalSecret secret) {
    WorkflowServiceStubs stubs =
        WorkflowServiceStubs.newServiceStubs(
            secret
                .connecting(address)
                .setRpcTimeout(Duration.ofSeconds(5))
                .setRpcRetryOptions(
                    RpcRetryOptions.newBuilder(RpcRetryOptions.getDefaultInstance())
                        .setMaximumAttempts(1)
                        .validateBuildWithDefaults())
                .build());
    try {
      return stubs
          .blockingStub()
          .getSystemInfo(GetSystemInfoRequest.getDefaultInstance())
          .getServerVersion();
    } finally {
      stubs.shutdownNow();
    }
  }
}
