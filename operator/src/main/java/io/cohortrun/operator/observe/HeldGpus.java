package io.cohortrun.operator.observe;

import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Time for which pods of an attempt held GPUs, from the moment when they had a node: nobody else
 * can use the card while an image is pulled, or while a worker hangs. Each turn adds what passed
 * since the last one.
 *
 * @param seconds times GPUs, slices or shares, as the profile counts them
 * @param until when it was counted
 */
public record HeldGpus(double seconds, Instant until) {

  /**
   * With the time up to now.
   *
   * @param pods of the pool
   * @param each GPUs that one of them holds
   */
  HeldGpus and(List<Pod> pods, int each, Instant now) {
    double sum = pods.stream().mapToDouble(pod -> since(pod, now)).sum();
    return new HeldGpus(seconds + each * sum, now);
  }

  private double since(Pod pod, Instant now) {
    Optional<Instant> placed =
        Waits.condition(pod, "PodScheduled", "True")
            .map(PodCondition::getLastTransitionTime)
            .map(Instant::parse);
    if (placed.isEmpty()) {
      return 0;
    }
    Instant from = placed.get().isAfter(until) ? placed.get() : until;
    Instant to = ended(pod) ? end(pod, from) : now;
    return Math.max(0, Duration.between(from, to).toMillis() / 1e3);
  }

  private static boolean ended(Pod pod) {
    return List.of("Succeeded", "Failed").contains(pod.getStatus().getPhase());
  }

  /** When its last container ended; one that was evicted may not say so, and adds no more. */
  private static Instant end(Pod pod, Instant otherwise) {
    return ContainerStates.of(pod, ContainerState::getTerminated)
        .map(ContainerStateTerminated::getFinishedAt)
        .flatMap(Stream::ofNullable)
        .map(Instant::parse)
        .max(Comparator.naturalOrder())
        .orElse(otherwise);
  }
}
