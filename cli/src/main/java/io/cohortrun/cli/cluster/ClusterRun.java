package io.cohortrun.cli.cluster;

import io.cohortrun.cli.CliFailure;
import io.cohortrun.crds.v1alpha1.CohortRun;
import io.cohortrun.crds.v1alpha1.CohortRunSpec;
import io.cohortrun.crds.v1alpha1.CohortRunStatus;
import io.cohortrun.crds.v1alpha1.Decision;
import io.cohortrun.crds.v1alpha1.FailureCode;
import io.cohortrun.crds.v1alpha1.RetryOnlySpec;
import io.cohortrun.crds.v1alpha1.SignOffSpec;
import io.cohortrun.crds.v1alpha1.State;
import io.fabric8.kubernetes.api.model.authentication.SelfSubjectReview;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;

/** One CohortRun of a cluster, and what a person may ask of it. */
final class ClusterRun implements AutoCloseable {

  private final KubernetesClient client;
  private final Resource<CohortRun> resource;
  private final CohortRun run;

  private ClusterRun(KubernetesClient client, String namespace, String name) {
    this.client = client;
    this.resource = client.resources(CohortRun.class).inNamespace(namespace).withName(name);
    this.run = resource.get();
    if (run == null) {
      throw CliFailure.badInput("namespace %s has no CohortRun %s".formatted(namespace, name));
    }
  }

  /**
   * Reads it as the user of the current kubeconfig.
   *
   * @param namespace null for the context's
   */
  static ClusterRun open(String namespace, String name) {
    KubernetesClient client = new KubernetesClientBuilder().build();
    try {
      String own = Objects.requireNonNullElse(client.getNamespace(), "default");
      return new ClusterRun(client, Objects.requireNonNullElse(namespace, own), name);
    } catch (RuntimeException e) {
      client.close();
      throw e;
    }
  }

  /** As it was read. */
  CohortRun run() {
    return run;
  }

  /** Pods of its cluster. */
  ShortLivedPods pods() {
    return new ClusterPods(client);
  }

  /** A folder here for files of its latest attempt. */
  Path folder(String of) {
    return Path.of("%s-%d-%s".formatted(name(), attempt(), of));
  }

  private int attempt() {
    return Objects.requireNonNullElse(status().getAttempt(), 0);
  }

  /** Its status; empty before the operator has seen it. */
  CohortRunStatus status() {
    return Objects.requireNonNullElseGet(run.getStatus(), CohortRunStatus::new);
  }

  /**
   * Decides on the attempt that waits.
   *
   * @return the user who signed, as the API server knows it
   */
  String decide(Decision decision, String comment) {
    if (status().getState() != State.AwaitingSignOff) {
      throw CliFailure.badInput(
          "%s waits for no decision: it is %s".formatted(name(), status().getState()));
    }
    String user =
        client.resource(new SelfSubjectReview()).create().getStatus().getUserInfo().getUsername();
    edit(
        spec -> {
          SignOffSpec signOff = Objects.requireNonNullElseGet(spec.getSignOff(), SignOffSpec::new);
          signOff.setDecision(decision);
          signOff.setApprover(user);
          signOff.setComment(comment);
          signOff.setAttempt(status().getAttempt());
          spec.setSignOff(signOff);
        });
    return user;
  }

  /**
   * Asks for the next attempt.
   *
   * @param codes null for every failure
   * @param slides slide ids; null for all
   * @return its number
   */
  int retry(List<FailureCode> codes, List<String> slides) {
    State state = status().getState();
    if (state == null || !state.isTerminal() || state == State.Preflighted) {
      throw CliFailure.badInput(
          "%s has not ended, so there is nothing to retry: it is %s".formatted(name(), state));
    }
    int ended = Math.max(1, attempt());
    RetryOnlySpec only = new RetryOnlySpec();
    only.setCodes(codes);
    only.setSlides(slides);
    edit(
        spec -> {
          spec.setRetry(ended);
          spec.setRetryOnly(codes == null && slides == null ? null : only);
        });
    return ended + 1;
  }

  private String name() {
    return run.getMetadata().getName();
  }

  private void edit(Consumer<CohortRunSpec> change) {
    resource.edit(
        now -> {
          change.accept(now.getSpec());
          return now;
        });
  }

  @Override
  public void close() {
    client.close();
  }
}
