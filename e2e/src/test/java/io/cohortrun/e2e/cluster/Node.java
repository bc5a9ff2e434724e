package io.cohortrun.e2e.cluster;

import static org.awaitility.Awaitility.await;

import io.cohortrun.e2e.server.Program;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Quantity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * This machine as a node: containerd, a kubelet, kube-proxy, a judge of network policies and a
 * server of names. Needs root. What it leaves in the kernel (mounts, a bridge, rules) goes when it
 * is closed.
 */
final class Node implements AutoCloseable {

  static final String NAME = "node";
  static final String BRIDGE = "cohortrun0";

  private static final Path SCRIPTS = Path.of("src/cluster").toAbsolutePath();

  private final ControlPlane plane;
  private final Path folder;
  private final Deque<Program> programs = new ArrayDeque<>();
  private Program kubelet;

  private Node(ControlPlane plane, Path folder) {
    this.plane = plane;
    this.folder = folder;
  }

  /** Joins the cluster. */
  static Node start(ControlPlane plane) throws IOException, InterruptedException {
    Node node = new Node(plane, Files.createDirectories(plane.folder().resolve("node")));
    try {
      node.startAll();
      return node;
    } catch (IOException | InterruptedException | RuntimeException e) {
      node.close();
      throw e;
    }
  }

  private void startAll() throws IOException, InterruptedException {
    script("start", plane.folder().toString(), folder.toString(), Programs.of("pause").toString());
    programs.push(
        Program.start(
            folder, Path.of("/usr/bin/containerd"), "--config", folder + "/containerd.toml"));
    await("containerd")
        .atMost(Duration.ofMinutes(1))
        .until(() -> Files.exists(folder.resolve("containerd.sock")));
    load(folder.resolve("pause.tar"));
    kubelet =
        Program.start(
            folder,
            Programs.of("kubelet"),
            "--config=" + folder.resolve("kubelet.yaml"),
            "--kubeconfig=" + plane.kubeconfig("kubelet"),
            "--hostname-override=" + NAME,
            "--node-ip=" + ControlPlane.address(),
            "--root-dir=" + folder.resolve("kubelet"),
            "--cert-dir=" + folder.resolve("kubelet-certificates"));
    programs.push(kubelet);
    programs.push(
        Program.start(
            folder,
            Programs.of("kube-proxy"),
            "--kubeconfig=" + plane.kubeconfig("kube-proxy"),
            "--hostname-override=" + NAME,
            "--proxy-mode=iptables",
            "--cluster-cidr=" + ControlPlane.PODS,
            "--conntrack-max-per-core=0",
            "--metrics-bind-address=127.0.0.1:" + Program.freePort(),
            "--healthz-bind-address=127.0.0.1:" + Program.freePort()));
    programs.push(
        Program.start(
            folder, Programs.of("coredns"), "-conf", folder.resolve("Corefile").toString()));
    programs.push(
        Program.start(
            folder,
            Programs.of("network-policies"),
            "-kubeconfig=" + plane.kubeconfig("admin"),
            "-hostname-override=" + NAME));
    await("the node").atMost(Duration.ofMinutes(2)).until(this::isReady);
    label();
  }

  /** As NVIDIA's discovery labels a node with a card. */
  private void label() {
    plane
        .client()
        .nodes()
        .withName(NAME)
        .edit(
            node ->
                new NodeBuilder(node)
                    .editMetadata()
                    .addToLabels("nvidia.com/gpu.product", "SIMULATED")
                    .endMetadata()
                    .build());
  }

  private boolean isReady() throws IOException {
    for (Program program : programs) {
      program.mustRun();
    }
    var node = plane.client().nodes().withName(NAME).get();
    return node != null
        && node.getStatus().getConditions().stream()
            .anyMatch(c -> c.getType().equals("Ready") && c.getStatus().equals("True"));
  }

  /** Takes the images of an archive, so that no pod has to pull them. */
  void load(Path archive) throws IOException, InterruptedException {
    ctr("images", "import", archive.toString());
  }

  /** Makes and takes an image of a static program alone: {@code cohortrun.test/NAME:1}. */
  void image(String name, Path program) throws IOException, InterruptedException {
    script("image", folder.toString(), program.toString(), name);
    load(folder.resolve(name + ".tar"));
  }

  /** Another name of an image that it has. */
  void tag(String image, String other) throws IOException, InterruptedException {
    String registry = "docker.io/library/";
    ctr("images", "tag", registry + image, registry + other);
  }

  private void ctr(String... args) throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(List.of("ctr", "--address", folder + "/containerd.sock", "-n", "k8s.io"));
    command.addAll(List.of(args));
    run(command.toArray(String[]::new));
  }

  /** The kubelet goes, and these pods do nothing more. */
  void lose(List<Pod> pods) throws IOException, InterruptedException {
    kubelet.kill();
    for (Pod pod : pods) {
      signal(pod, "STOP");
    }
  }

  /** It is back, and they go on. */
  void find(List<Pod> pods) throws IOException, InterruptedException {
    for (Pod pod : pods) {
      signal(pod, "CONT");
    }
    kubelet.start();
  }

  /** It offers so many cards from now on; there are none. */
  void cards(int count) {
    Quantity cards = new Quantity(Integer.toString(count));
    plane
        .client()
        .nodes()
        .withName(NAME)
        .editStatus(
            node ->
                new NodeBuilder(node)
                    .editStatus()
                    .addToCapacity("nvidia.com/gpu", cards)
                    .addToAllocatable("nvidia.com/gpu", cards)
                    .endStatus()
                    .build());
  }

  /**
   * Sends a signal to the program of a pod.
   *
   * @param signal {@code KILL}, {@code STOP}, {@code CONT}
   */
  static void signal(Pod pod, String signal) throws IOException, InterruptedException {
    script("signal", pod.getMetadata().getUid(), signal);
  }

  /**
   * Leaves a pod a twentieth of a core, so that it still computes after all that is done meanwhile.
   */
  static void slow(Pod pod) throws IOException, InterruptedException {
    script("slow", pod.getMetadata().getUid());
  }

  private static void script(String... args) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(SCRIPTS.resolve("node").toString()));
    command.addAll(List.of(args));
    run(command.toArray(String[]::new));
  }

  private static void run(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IllegalStateException(String.join(" ", command) + ": " + said);
    }
  }

  /** Pods first, then what runs them, then what they left behind. */
  @Override
  public void close() {
    if (kubelet != null) {
      removePods();
    }
    programs.forEach(Program::close);
    try {
      run(Programs.of("kube-proxy").toString(), "--cleanup");
      script("stop", folder.toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void removePods() {
    var pods = plane.client().pods().inAnyNamespace();
    plane.client().apps().deployments().inAnyNamespace().delete();
    plane.client().batch().v1().jobs().inAnyNamespace().delete();
    pods.delete();
    await("the pods to go")
        .atMost(Duration.ofMinutes(2))
        .pollInterval(Duration.ofSeconds(1))
        .until(() -> pods.list().getItems().isEmpty());
  }
}
