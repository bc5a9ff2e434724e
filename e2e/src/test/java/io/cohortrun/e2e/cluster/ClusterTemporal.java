package io.cohortrun.e2e.cluster;

import io.cohortrun.crds.v1alpha1.CohortRun;
import io.cohortrun.e2e.server.TemporalServer;
import io.cohortrun.e2e.server.TlsFrontend;
import io.cohortrun.workflows.contract.WorkerLost;
import io.cohortrun.workflows.contract.wire.TemporalSecret;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.api.history.v1.History;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.client.WorkflowNotFoundException;
import io.temporal.common.converter.DataConverter;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Temporal as a platform has it: it lets in who shows a certificate, and some teams have a
 * namespace, a certificate and a key of their own. Tests look at it from behind, as whoever runs it
 * does, and without any key but where it speaks as a team's worker.
 */
final class ClusterTemporal implements AutoCloseable {

  /** As the chart's values of the tests have it. */
  private static final Map<String, String> OF_TEAMS =
      Map.of("team-a", "cohorts-a", "team-b", "cohorts-b");

  private static final String SHARED = "default";
  private static final List<String> NAMESPACES = List.of("cohorts-a", "cohorts-b", SHARED);
  private static final Path CERTIFICATES =
      Path.of("src/cluster/temporal-certificates").toAbsolutePath();

  private final Path secrets;
  private final TemporalServer server;
  private final TlsFrontend frontend;
  private final WorkflowServiceStubs stubs;

  private ClusterTemporal(Path secrets, TemporalServer server, TlsFrontend frontend) {
    this.secrets = secrets;
    this.server = server;
    this.frontend = frontend;
    this.stubs =
        WorkflowServiceStubs.newServiceStubs(
            WorkflowServiceStubsOptions.newBuilder().setTarget(server.address()).build());
  }

  static ClusterTemporal start(Path folder)
      throws IOException, InterruptedException, GeneralSecurityException {
    Path secrets = Files.createDirectories(folder.resolve("temporal"));
    List<String> command = new ArrayList<>(List.of(CERTIFICATES.toString(), secrets.toString()));
    command.addAll(NAMESPACES);
    if (new ProcessBuilder(command).inheritIO().start().waitFor() != 0) {
      throw new IllegalStateException("openssl made no certificates");
    }
    TemporalServer server = TemporalServer.durable(folder, NAMESPACES);
    try {
      return new ClusterTemporal(
          secrets, server, TlsFrontend.start(secrets.resolve("server"), server.port()));
    } catch (IOException | GeneralSecurityException e) {
      server.close();
      throw e;
    }
  }

  /** Port of this machine at which it lets in who shows a certificate. */
  int port() {
    return frontend.port();
  }

  /** {@code host:port} of the same, for clients on this machine. */
  String address() {
    return "127.0.0.1:" + port();
  }

  /** The Secret of a team's Temporal namespace goes into the team's namespace. */
  void admit(Team team) throws IOException {
    secret(team, namespace(team.namespace()));
  }

  /** The Secrets of all go into the namespace of the chart. */
  void admitAll(Team system) throws IOException {
    for (String namespace : NAMESPACES) {
      secret(system, namespace);
    }
  }

  private void secret(Team team, String namespace) throws IOException {
    Map<String, String> content = new TreeMap<>();
    for (String file : List.of("ca.crt", "tls.crt", "tls.key", "codec.keys")) {
      content.put(file, Files.readString(secrets.resolve(namespace).resolve(file)));
    }
    team.secret("temporal-" + namespace, content);
  }

  /** Folder with the files of a team's Secret. */
  Path secret(String team) {
    return secrets.resolve(namespace(team));
  }

  /** Temporal namespaces that know the first attempt of a run. */
  List<String> namespaces(Resource<CohortRun> run) {
    return NAMESPACES.stream().filter(n -> !executions(client(n), run).isEmpty()).toList();
  }

  /** Temporal's run ids of the first attempt, in its team's namespace. */
  List<String> workflows(Resource<CohortRun> run) {
    return executions(clientOf(run), run).stream().map(WorkflowExecution::getRunId).toList();
  }

  private static List<WorkflowExecution> executions(
      WorkflowClient client, Resource<CohortRun> run) {
    String query = "WorkflowId = 'cohortrun-" + run.get().getMetadata().getUid() + "-1'";
    try (var all = client.listExecutions(query)) {
      return all.map(e -> e.getExecution()).toList();
    }
  }

  /** Whether there is a workflow of a team, open or closed. */
  boolean knows(String team, String workflow) {
    try {
      client(namespace(team)).newUntypedWorkflowStub(workflow).describe();
      return true;
    } catch (WorkflowNotFoundException none) {
      return false;
    }
  }

  /** Whether a workflow of a team is open. */
  boolean isOpen(String team, String workflow) {
    return client(namespace(team)).newUntypedWorkflowStub(workflow).describe().getStatus()
        == WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_RUNNING;
  }

  /** Steps and shards of a run's first partition that ended without a word. */
  long silentEnds(Resource<CohortRun> run) {
    return histories(run).getLast().getEventsList().stream()
        .filter(HistoryEvent::hasActivityTaskTimedOutEventAttributes)
        .count();
  }

  /** What is kept of a run: of its workflow, and of its first partition's. */
  List<History> histories(Resource<CohortRun> run) {
    String id = run.get().getStatus().getWorkflowId();
    return Stream.of(id, id + "-p00000")
        .map(workflow -> clientOf(run).fetchHistory(workflow).getHistory())
        .toList();
  }

  /** What a run's workflow was told of workers that are gone. */
  List<WorkerLost> losses(Resource<CohortRun> run) {
    WorkflowClient client = keyed(run);
    DataConverter converter = client.getOptions().getDataConverter();
    return client.fetchHistory(run.get().getStatus().getWorkflowId()).getEvents().stream()
        .map(HistoryEvent::getWorkflowExecutionSignaledEventAttributes)
        .filter(signal -> signal.getSignalName().equals("workerLost"))
        .map(
            signal ->
                converter.fromPayloads(
                    0, Optional.of(signal.getInput()), WorkerLost.class, WorkerLost.class))
        .toList();
  }

  /** Tells a run's workflow what a worker tells whose card failed. */
  void deviceFailed(Resource<CohortRun> run, String uuid) {
    keyed(run)
        .newUntypedWorkflowStub(run.get().getStatus().getWorkflowId())
        .signal("deviceFailed", uuid, Node.NAME);
  }

  /** As the team's workers read and write. */
  private WorkflowClient keyed(Resource<CohortRun> run) {
    String team = run.get().getMetadata().getNamespace();
    return WorkflowClient.newInstance(
        stubs, TemporalSecret.in(secret(team)).client(namespace(team)).build());
  }

  private WorkflowClient clientOf(Resource<CohortRun> run) {
    return client(namespace(run.get().getMetadata().getNamespace()));
  }

  private WorkflowClient client(String namespace) {
    return WorkflowClient.newInstance(
        stubs, WorkflowClientOptions.newBuilder().setNamespace(namespace).build());
  }

  private static String namespace(String team) {
    return OF_TEAMS.getOrDefault(team, SHARED);
  }

  /** The server is killed, and started again after so long; its frontend stays. */
  void lose(Duration away) throws IOException, InterruptedException {
    server.lose(away);
  }

  @Override
  public void close() {
    stubs.shutdownNow();
    frontend.close();
    server.close();
  }
}
