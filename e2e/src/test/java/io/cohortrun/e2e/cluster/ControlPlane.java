package io.cohortrun.e2e.cluster;

import static org.awaitility.Awaitility.await;

import io.cohortrun.e2e.server.Program;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.NetworkInterface;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * A real etcd, API server, controller manager and scheduler, of the programs that {@code
 * e2e/src/cluster/build} made. Without a {@link Node} pods are made, placed and removed, and do not
 * run.
 */
final class ControlPlane implements AutoCloseable {

  /** Addresses of pods. */
  static final String PODS = "10.244.0.0/16";

  private static final Path SCRIPTS = Path.of("src/cluster").toAbsolutePath();

  private static String address;

  private final Path folder;
  private final int port;
  private final Deque<Program> programs = new ArrayDeque<>();
  private Program server;
  private KubernetesClient client;

  private ControlPlane(Path folder, int port) {
    this.folder = folder;
    this.port = port;
  }

  /** Starts one whose nodes nobody keeps alive; keys, data and logs go to that folder. */
  static ControlPlane start(Path folder) throws IOException, InterruptedException {
    return start(folder, Duration.ofDays(1));
  }

  /**
   * Starts one.
   *
   * @param silence of a node, after which it counts as lost
   */
  static ControlPlane start(Path folder, Duration silence)
      throws IOException, InterruptedException {
    ControlPlane plane = new ControlPlane(Files.createDirectories(folder), Program.freePort());
    try {
      plane.startAll(silence);
      return plane;
    } catch (IOException | InterruptedException | RuntimeException e) {
      plane.close();
      throw e;
    }
  }

  private void startAll(Duration silence) throws IOException, InterruptedException {
    Process made =
        new ProcessBuilder(SCRIPTS.resolve("certificates").toString(), folder.toString(), address())
            .inheritIO()
            .start();
    if (made.waitFor() != 0) {
      throw new IllegalStateException("openssl made no certificates");
    }
    int etcd = Program.freePort();
    int peers = Program.freePort();
    program(
        "etcd",
        "--data-dir=" + folder.resolve("etcd"),
        "--unsafe-no-fsync",
        "--listen-client-urls=http://127.0.0.1:" + etcd,
        "--advertise-client-urls=http://127.0.0.1:" + etcd,
        "--listen-peer-urls=http://127.0.0.1:" + peers,
        "--initial-advertise-peer-urls=http://127.0.0.1:" + peers,
        "--initial-cluster=default=http://127.0.0.1:" + peers,
        "--log-level=error");
    server =
        program(
            "kube-apiserver",
            "--etcd-servers=http://127.0.0.1:" + etcd,
            "--bind-address=0.0.0.0",
            "--advertise-address=" + address(),
            "--secure-port=" + port,
            "--service-cluster-ip-range=10.96.0.0/16",
            "--authorization-mode=Node,RBAC",
            "--enable-admission-plugins=NodeRestriction",
            "--service-account-issuer=https://kubernetes.default.svc",
            "--service-account-key-file=" + folder.resolve("sa.pub"),
            "--service-account-signing-key-file=" + folder.resolve("sa.key"),
            "--client-ca-file=" + folder.resolve("ca.crt"),
            "--tls-cert-file=" + folder.resolve("apiserver.crt"),
            "--tls-private-key-file=" + folder.resolve("apiserver.key"),
            // Commands in pods go through it to the kubelet.
            "--kubelet-client-certificate=" + folder.resolve("admin.crt"),
            "--kubelet-client-key=" + folder.resolve("admin.key"),
            "--kubelet-preferred-address-types=InternalIP",
            "--requestheader-client-ca-file=" + folder.resolve("front-proxy-ca.crt"),
            "--requestheader-allowed-names=front-proxy-client",
            "--requestheader-extra-headers-prefix=X-Remote-Extra-",
            "--requestheader-group-headers=X-Remote-Group",
            "--requestheader-username-headers=X-Remote-User",
            "--proxy-client-cert-file=" + folder.resolve("front-proxy-client.crt"),
            "--proxy-client-key-file=" + folder.resolve("front-proxy-client.key"));
    client =
        new KubernetesClientBuilder()
            .withConfig(Config.fromKubeconfig(Files.readString(kubeconfig("admin"))))
            .build();
    awaitServer();
    program(
        "kube-controller-manager",
        "--kubeconfig=" + kubeconfig("controller-manager"),
        "--leader-elect=false",
        "--bind-address=127.0.0.1",
        "--secure-port=" + Program.freePort(),
        "--use-service-account-credentials",
        "--root-ca-file=" + folder.resolve("ca.crt"),
        "--service-account-private-key-file=" + folder.resolve("sa.key"),
        "--node-monitor-grace-period=" + silence.toSeconds() + "s",
        "--allocate-node-cidrs",
        "--cluster-cidr=" + PODS);
    program(
        "kube-scheduler",
        "--kubeconfig=" + kubeconfig("scheduler"),
        "--leader-elect=false",
        "--bind-address=127.0.0.1",
        "--secure-port=" + Program.freePort());
  }

