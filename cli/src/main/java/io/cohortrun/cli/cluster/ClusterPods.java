package io.cohortrun.cli.cluster;

import io.cohortrun.cli.CliFailure;
import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientTimeoutException;
import io.fabric8.kubernetes.client.dsl.ExecWatch;
import io.fabric8.kubernetes.client.dsl.PodResource;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/** Pods of a real cluster, as the user of the kubeconfig. */
final class ClusterPods implements ShortLivedPods {

  private static final long START_MINUTES = 3;
  private static final long LAST_WORD_SECONDS = 60;

  private final KubernetesClient client;

  ClusterPods(KubernetesClient client) {
    this.client = client;
  }

  @Override
  public void start(Pod pod) {
    client.resource(pod).create();
    Pod now;
    try {
      now =
          resource(pod).waitUntilCondition(ClusterPods::isDecided, START_MINUTES, TimeUnit.MINUTES);
    } catch (KubernetesClientTimeoutException e) {
      now = resource(pod).get();
    }
    if (now == null || !isRunning(now)) {
      throw CliFailure.failed(
          "pod %s does not run: %s"
              .formatted(pod.getMetadata().getName(), now == null ? "it is gone" : why(now)),
          null);
    }
  }

  @Override
  public void exec(Pod pod, List<String> command, Reader reader) throws IOException {
    ByteArrayOutputStream errors = new ByteArrayOutputStream();
    try (ExecWatch exec =
        resource(pod)
            .inContainer(DownloadPod.CONTAINER)
            .redirectingOutput()
            .writingError(errors)
            .exec(command.toArray(String[]::new))) {
      IOException broken = read(exec, reader);
      int status = exec.exitCode().get(LAST_WORD_SECONDS, TimeUnit.SECONDS);
      if (status != 0) {
        throw CliFailure.failed(
            "pod %s: exit status %d: %s"
                .formatted(
                    pod.getMetadata().getName(),
                    status,
                    errors.toString(StandardCharsets.UTF_8).strip()),
            broken);
      }
      if (broken != null) {
        throw broken;
      }
    } catch (ExecutionException | TimeoutException e) {
      throw new IOException("the connection to the pod broke; try it again", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  /** A command that fails breaks its stream, too: its own words say more. */
  private static IOException read(ExecWatch exec, Reader reader) {
    try {
      reader.read(exec.getOutput());
      return null;
    } catch (IOException e) {
      return e;
    }
  }

  @Override
  public void remove(Pod pod) {
    resource(pod).withGracePeriod(0).delete();
  }

  private PodResource resource(Pod pod) {
    return client
        .pods()
        .inNamespace(pod.getMetadata().getNamespace())
        .withName(pod.getMetadata().getName());
  }

  /** It runs, or will not within minutes. */
  private static boolean isDecided(Pod pod) {
    return pod != null
        && (isRunning(pod) || hasEnded(pod) || waits(pod).anyMatch(BROKEN::contains));
  }

  private static final List<String> BROKEN =
      List.of("ImagePullBackOff", "InvalidImageName", "CreateContainerConfigError");

  private static boolean isRunning(Pod pod) {
    return pod.getStatus() != null && "Running".equals(pod.getStatus().getPhase());
  }

  private static boolean hasEnded(Pod pod) {
    return pod.getStatus() != null
        && List.of("Failed", "Succeeded").contains(Objects.toString(pod.getStatus().getPhase()));
  }

  private static Stream<String> waits(Pod pod) {
    return states(pod)
        .flatMap(s -> Stream.ofNullable(s.getWaiting()))
        .flatMap(w -> Stream.ofNullable(w.getReason()));
  }

  private static Stream<ContainerState> states(Pod pod) {
    return pod.getStatus() == null
        ? Stream.empty()
        : pod.getStatus().getContainerStatuses().stream()
            .flatMap(c -> Stream.ofNullable(c.getState()));
  }

  private static String why(Pod pod) {
    Optional<String> waiting =
        states(pod)
            .flatMap(s -> Stream.ofNullable(s.getWaiting()))
            .map(w -> w.getReason() + ": " + w.getMessage())
            .findFirst();
    return waiting
        .or(
            () ->
                pod.getStatus().getConditions().stream()
                    .filter(c -> "False".equals(c.getStatus()))
                    .map(PodCondition::getMessage)
                    .filter(Objects::nonNull)
                    .findFirst())
        .orElse("it is " + pod.getStatus().getPhase());
  }
}
