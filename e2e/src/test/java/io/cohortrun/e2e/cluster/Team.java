package io.cohortrun.e2e.cluster;

import static org.awaitility.Awaitility.await;

import io.cohortrun.crds.v1alpha1.CohortRun;
import io.cohortrun.crds.v1alpha1.CohortRunStatus;
import io.cohortrun.crds.v1alpha1.Condition;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.PodResource;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.awaitility.Awaitility;

/**
 * A namespace with runs: what its people do there, and what tests wait for, be the API server away
 * meanwhile.
 */
record Team(KubernetesClient client, String namespace) {

  static {
    // Tests beside each other kill the API server: who waits for something asks again.
    Awaitility.ignoreExceptionsByDefaultMatching(KubernetesClientException.class::isInstance);
  }

  Resource<CohortRun> apply(Path yaml) throws IOException {
    CohortRun run = client.resources(CohortRun.class).load(Files.newInputStream(yaml)).item();
    run.getMetadata().setNamespace(namespace);
    client.resource(run).create();
    return run(run.getMetadata().getName());
  }

  Resource<CohortRun> run(String name) {
    return client.resources(CohortRun.class).inNamespace(namespace).withName(name);
  }

  /** A change of the spec, as JSON. */
  static void change(Resource<CohortRun> run, String spec) {
    run.patch(PatchContext.of(PatchType.JSON_MERGE), "{\"spec\": " + spec + "}");
  }

  void secret(String name, Map<String, String> content) {
    client
        .resource(
            new SecretBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName(name)
                .endMetadata()
                .withStringData(content)
                .build())
        .create();
  }

  List<Job> jobs() {
    return client.batch().v1().jobs().inNamespace(namespace).list().getItems();
  }

  /** Jobs of a run. */
  List<Job> jobs(Resource<CohortRun> run) {
    String uid = run.get().getMetadata().getUid();
    return jobs().stream()
        .filter(j -> uid.equals(j.getMetadata().getLabels().get("cohortrun.io/run-uid")))
        .toList();
  }

  /** Worker pods of a run, whatever they do. */
  List<Pod> pods(Resource<CohortRun> run) {
    return client
        .pods()
        .inNamespace(namespace)
        .withLabel("cohortrun.io/run-uid", run.get().getMetadata().getUid())
        .list()
        .getItems();
  }

  PodResource pod(String name) {
    return client.pods().inNamespace(namespace).withName(name);
  }

  /** Worker pods of a run's pool that compute. */
  List<Pod> working(Resource<CohortRun> run, String pool) {
    return pods(run).stream()
        .filter(p -> pool.equals(p.getMetadata().getLabels().get("cohortrun.io/pool")))
        .filter(p -> p.getMetadata().getDeletionTimestamp() == null)
        .filter(p -> p.getStatus().getPhase().equals("Running"))
        .toList();
  }

  /** How worker pods of a run's pool ended, by the uids of those that did. */
  Map<String, ContainerStateTerminated> ends(Resource<CohortRun> run, String pool) {
    Map<String, ContainerStateTerminated> ends = new HashMap<>();
    for (Pod pod : pods(run)) {
      if (pool.equals(pod.getMetadata().getLabels().get("cohortrun.io/pool"))) {
        pod.getStatus().getContainerStatuses().stream()
            .map(container -> container.getState().getTerminated())
            .filter(Objects::nonNull)
            .forEach(end -> ends.put(pod.getMetadata().getUid(), end));
      }
    }
    return ends;
  }

  /** Reasons of a run's events. */
  List<String> events(Resource<CohortRun> run) {
    return client
        .v1()
        .events()
        .inNamespace(namespace)
        .withField("involvedObject.uid", run.get().getMetadata().getUid())
        .list()
        .getItems()
        .stream()
        .map(Event::getReason)
        .toList();
  }

  /** Waits for the Job of a run's pool. */
  Job job(Resource<CohortRun> run, String pool) {
    return await("Job " + pool)
        .atMost(Duration.ofMinutes(5))
        .until(
            () ->
                jobs(run).stream()
                    .filter(j -> pool.equals(j.getMetadata().getLabels().get("cohortrun.io/pool")))
                    .findFirst()
                    .orElse(null),
            Objects::nonNull);
  }

  /** Waits until a condition has a reason, and gives it. */
  Condition condition(Resource<CohortRun> run, String type, String reason) {
    return condition(run, type, reason, Duration.ofSeconds(60));
  }

  /** The same, for so long at most. */
  Condition condition(Resource<CohortRun> run, String type, String reason, Duration within) {
    return await(type + " " + reason)
        .atMost(within)
        .until(
            () -> condition(run, type).filter(c -> reason.equals(c.getReason())).orElse(null),
            Objects::nonNull);
  }

  private static Optional<Condition> condition(Resource<CohortRun> run, String type) {
    return Optional.ofNullable(run.get().getStatus())
        .flatMap(s -> Optional.ofNullable(s.getConditions()))
        .flatMap(all -> all.stream().filter(c -> type.equals(c.getType())).findFirst());
  }

  /** Waits for a run's end. */
  CohortRunStatus ended(Resource<CohortRun> run) {
    return await("the run's end")
        .atMost(Duration.ofMinutes(12))
        .pollInterval(Duration.ofSeconds(1))
        .until(() -> run.get().getStatus(), s -> s != null && s.getState().isTerminal());
  }
}
