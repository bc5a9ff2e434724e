package io.cohortrun.e2e.cluster;

import static org.awaitility.Awaitility.await;

import io.cohortrun.e2e.cluster.Monitors.Target;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.PodResource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;

/**
 * A real Prometheus as platforms have it: in a pod, in a namespace of its own, so that it scrapes
 * what network policies let it. It scrapes every second what the cluster's monitors find, and what
 * it is told.
 */
final class PrometheusPod implements AutoCloseable {

  private static final String NAMESPACE = "monitoring";
  private static final String NAME = "prometheus";
  private static final String PROGRAM = "/prometheus";
  private static final int PORT = 9090;

  private final KubernetesClient client;
  private final TargetFiles targets;

  private PrometheusPod(KubernetesClient client, TargetFiles targets) {
    this.client = client;
    this.targets = targets;
  }

  /**
   * Starts one that answers.
   *
   * @param folder of its settings and data
   * @param rules file in it; evaluated every second unless it says otherwise
   */
  static PrometheusPod start(KubernetesClient client, Path folder, Path rules) throws IOException {
    Path program = Programs.of("prometheus").toRealPath();
    TargetFiles targets =
        TargetFiles.in(
            Files.createDirectory(folder.resolve("targets")), Monitors.installed(client));
    Files.writeString(
        settings(folder),
        """
        global: {scrape_interval: 1s, scrape_timeout: 1s, evaluation_interval: 1s}
        rule_files: ['%s']
        scrape_configs:
        - job_name: targets
          file_sd_configs: [{files: ['%s'], refresh_interval: 1s}]
        """
            .formatted(rules, targets.pattern()));
    PrometheusPod prometheus = new PrometheusPod(client, targets);
    try {
      prometheus.create(program, folder);
      prometheus.awaitAnswer();
      return prometheus;
    } catch (RuntimeException e) {
      prometheus.close();
      throw e;
    }
  }

  private static Path settings(Path folder) {
    return folder.resolve("prometheus.yaml");
  }

  private void create(Path program, Path folder) {
    client
        .resource(
            new NamespaceBuilder().withNewMetadata().withName(NAMESPACE).endMetadata().build())
        .create();
    Pod pod = pod(program, folder);
    await("the service account of its namespace")
        .atMost(Duration.ofSeconds(30))
        .until(() -> client.resource(pod).create(), Objects::nonNull);
  }

  /** The libraries of an image that the node has, and program and folder of this machine. */
  private static Pod pod(Path program, Path folder) {
    return new PodBuilder()
        .withNewMetadata()
        .withNamespace(NAMESPACE)
        .withName(NAME)
        .endMetadata()
        .withNewSpec()
        .withRestartPolicy("Never")
        .withTerminationGracePeriodSeconds(1L)
        .withAutomountServiceAccountToken(false)
        .addNewContainer()
        .withName(NAME)
        .withImage(WorkerImage.REPOSITORY + ":" + WorkerImage.TAG)
        .withImagePullPolicy("Never")
        .withCommand(
            PROGRAM,
            "--config.file=" + settings(folder),
            "--storage.tsdb.path=" + folder.resolve("prometheus"),
            "--web.listen-address=:" + PORT)
        .withNewSecurityContext()
        .withRunAsUser(0L) // whose folder it is
        .endSecurityContext()
        .addNewVolumeMount()
        .withName("program")
        .withMountPath(PROGRAM)
        .withReadOnly(true)
        .endVolumeMount()
        .addNewVolumeMount()
        .withName("folder")
        .withMountPath(folder.toString())
        .endVolumeMount()
        .endContainer()
        .addNewVolume()
        .withName("program")
        .withNewHostPath(program.toString(), "File")
        .endVolume()
        .addNewVolume()
        .withName("folder")
        .withNewHostPath(folder.toString(), "Directory")
        .endVolume()
        .endSpec()
        .build();
  }

  private void awaitAnswer() {
    await(NAME)
        .atMost(Duration.ofSeconds(90))
        .until(
            () -> {
              Pod now = resource().get();
              if ("Failed".equals(now.getStatus().getPhase())) {
                throw new IllegalStateException(NAME + " ended: " + resource().getLog());
              }
              return now.getStatus().getPodIP() != null && of(now).isReady();
            });
  }

  /** It, to be asked. */
  Prometheus prometheus() {
    return of(resource().get());
  }

  private static Prometheus of(Pod pod) {
    return new Prometheus(pod.getStatus().getPodIP() + ":" + PORT);
  }

  /** Scrapes that, too. */
  void scrape(Target target) throws IOException {
    targets.tell(target);
  }

  private PodResource resource() {
    return client.pods().inNamespace(NAMESPACE).withName(NAME);
  }

  /** It is gone when this returns: nothing is written to its folder any more. */
  @Override
  public void close() {
    try {
      targets.close();
    } finally {
      resource().delete();
      await(NAME + " to go").atMost(Duration.ofMinutes(1)).until(() -> resource().get() == null);
      client.namespaces().withName(NAMESPACE).delete();
    }
  }
}
