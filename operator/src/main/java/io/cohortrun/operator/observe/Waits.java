package io.cohortrun.operator.observe;

import io.cohortrun.crds.v1alpha1.ConditionReason;
import io.cohortrun.operator.observe.PoolView.Waiting;
import io.fabric8.kubernetes.api.model.ContainerStateWaiting;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Why a pod does not run, by what its status says. */
final class Waits {

  private static final Set<String> IMAGE =
      Set.of(
          "ErrImagePull",
          "ImagePullBackOff",
          "InvalidImageName",
          "ErrImageNeverPull",
          "RegistryUnavailable");

  private static final Set<String> CONFIG =
      Set.of("CreateContainerConfigError", "CreateContainerError");

  private Waits() {}

  /**
   * The reason; empty for a pod that runs, as far as its node tells, or has ended.
   *
   * @param gpu the resource that the profile asks for, if any: its lack is told apart
   */
  static Optional<Waiting> of(Pod pod, Optional<String> gpu) {
    if ("Running".equals(pod.getStatus().getPhase())) {
      return silentNode(pod);
    }
    if (!"Pending".equals(pod.getStatus().getPhase())) {
      return Optional.empty();
    }
    Optional<PodCondition> unscheduled = condition(pod, "PodScheduled", "False");
    if (unscheduled.isPresent()) {
      return Optional.of(unscheduled(unscheduled.get(), gpu));
    }
    Instant since = placed(pod);
    return containers(pod)
        .flatMap(container -> container(container, since))
        .findFirst()
        .or(() -> unprepared(pod, since))
        .or(
            () ->
                Optional.of(
                    new Waiting(ConditionReason.PODS_PENDING, "the pod is being started", since)));
  }

  /**
   * Nothing of a pod starts before it has its volumes, devices and network. Which of them is
   * missing its events alone say.
   */
  private static Optional<Waiting> unprepared(Pod pod, Instant since) {
    return condition(pod, "PodReadyToStartContainers", "False")
        .map(
            preparing ->
                new Waiting(
                    ConditionReason.VOLUMES_PENDING,
                    "node %s mounts the volumes of pod %s, prepares its devices and makes its network; where that lasts, 'kubectl describe pod' says what is missing"
                        .formatted(pod.getSpec().getNodeName(), pod.getMetadata().getName()),
                    since));
  }

  /** The cluster calls a pod of a silent node unready, and leaves what its containers last said. */
  static Optional<Waiting> silentNode(Pod pod) {
    boolean ranWell =
        containers(pod).findAny().isPresent()
            && containers(pod).allMatch(c -> Boolean.TRUE.equals(c.getReady()));
    return condition(pod, "Ready", "False")
        .filter(unready -> ranWell)
        .map(
            unready ->
                new Waiting(
                    ConditionReason.NODE_LOST,
                    "node %s no longer answers; its worker may still compute, and what it does not finish is done again elsewhere"
                        .formatted(pod.getSpec().getNodeName()),
                    Instant.parse(unready.getLastTransitionTime())));
  }

  static Optional<PodCondition> condition(Pod pod, String type, String status) {
    return pod.getStatus().getConditions().stream()
        .filter(c -> c.getType().equals(type) && c.getStatus().equals(status))
        .findFirst();
  }

  private static Waiting unscheduled(PodCondition condition, Optional<String> gpu) {
    String message = String.valueOf(condition.getMessage());
    Instant since = Instant.parse(condition.getLastTransitionTime());
    if (message.contains("persistentvolumeclaim")) {
      return new Waiting(ConditionReason.MOUNT_UNAVAILABLE, message, since);
    }
    if (gpu.isPresent() && message.contains(gpu.get())) {
      return new Waiting(
          ConditionReason.NO_GPU_CAPACITY,
          "no node has a free %s: %s".formatted(gpu.get(), message),
          since);
    }
    return new Waiting(ConditionReason.PODS_PENDING, message, since);
  }

  private static Stream<ContainerStatus> containers(Pod pod) {
    return pod.getStatus().getContainerStatuses().stream();
  }

  private static Stream<Waiting> container(ContainerStatus status, Instant since) {
    ContainerStateWaiting waiting =
        status.getState() == null ? null : status.getState().getWaiting();
    if (waiting == null || waiting.getReason() == null) {
      return Stream.empty();
    }
    String sentence =
        "%s of image %s: %s"
            .formatted(waiting.getReason(), status.getImage(), waiting.getMessage());
    if (IMAGE.contains(waiting.getReason())) {
      return Stream.of(new Waiting(ConditionReason.IMAGE_UNAVAILABLE, sentence, since));
    }
    return CONFIG.contains(waiting.getReason())
        ? Stream.of(new Waiting(ConditionReason.MOUNT_UNAVAILABLE, sentence, since))
        : Stream.empty();
  }

  /** When it had a node: what a container waits for has no time of its own. */
  private static Instant placed(Pod pod) {
    return condition(pod, "PodScheduled", "True")
        .map(c -> Instant.parse(c.getLastTransitionTime()))
        .orElseGet(() -> Instant.parse(pod.getMetadata().getCreationTimestamp()));
  }
}
