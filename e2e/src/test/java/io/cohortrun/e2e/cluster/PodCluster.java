package io.cohortrun.e2e.cluster;

import static org.awaitility.Awaitility.await;

import io.cohortrun.crds.v1alpha1.CohortRun;
import io.cohortrun.e2e.run.CohortFolder;
import io.cohortrun.e2e.run.CohortProcess;
import io.cohortrun.e2e.run.IdenticalResults;
import io.cohortrun.e2e.server.S3Proxy;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.PersistentVolumeBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseSpec;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.readiness.Readiness;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A whole cluster: control plane, a node with the image, Temporal, and the chart as it is. */
final class PodCluster implements AutoCloseable {

  /** Of {@link #cohort}. */
  static final Map<String, Integer> OUTCOMES =
      Map.of("Succeeded", 3, "NotFound", 1, "Truncated", 1);

  static final String SYSTEM = "cohortrun-system";
  private static final Path VALUES = Path.of("src/test/resources/cluster/pods.yaml");
  private static final Duration SILENCE = Duration.ofSeconds(30);

  private final ControlPlane plane;
  private final Helm helm;
  private final Path folder;
  private Node node;
  private ClusterTemporal temporal;
  private IdenticalResults undisturbed;

  private PodCluster(Path folder, ControlPlane plane) throws IOException {
    this.folder = folder;
    this.plane = plane;
    this.helm = new Helm(plane.kubeconfig("admin"));
  }

  static PodCluster start(Path folder) throws Exception {
    PodCluster cluster =
        new PodCluster(folder, ControlPlane.start(folder.resolve("cluster"), SILENCE));
    try {
      cluster.startAll();
      return cluster;
    } catch (Exception e) {
      cluster.close();
      throw e;
    }
  }

  private void startAll() throws Exception {
    node = Node.start(plane);
    node.load(WorkerImage.build());
    temporal = ClusterTemporal.start(folder);
    MonitoringKinds.install(client());
    new HostService("kube-system", "kube-dns", "UDP", 53, 1053).create(client(), "10.96.0.10");
    namespace(SYSTEM);
    for (String team : List.of("team-a", "team-b", "team-c", Kueue.NAMESPACE)) {
      tenant(team);
    }
    temporal.admitAll(team(SYSTEM));
    new HostService(SYSTEM, "temporal", "TCP", 7233, temporal.port()).create(client(), null);
    helm("install");
  }

  /**
   * The chart, installed or upgraded, and ready.
   *
   * @param sets further values
   */
  void helm(String verb, String... sets) throws IOException, InterruptedException {
    List<String> args =
        new ArrayList<>(
            List.of(
                verb,
                "cohortrun",
                Helm.CHART.toString(),
                "--namespace=" + SYSTEM,
                "--values=" + VALUES,
                "--values=" + egress(),
                "--wait",
                "--timeout=5m"));
    for (String set : sets) {
      args.add("--set=" + set);
    }
    helm.run(args.toArray(String[]::new));
  }

  /** Every test runs behind the chart's network policies: these are the servers of this machine. */
  private Path egress() throws IOException {
    return Files.writeString(
        folder.resolve("egress.yaml"),
        """
        networkPolicies:
          enabled: true
          dns: [{to: [&here {ipBlock: {cidr: %s/32}}], ports: [{port: 1053, protocol: UDP}]}]
          temporal: [{to: [*here], ports: [{port: %d}]}]
          apiServer: [{to: [*here], ports: [{port: %d}]}]
          workerEgress: [{to: [*here], ports: [{port: %d, endPort: %d}]}]
        """
            .formatted(
                ControlPlane.address(),
                temporal.port(),
                plane.port(),
                S3Proxy.FIRST_PORT,
                S3Proxy.LAST_PORT));
  }

  void uninstall() throws IOException, InterruptedException {
    helm.run("uninstall", "cohortrun", "--namespace=" + SYSTEM, "--wait");
  }

  KubernetesClient client() {
    return plane.client();
  }

  ControlPlane plane() {
    return plane;
  }

  Node node() {
    return node;
  }

  ClusterTemporal temporal() {
    return temporal;
  }

  /** Kueue, installed and ready, over {@link Kueue#NAMESPACE}. */
  Kueue kueue() throws IOException, InterruptedException {
    return Kueue.install(node, helm, client());
  }

  Team team(String namespace) {
    return new Team(client(), namespace);
  }

