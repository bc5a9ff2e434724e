package io.cohortrun.operator.observe;

import io.cohortrun.crds.v1alpha1.ConditionReason;
import io.cohortrun.operator.observe.PoolView.Waiting;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Pods that were told to go and that their nodes keep. Only a node can say that a pod has ended,
 * and a Job replaces no pod that has not: where the node is dead, both wait for ever.
 */
final class KeptPods {

  /**
   * After the end of a pod's grace, when its node has killed it. A kubelet says so within seconds;
   * one that is begun anew, and clocks that differ, need less than this.
   */
  static final Duration TO_CONFIRM = Duration.ofSeconds(60);

  private KeptPods() {}

  /** Whether its node should have said by now that it has ended. */
  static boolean isStuck(Pod pod, Instant now) {
    return isLeaving(pod) && !now.isBefore(giveUp(pod));
  }

  /** Told to go, and not ended. */
  static boolean isLeaving(Pod pod) {
    return pod.getMetadata().getDeletionTimestamp() != null
        && pod.getSpec() != null
        && pod.getSpec().getNodeName() != null
        && !hasEnded(pod);
  }

  static boolean hasEnded(Pod pod) {
    return List.of("Succeeded", "Failed").contains(pod.getStatus().getPhase());
  }

  /**
   * What their node keeps from its end, since when, and what happens next.
   *
   * @param pods of the attempt
   * @param current the Job that the pool has now
   */
  static Optional<Waiting> lost(List<Pod> pods, Optional<Job> current, Instant now) {
    return pods.stream()
        .filter(KeptPods::isLeaving)
        .filter(pod -> Waits.silentNode(pod).isPresent() || isStuck(pod, now))
        .min(Comparator.comparing(KeptPods::since))
        .map(
            pod ->
                new Waiting(
                    ConditionReason.NODE_LOST,
                    "node %s has not confirmed the end of pod %s, which was to go by %s%s"
                        .formatted(
                            pod.getSpec().getNodeName(),
                            pod.getMetadata().getName(),
                            pod.getMetadata().getDeletionTimestamp(),
                            next(pod, current, now)),
                    since(pod)));
  }

  private static String next(Pod pod, Optional<Job> current, Instant now) {
    if (!isStuck(pod, now)) {
      return "; if it has not by %s, another Job takes the place of its own".formatted(giveUp(pod));
    }
    return current
        .filter(job -> !pod.hasOwnerReferenceFor(job.getMetadata().getUid()))
        .map(job -> "; Job %s has taken its place".formatted(job.getMetadata().getName()))
        .orElse("; another Job takes the place of its own")
        .concat(", and what it does not finish is done again elsewhere");
  }

  private static Instant since(Pod pod) {
    return Waits.silentNode(pod)
        .map(Waiting::since)
        .orElseGet(() -> Instant.parse(pod.getMetadata().getDeletionTimestamp()));
  }

  /** Kubernetes sets the time of a deletion at the end of the grace. */
  private static Instant giveUp(Pod pod) {
    return Instant.parse(pod.getMetadata().getDeletionTimestamp()).plus(TO_CONFIRM);
  }
}
