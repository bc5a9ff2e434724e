package io.cohortrun.cli.local;

import io.cohortrun.cli.CliFailure;
import io.cohortrun.workflows.contract.wire.TemporalSecret;
import io.grpc.ManagedChannel;
import io.temporal.client.WorkflowClient;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import io.temporal.testserver.TestServer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A Temporal service: one inside this process, or one that runs elsewhere. */
public final class LocalTemporal implements AutoCloseable {

  private final WorkflowServiceStubs stubs;
  private final Optional<TestServer.InProcessTestServer> server;

  private LocalTemporal(
      WorkflowServiceStubs stubs, Optional<TestServer.InProcessTestServer> server) {
    this.stubs = stubs;
    this.server = server;
  }

  /**
   * Connects.
   *
   * @param address {@code host:port} of a Temporal server, or empty to start one in this process
   * @throws CliFailure where the address does not answer within ten seconds
   */
  public static LocalTemporal open(Optional<String> address) {
    return address.map(LocalTemporal::connect).orElseGet(LocalTemporal::start);
  }

  private static LocalTemporal start() {
    // Time skipping off: real slides take real time.
    TestServer.InProcessTestServer server = TestServer.createServer(true);
    ManagedChannel channel = server.getChannel();
    WorkflowServiceStubs stubs =
        WorkflowServiceStubs.newServiceStubs(
            WorkflowServiceStubsOptions.newBuilder().setChannel(channel).build());
    return new LocalTemporal(stubs, Optional.of(server));
  }

  private static LocalTemporal connect(String address) {
    WorkflowServiceStubs stubs =
        WorkflowServiceStubs.newServiceStubs(
            WorkflowServiceStubsOptions.newBuilder().setTarget(address).build());
    try {
      stubs.connect(Duration.ofSeconds(10));
    } catch (RuntimeException e) {
      stubs.shutdownNow();
      throw CliFailure.badInput(
          "no Temporal server answers at "
              + address
              + ": check the address, or leave --temporal out to start one in this process");
    }
    return new LocalTemporal(stubs, Optional.empty());
  }

  public WorkflowServiceStubs stubs() {
    return stubs;
  }

  public WorkflowClient client() {
    return WorkflowClient.newInstance(stubs, TemporalSecret.NONE.client("default").build());
  }

  @Override
  public void close() {
    stubs.shutdownNow();
    stubs.awaitTermination(2, TimeUnit.SECONDS);
    server.ifPresent(TestServer.InProcessTestServer::close);
  }
}
