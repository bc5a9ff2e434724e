package io.cohortrun.operator.observe;

import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;

/**
 * Time for which pods of an attempt held GPUs, from the moment when they had a node: nobody else
 * can use the card while an image is pulled, or while a worker hangs; beyond the grace of a pod
 * that was told to go its node keeps it, not the run. Each turn adds what passed since the last
 * one.
 *
 * @param seconds times GPUs, slices or shares, as the profile counts them
 * @param until when it was counted
 */
public record HeldGpus(double seconds, Instant until) {

  /**
   * With the time up to now.
   *
   * @param pods of both pools
   * @param each GPUs that one of them holds
   */
  HeldGpus and(List<Pod> pods, ToIntFunction<Pod> each, Instant now) {
    double sum = pods.stream().mapToDouble(pod -> each.applyAsInt(pod) * since(pod, now)).sum();
    return new HeldGpus(seconds + sum, now);
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
    Instant to = earlier(KeptPods.hasEnded(pod) ? end(pod, from) : now, pod);
    return Math.max(0, Duration.between(from, to).toMillis() / 1e3);
  }

  private static Instant earlier(Instant end, Pod pod) {
    return Stream.ofNullable(pod.getMetadata())
        .map(ObjectMeta::getDeletionTimestamp)
        .flatMap(Stream::ofNullable)
        .map(Instant::parse)
        .filter(end::isAfter)
        .findFirst()
        .orElse(end);
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