  /** A cohort in the folder of a team; both are made here. */
  TeamFolder cohort(String team, String name, String... spec) throws IOException {
    return TeamFolder.of(
        CohortFolder.ofRealSlides(folder.resolve(team).resolve(name)).named(name), spec);
  }

  /** What {@link #cohort} must come to, by a local run of it. */
  synchronized IdenticalResults undisturbed() throws Exception {
    if (undisturbed == null) {
      CohortFolder local = CohortFolder.ofRealSlides(folder.resolve("local"));
      CohortProcess run = local.run(Map.of());
      if (run.exit() != 3) { // 2 of 5 rows fail
        throw new IllegalStateException(run.stderr());
      }
      undisturbed = IdenticalResults.of(local.output(), Path.of(run.json().get("output").asText()));
    }
    return undisturbed;
  }

  /** A namespace in which there may be runs, with all that they need there. */
  void tenant(String name) throws IOException {
    namespace(name);
    claim(name);
    temporal.admit(team(name));
  }

  private void namespace(String name) {
    Namespaces.restricted(client(), name);
  }

  /** A folder of this machine as a claim {@code data} of a namespace. */
  private void claim(String namespace) throws IOException {
    Path data = Files.createDirectories(folder.resolve(namespace));
    Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwxrwxrwx"));
    Map<String, Quantity> size = Map.of("storage", new Quantity("1Gi"));
    client()
        .resource(
            new PersistentVolumeBuilder()
                .withNewMetadata()
                .withName(namespace + "-data")
                .endMetadata()
                .withNewSpec()
                .withAccessModes("ReadWriteMany")
                .withCapacity(size)
                .withStorageClassName("")
                .withNewHostPath(data.toString(), "Directory")
                .withNewClaimRef()
                .withNamespace(namespace)
                .withName("data")
                .endClaimRef()
                .endSpec()
                .build())
        .create();
    client()
        .resource(
            new PersistentVolumeClaimBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName("data")
                .endMetadata()
                .withNewSpec()
                .withAccessModes("ReadWriteMany")
                .withStorageClassName("")
                .withVolumeName(namespace + "-data")
                .withNewResources()
                .withRequests(size)
                .endResources()
                .endSpec()
                .build())
        .create();
  }

  /** Waits for a pod of the chart that is ready. */
  Pod system(String component) {
    return await(component)
        .atMost(Duration.ofMinutes(5))
        .until(() -> ready(component), pods -> !pods.isEmpty())
        .getFirst();
  }

  private List<Pod> ready(String component) {
    return client()
        .pods()
        .inNamespace(SYSTEM)
        .withLabel("app.kubernetes.io/component", component)
        .list()
        .getItems()
        .stream()
        .filter(p -> p.getMetadata().getDeletionTimestamp() == null)
        .filter(Readiness::isPodReady)
        .toList();
  }

  /** So many operators from now on, ready. */
  void operators(int count) {
    client().apps().deployments().inNamespace(SYSTEM).withName("cohortrun-operator").scale(count);
    await(count + " operators")
        .atMost(Duration.ofMinutes(5))
        .until(
            () ->
                ready("operator").size() == count
                    && client()
                            .pods()
                            .inNamespace(SYSTEM)
                            .withLabel("app.kubernetes.io/component", "operator")
                            .list()
                            .getItems()
                            .size()
                        == count);
  }

  /** The operator whose name the lease has, if its lease has not run out. */
  Pod leader() {
    LeaseSpec lease =
        client().leases().inNamespace(SYSTEM).withName("cohortrun-operator").get().getSpec();
    return client().pods().inNamespace(SYSTEM).withName(lease.getHolderIdentity()).get();
  }

  int restarts(Pod pod) {
    return container(pod).getRestartCount();
  }

  /** How the program of a pod that was begun anew had ended. */
  int lastExit(Pod pod) {
    return container(pod).getLastState().getTerminated().getExitCode();
  }

  private ContainerStatus container(Pod pod) {
    return client()
        .pods()
        .inNamespace(SYSTEM)
        .withName(pod.getMetadata().getName())
        .get()
        .getStatus()
        .getContainerStatuses()
        .getFirst();
  }

  /** Temporal's run ids of a run's first attempt. */
  List<String> workflows(Resource<CohortRun> run) {
    return temporal.workflows(run);
  }

  @Override
  public void close() {
    if (node != null) {
      node.close();
    }
    if (temporal != null) {
      temporal.close();
    }
    plane.close();
  }
}
