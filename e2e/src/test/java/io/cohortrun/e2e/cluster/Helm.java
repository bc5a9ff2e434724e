package io.cohortrun.e2e.cluster;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The chart, through Helm itself. */
final class Helm {

  static final Path CHART = Path.of("../charts/cohortrun").toAbsolutePath().normalize();

  /** Of the cluster that the tests start: Helm asks no server for it when it only renders. */
  private static final String KUBERNETES = "--kube-version=v1.36.3";

  private final Path kubeconfig;

  Helm(Path kubeconfig) {
    this.kubeconfig = kubeconfig;
  }

  /**
   * Runs it.
   *
   * @return stdout
   * @throws IllegalStateException with what it said, where it failed
   */
  String run(String... args) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(Programs.of("helm").toString()));
    command.addAll(List.of(args));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    // They would win over the file, e.g. HELM_KUBEAPISERVER.
    builder.environment().keySet().removeIf(name -> name.startsWith("HELM_"));
    builder.environment().put("KUBECONFIG", kubeconfig.toString());
    Process process = builder.start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IllegalStateException(said);
    }
    return said;
  }

  /** What the chart would make in a namespace, as Helm writes it. */
  String template(String namespace, String... options) throws IOException, InterruptedException {
    List<String> args =
        new ArrayList<>(
            List.of(
                "template", "cohortrun", CHART.toString(), "--namespace=" + namespace, KUBERNETES));
    args.addAll(List.of(options));
    return run(args.toArray(String[]::new));
  }

  /** What a release has made but for its hooks, by its manifest. */
  List<HasMetadata> made(KubernetesClient client, String release, String namespace)
      throws IOException, InterruptedException {
    return objects(client, run("get", "manifest", release, "--namespace=" + namespace), namespace);
  }

  /**
   * Objects out of what it said.
   *
   * @param namespace of those that say none
   */
  static List<HasMetadata> objects(KubernetesClient client, String yaml, String namespace) {
    List<HasMetadata> objects =
        client.load(new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8))).items();
    for (HasMetadata object : objects) {
      if (object.getMetadata().getNamespace() == null) {
        object.getMetadata().setNamespace(namespace);
      }
    }
    return objects;
  }
}
