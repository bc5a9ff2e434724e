package io.cohortrun.e2e.cluster;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A cluster of which nothing else is known.
 *
 * @param kubeconfig of one who may make namespaces and install the chart; its current context
 *     counts
 * @param image that its nodes have or can pull, with a tag or a digest
 */
record AnyCluster(Path kubeconfig, String image) {

  private static final String KUBECONFIG = "COHORTRUN_E2E_KUBECONFIG";
  private static final String IMAGE = "COHORTRUN_E2E_IMAGE";
  private static final Pattern REFERENCE =
      Pattern.compile("([^@]+?)(?:@(sha256:[0-9a-f]{64})|:([^/:@]+))");

  /** Any port: nothing is sent there. */
  private static final int DISCARD = 9;

  /**
   * The one that a developer names, by two variables for nothing else: what the shell's {@code
   * KUBECONFIG} names may be in production.
   *
   * @throws IllegalStateException where one of the two is missing
   */
  static Optional<AnyCluster> named(Map<String, String> environment) {
    String kubeconfig = environment.get(KUBECONFIG);
    String image = environment.get(IMAGE);
    if (kubeconfig == null && image == null) {
      return Optional.empty();
    }
    if (kubeconfig == null || image == null || !REFERENCE.matcher(image).matches()) {
      throw new IllegalStateException(
          "%s=%s, %s=%s: set both, the image with its tag or digest, or none"
              .formatted(KUBECONFIG, kubeconfig, IMAGE, image));
    }
    return Optional.of(new AnyCluster(Path.of(kubeconfig).toAbsolutePath(), image));
  }

  /** The image, as the chart's values have it. */
  String imageValues() {
    Matcher parts = REFERENCE.matcher(image);
    if (!parts.matches()) {
      throw new IllegalStateException(image + " has neither tag nor digest");
    }
    return parts.group(2) != null
        ? "{repository: \"%s\", digest: \"%s\"}".formatted(parts.group(1), parts.group(2))
        : "{repository: \"%s\", tag: \"%s\"}".formatted(parts.group(1), parts.group(3));
  }

  KubernetesClient client() {
    return new KubernetesClientBuilder().withConfig(config()).build();
  }

  /** Where its pods reach this machine: the address from which this machine reaches it. */
  String thisMachine() throws IOException {
    try (DatagramSocket towards = new DatagramSocket()) {
      String server = URI.create(config().getMasterUrl()).getHost();
      towards.connect(InetAddress.getByName(server), DISCARD);
      InetAddress from = towards.getLocalAddress();
      // A cluster on this machine.
      return from.isLoopbackAddress() ? ControlPlane.address() : from.getHostAddress();
    }
  }

  private Config config() {
    return Config.fromKubeconfig(kubeconfig.toFile());
  }
}
