package io.cohortrun.e2e.cluster;

import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.readiness.Readiness;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Kueue as its own chart installs it, over the Jobs of one namespace, with one queue there. */
final class Kueue implements AutoCloseable {

  static final String NAMESPACE = "team-k";
  static final String QUEUE = "cohorts";

  private static final String SYSTEM = "kueue-system";
  private static final Path VALUES = Path.of("src/test/resources/cluster/kueue.yaml");
  private static final Path QUEUES = Path.of("src/test/resources/cluster/queue.yaml");

  private final Helm helm;
  private final KubernetesClient client;

  private Kueue(Helm helm, KubernetesClient client) {
    this.helm = helm;
    this.client = client;
  }

  static Kueue install(Node node, Helm helm, KubernetesClient client)
      throws IOException, InterruptedException {
    Path manager = Programs.of("kueue/manager");
    node.image("kueue", manager);
    helm.run(
        "install",
        "kueue",
        manager.resolveSibling("chart").toString(),
        "--namespace=" + SYSTEM,
        "--create-namespace",
        "--values=" + VALUES,
        "--wait",
        "--timeout=5m");
    Kueue kueue = new Kueue(helm, client);
    await("Kueue's webhooks")
        .atMost(Duration.ofMinutes(2))
        .until(
            () -> {
              for (HasMetadata object : queues(client)) {
                client.resource(object).serverSideApply();
              }
              return true;
            });
    return kueue;
  }

  private static List<HasMetadata> queues(KubernetesClient client) throws IOException {
    try (InputStream yaml = Files.newInputStream(QUEUES)) {
      return client.load(yaml).items();
    }
  }

  /** Work that matters more than any run, and takes all of the queue while it is there. */
  Resource<Job> urgent() {
    Resource<Job> job =
        client.resource(
            new JobBuilder()
                .withNewMetadata()
                .withNamespace(NAMESPACE)
                .withName("urgent")
                .addToLabels("kueue.x-k8s.io/queue-name", QUEUE)
                .endMetadata()
                .withNewSpec()
                .withSuspend(true)
                .withNewTemplate()
                .withNewSpec()
                .withRestartPolicy("Never")
                .withPriorityClassName("urgent")
                .withTerminationGracePeriodSeconds(1L)
                .withNewSecurityContext()
                .withRunAsNonRoot(true)
                .withNewSeccompProfile()
                .withType("RuntimeDefault")
                .endSeccompProfile()
                .endSecurityContext()
                .addNewContainer()
                .withName("pause")
                .withImage("cohortrun.test/pause:1")
                .withImagePullPolicy("Never")
                .withNewSecurityContext()
                .withAllowPrivilegeEscalation(false)
                .withNewCapabilities()
                .withDrop("ALL")
                .endCapabilities()
                .endSecurityContext()
                .withNewResources()
                .addToRequests("cpu", new Quantity("100m"))
                .addToRequests("memory", new Quantity("16Mi"))
                .endResources()
                .endContainer()
                .endSpec()
                .endTemplate()
                .endSpec()
                .build());
    job.create();
    return job;
  }

  /** So many of it from now on. */
  void replicas(int count) {
    client
        .apps()
        .deployments()
        .inNamespace(SYSTEM)
        .withName("kueue-controller-manager")
        .scale(count);
    await(count + " ready")
        .atMost(Duration.ofMinutes(2))
        .until(
            () ->
                client.pods().inNamespace(SYSTEM).list().getItems().stream()
                        .filter(Readiness::isPodReady)
                        .count()
                    == count);
  }

  /** What its queues hold goes before it does: it takes the marks off that keep them. */
  @Override
  public void close() {
    try {
      List<HasMetadata> queues = queues(client);
      queues.reversed().forEach(object -> client.resource(object).delete());
      await("the queue to go")
          .atMost(Duration.ofMinutes(1))
          .until(() -> queues.stream().allMatch(object -> client.resource(object).get() == null));
      helm.run("uninstall", "kueue", "--namespace=" + SYSTEM, "--wait");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
