package io.cohortrun.e2e.cluster;

import static org.awaitility.Awaitility.await;

import io.cohortrun.e2e.server.TemporalServer;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.api.model.resource.v1.DeviceClassBuilder;
import io.fabric8.kubernetes.api.model.resource.v1.ResourceSliceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Control plane, Temporal and the chart but for its pods: nothing runs them here. */
final class TestCluster implements AutoCloseable {

  static final String TEAM = "team-a";
  static final String SYSTEM = "cohortrun-system";

  /** That the profile {@code claimed} asks for. */
  static final String DEVICE_CLASS = "gpu.example.com";

  static final Path CRD =
      Path.of("../crds/src/main/resources/META-INF/cohortrun/cohortruns.cohortrun.io-v1.yml");

  private final Path folder;
  private final ControlPlane plane;
  private final Path platform;
  private TemporalServer temporal;

  private TestCluster(Path folder, ControlPlane plane) {
    this.folder = folder;
    this.plane = plane;
    this.platform = folder.resolve("platform.yaml");
  }

  static TestCluster start(Path folder) throws IOException, InterruptedException {
    TestCluster cluster = new TestCluster(folder, ControlPlane.start(folder.resolve("cluster")));
    try {
      cluster.startAll();
      return cluster;
    } catch (IOException | InterruptedException | RuntimeException e) {
      cluster.close();
      throw e;
    }
  }

  private void startAll() throws IOException, InterruptedException {
    temporal = TemporalServer.start(folder);
    for (String name : List.of(SYSTEM, TEAM)) {
      Namespaces.restricted(client(), name);
    }
    install();
    Map<String, Quantity> room =
        Map.of(
            "cpu", new Quantity("8"), "memory", new Quantity("16Gi"), "pods", new Quantity("50"));
    client()
        .resource(
            new NodeBuilder()
                .withNewMetadata()
                .withName("node")
                .endMetadata()
                .withNewStatus()
                .withCapacity(room)
                .withAllocatable(room)
                .addNewCondition()
                .withType("Ready")
                .withStatus("True")
                .endCondition()
                .endStatus()
                .build())
        .create();
    await("the default service account")
        .atMost(Duration.ofMinutes(1))
        .until(
            () -> client().serviceAccounts().inNamespace(TEAM).withName("default").get() != null);
  }

  /** The chart, but for its own pods, which nobody would run here. */
  private void install() throws IOException, InterruptedException {
    new Helm(plane.kubeconfig("admin"))
        .run(
            "install",
            "cohortrun",
            Helm.CHART.toString(),
            "--namespace=" + SYSTEM,
            "--set=operator.replicas=0",
            "--set=workflowWorker.replicas=0",
            "--set=watch.namespaces={" + TEAM + "}",
            "--set=gpus.read=true",
            "--set=temporal.address=" + temporal.address(),
            "--set=profiles.claimed.gpuDeviceClass=" + DEVICE_CLASS,
            "--set=profiles.card.gpuResource=nvidia.com/gpu",
            "--set=profiles.card.pod.containers[0].env[0].name=COHORTRUN_DEVICE",
            "--set=profiles.card.pod.containers[0].env[0].value=cpu");
    String file =
        client()
            .configMaps()
            .inNamespace(SYSTEM)
            .withName("cohortrun-platform")
            .get()
            .getData()
            .get("platform.yaml");
    Files.writeString(platform, file);
  }

  KubernetesClient client() {
    return plane.client();
  }

  ControlPlane plane() {
    return plane;
  }

  String temporal() {
    return temporal.address();
  }

  /** With the rights that the chart gives it, and no others. */
  OperatorProcess operator() throws IOException {
    return OperatorProcess.start(operatorsKubeconfig(), platform, folder.resolve("operator.log"));
  }

  /** The same with its lease. */
  OperatorProcess leadingOperator() throws IOException {
    return OperatorProcess.leading(
        operatorsKubeconfig(), platform, folder.resolve("operator.log"), SYSTEM);
  }

  /** The operator over pretended runs. */
  OperatorProcess pretendingOperator(Path starts) throws IOException {
    return OperatorProcess.start(
        operatorsKubeconfig(),
        platform,
        folder.resolve("operator.log"),
        PretendedRuns.class.getName(),
        platform.toString(),
        starts.toString());
  }

  private Path operatorsKubeconfig() throws IOException {
    String token =
        client()
            .serviceAccounts()
            .inNamespace(SYSTEM)
            .withName("cohortrun-operator")
            .tokenRequest(new TokenRequestBuilder().withNewSpec().endSpec().build())
            .getStatus()
            .getToken();
    return plane.kubeconfigOfToken("operator", token);
  }

  /** The node offers so many cards from now on. */
  void cards(int count) {
    client()
        .nodes()
        .withName("node")
        .editStatus(
            node ->
                new NodeBuilder(node)
                    .editStatus()
                    .addToCapacity("nvidia.com/gpu", new Quantity(Integer.toString(count)))
                    .addToAllocatable("nvidia.com/gpu", new Quantity(Integer.toString(count)))
                    .endStatus()
                    .build());
  }

  /** A driver for dynamic resource allocation would publish this: one card of that class. */
  void driver() {
    client()
        .resource(
            new DeviceClassBuilder()
                .withNewMetadata()
                .withName(DEVICE_CLASS)
                .endMetadata()
                .withNewSpec()
                .addNewSelector()
                .withNewCel("device.driver == '" + DEVICE_CLASS + "'")
                .endSelector()
                .endSpec()
                .build())
        .create();
    client()
        .resource(
            new ResourceSliceBuilder()
                .withNewMetadata()
                .withName("node-cards")
                .endMetadata()
                .withNewSpec()
                .withDriver(DEVICE_CLASS)
                .withNodeName("node")
                .withNewPool(1L, "node", 1L)
                .addNewDevice()
                .withName("card-0")
                .endDevice()
                .endSpec()
                .build())
        .create();
  }

  Team team() {
    return new Team(client(), TEAM);
  }

  /** There is no kubelet here to confirm that they went. */
  boolean allPodsAreToldToGo() {
    return client().pods().inNamespace(TEAM).list().getItems().stream()
        .allMatch(pod -> pod.getMetadata().getDeletionTimestamp() != null);
  }

  @Override
  public void close() {
    if (temporal != null) {
      temporal.close();
    }
    plane.close();
  }
}
