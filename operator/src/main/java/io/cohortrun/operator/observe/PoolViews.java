package io.cohortrun.operator.observe;

import io.cohortrun.crds.v1alpha1.ConditionReason;
import io.cohortrun.operator.observe.PoolView.Waiting;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** A pool out of the objects that the cluster has of it. */
public final class PoolViews {

  private PoolViews() {}

  /**
   * One pool.
   *
   * @param jobs of the pool; more than one while an epoch gives way to the next
   * @param pods of these, at any point of their life
   * @param gpu the resource that the profile asks for, if any
   */
  public static PoolView of(List<Job> jobs, List<Pod> pods, Optional<String> gpu) {
    int wanted =
        jobs.stream()
            .filter(j -> j.getMetadata().getDeletionTimestamp() == null)
            .mapToInt(j -> j.getSpec().getParallelism())
            .sum();
    List<Pod> alive =
        pods.stream().filter(p -> p.getMetadata().getDeletionTimestamp() == null).toList();
    int ready = (int) alive.stream().filter(PoolViews::isReady).count();
    return new PoolView(
        wanted,
        ready,
        alive.stream()
            .flatMap(pod -> Waits.of(pod, gpu).stream())
            .min(Comparator.comparing(Waiting::since))
            .or(() -> queued(jobs)));
  }

  /** A Job that Kueue has not admitted has no pods to say so. */
  private static Optional<Waiting> queued(List<Job> jobs) {
    return jobs.stream()
        .filter(j -> Boolean.TRUE.equals(j.getSpec().getSuspend()))
        .findFirst()
        .map(
            j ->
                new Waiting(
                    ConditionReason.QUEUED,
                    "Job %s waits in queue %s"
                        .formatted(
                            j.getMetadata().getName(),
                            j.getMetadata().getLabels().get("kueue.x-k8s.io/queue-name")),
                    Instant.parse(j.getMetadata().getCreationTimestamp())));
  }

  private static boolean isReady(Pod pod) {
    return Waits.condition(pod, "Ready", "True").isPresent();
  }
}
