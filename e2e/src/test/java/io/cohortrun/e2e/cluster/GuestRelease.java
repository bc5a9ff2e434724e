package io.cohortrun.e2e.cluster;

import static org.awaitility.Awaitility.await;

import io.cohortrun.crds.v1alpha1.CohortRun;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * The chart as a platform team installs it, in two namespaces of its own: one for the release, one
 * for a team. Closing takes away all of it, and nothing else.
 */
final class GuestRelease implements AutoCloseable {

  private static final String NAME = "guest";
  private static final String KIND = "cohortruns.cohortrun.io";
  private static final Duration LATER = Duration.ofMinutes(5);

  private final AnyCluster cluster;
  private final KubernetesClient client;
  private final Helm helm;
  private final String system;
  private final String team;
  private final List<HasMetadata> made = new ArrayList<>();

  /** One that is not there yet. */
  GuestRelease(AnyCluster cluster, KubernetesClient client) {
    this.cluster = cluster;
    this.client = client;
    this.helm = new Helm(cluster.kubeconfig());
    this.system = "cohortrun-e2e-" + UUID.randomUUID().toString().substring(0, 8);
    this.team = system + "-team";
  }

  /**
   * Installs it and waits until it is ready; a kind that is there stays as it is.
   *
   * @param folder for its values
   * @param temporal host and port, as pods reach them
   */
  void install(Path folder, String temporal) throws IOException, InterruptedException {
    for (String namespace : List.of(system, team)) {
      Namespaces.restricted(client, namespace);
      made.add(client.namespaces().withName(namespace).get());
    }
    Path values =
        Files.writeString(
            folder.resolve("values.yaml"),
            """
            image: %s
            temporal: {address: '%s'}
            watch: {namespaces: [%s]}
            crds: {install: %b}
            profiles:
              default:
                pod:
                  containers:
                    - resources: {requests: {cpu: 50m, memory: 512Mi}, limits: {memory: 4Gi}}
            """
                .formatted(cluster.imageValues(), temporal, team, kind().get() == null));
    helm.run(
        "install",
        NAME,
        Helm.CHART.toString(),
        "--namespace=" + system,
        "--values=" + values,
        "--wait",
        "--timeout=5m");
    made.addAll(helm.made(client, NAME, system));
  }

  Team team() {
    return new Team(client, team);
  }

  /** The pod that holds the lease of its operators. */
  String leader() {
    return client
        .leases()
        .inNamespace(system)
        .withName(NAME + "-operator")
        .get()
        .getSpec()
        .getHolderIdentity();
  }

  /** What was made for it and is there now, its namespaces among it. */
  List<HasMetadata> there() {
    return made.stream().filter(object -> client.resource(object).get() != null).toList();
  }

  private Resource<CustomResourceDefinition> kind() {
    return client.apiextensions().v1().customResourceDefinitions().withName(KIND);
  }

  @Override
  public void close() throws IOException {
    try {
      uninstall();
    } finally {
      Stream.of(team, system).forEach(name -> client.namespaces().withName(name).delete());
      await("the namespaces to go")
          .atMost(LATER)
          .until(
              () ->
                  Stream.of(team, system)
                      .allMatch(name -> client.namespaces().withName(name).get() == null));
      if (broughtTheKind()) {
        kind().delete();
        await("the kind to go").atMost(LATER).until(() -> kind().get() == null);
      }
    }
  }

  private void uninstall() throws IOException {
    try {
      helm.run(
          "uninstall",
          NAME,
          "--namespace=" + system,
          "--ignore-not-found",
          "--wait",
          "--timeout=3m");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  /** Whether the kind came with it, and nobody has made a run of it: the chart leaves it. */
  private boolean broughtTheKind() {
    CustomResourceDefinition kind = kind().get();
    return kind != null
        && system.equals(kind.getMetadata().getAnnotations().get("meta.helm.sh/release-namespace"))
        && client.resources(CohortRun.class).inAnyNamespace().list().getItems().isEmpty();
  }
}