  /** Kills the API server, and starts it again after so long. */
  void loseServer(Duration away) throws IOException, InterruptedException {
    server.lose(away);
    awaitServer();
  }

  private void awaitServer() {
    await("the API server").atMost(Duration.ofMinutes(2)).until(this::isReady);
  }

  private boolean isReady() throws IOException {
    server.mustRun();
    try {
      return "ok".equals(client.raw("/readyz"));
    } catch (KubernetesClientException notYet) {
      return false;
    }
  }

  /** Where pods and kubelets reach it. */
  String url() throws IOException {
    return "https://" + address() + ":" + port;
  }

  int port() {
    return port;
  }

  Path folder() {
    return folder;
  }

  /** As cluster administrator. */
  KubernetesClient client() {
    return client;
  }

  /** A kubeconfig file of one who has a certificate. */
  Path kubeconfig(String who) throws IOException {
    return kubeconfig(
        who,
        "client-certificate: %s, client-key: %s"
            .formatted(folder.resolve(who + ".crt"), folder.resolve(who + ".key")));
  }

  /** The same of one who has a token. */
  Path kubeconfigOfToken(String who, String token) throws IOException {
    return kubeconfig(who, "token: " + token);
  }

  private Path kubeconfig(String who, String credentials) throws IOException {
    Path file = folder.resolve(who + ".kubeconfig");
    Files.writeString(
        file,
        """
        apiVersion: v1
        kind: Config
        current-context: test
        contexts: [{name: test, context: {cluster: test, user: test}}]
        clusters:
        - name: test
          cluster: {server: 'https://127.0.0.1:%d', certificate-authority: %s}
        users:
        - name: test
          user: {%s}
        """
            .formatted(port, folder.resolve("ca.crt"), credentials));
    return file;
  }

  private Program program(String name, String... args) throws IOException {
    Program started = Program.start(folder, Programs.of(name), args);
    programs.push(started);
    return started;
  }

  /** Where pods reach this machine: not its loopback. The same whatever bridges appear later. */
  static synchronized String address() throws IOException {
    if (address == null) {
      address =
          NetworkInterface.networkInterfaces()
              .filter(n -> !n.getName().equals(Node.BRIDGE))
              .flatMap(NetworkInterface::inetAddresses)
              .filter(a -> a instanceof Inet4Address && !a.isLoopbackAddress())
              .findFirst()
              .orElseThrow(() -> new IOException("this machine has no address but its loopback's"))
              .getHostAddress();
    }
    return address;
  }

  /** Each is gone before what it leans on: etcd last. */
  @Override
  public void close() {
    if (client != null) {
      client.close();
    }
    programs.forEach(Program::close);
  }
}
