package io.cohortrun.operator.observe;

import io.cohortrun.crds.v1alpha1.ConditionReason;
import io.cohortrun.operator.observe.PoolView.Waiting;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobCondition;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** A pool out of the objects that the cluster has of it. */
public final class PoolViews {

  /** Label of a Job: the Kueue LocalQueue that admits it. */
  public static final String QUEUE = "kueue.x-k8s.io/queue-name";

  private PoolViews() {}

  /**
   * One pool.
   *
   * @param attempt that is under way
   * @param jobs of the pool; more than one while an epoch gives way to the next
   * @param pods of these, at any point of their life
   * @param gpu the resource that the profile asks for, if any
   * @param queue says why it has not admitted a Job, where it can be asked
   */
  public static PoolView of(
      int attempt,
      List<Job> jobs,
      List<Pod> pods,
      Optional<String> gpu,
      Function<Job, Optional<String>> queue,
      Instant now) {
    List<Job> kept =
        jobs.stream().filter(j -> j.getMetadata().getDeletionTimestamp() == null).toList();
    int wanted = kept.stream().mapToInt(j -> j.getSpec().getParallelism()).sum();
    Optional<Job> last =
        jobs.stream()
            .filter(j -> Epoch.of(j).attempt() == attempt)
            .max(Comparator.comparing(Epoch::of));
    Optional<Job> current = last.filter(kept::contains);
    boolean blocked =
        current.filter(job -> isComplete(job) || isBlocked(job, pods, now)).isPresent();
    boolean another = blocked || current.isEmpty();
    List<Pod> alive =
        pods.stream().filter(p -> p.getMetadata().getDeletionTimestamp() == null).toList();
    int ready = (int) alive.stream().filter(PoolViews::isReady).count();
    Optional<Waiting> waiting =
        alive.stream()
            .flatMap(pod -> Waits.of(pod, gpu).stream())
            .min(Comparator.comparing(Waiting::since))
            .or(() -> queued(kept, queue));
    boolean stays = !blocked && current.filter(job -> keeps(job, pods, now)).isPresent();
    Optional<Waiting> lost =
        stays || alive.stream().anyMatch(PoolViews::isPlaced)
            ? Optional.empty()
            : KeptPods.lost(of(attempt, pods), current, now);
    return new PoolView(
        wanted,
        ready,
        last.map(job -> Epoch.of(job).replacement() + (another ? 1 : 0)).orElse(0),
        blocked || kept.size() > current.stream().count(),
        FailingWorkers.among(alive, now)
            .or(() -> lost.map(node -> node.and(waiting)))
            .or(() -> waiting));
  }

  /** Whether a pod of its own does not end. */
  private static boolean keeps(Job job, List<Pod> pods, Instant now) {
    return pods.stream()
        .filter(p -> p.hasOwnerReferenceFor(job.getMetadata().getUid()))
        .anyMatch(p -> KeptPods.isStuck(p, now));
  }

  /** Whether all of its workers ended as if the run had: it makes no other. */
  private static boolean isComplete(Job job) {
    return job.getStatus() != null
        && job.getStatus().getConditions().stream()
            .anyMatch(c -> c.getType().equals("Complete") && c.getStatus().equals("True"));
  }

  /** Whether it lacks workers that it will not make while its pods do not end. */
  private static boolean isBlocked(Job job, List<Pod> pods, Instant now) {
    List<Pod> its =
        pods.stream().filter(p -> p.hasOwnerReferenceFor(job.getMetadata().getUid())).toList();
    long workers =
        its.stream()
            .filter(p -> p.getMetadata().getDeletionTimestamp() == null)
            .filter(p -> !KeptPods.hasEnded(p))
            .count();
    return !Boolean.TRUE.equals(job.getSpec().getSuspend())
        && workers < job.getSpec().getParallelism()
        && keeps(job, its, now);
  }

  private static List<Pod> of(int attempt, List<Pod> pods) {
    return pods.stream().filter(p -> Epoch.of(p).attempt() == attempt).toList();
  }

  /** Whether it has a node, on which it runs or will. */
  private static boolean isPlaced(Pod pod) {
    return !KeptPods.hasEnded(pod) && Waits.condition(pod, "PodScheduled", "True").isPresent();
  }

  /** A Job that Kueue has not admitted, or has evicted, has no pods to say so. */
  private static Optional<Waiting> queued(List<Job> jobs, Function<Job, Optional<String>> queue) {
    return jobs.stream()
        .filter(j -> Boolean.TRUE.equals(j.getSpec().getSuspend()))
        .findFirst()
        .map(
            j ->
                new Waiting(
                    ConditionReason.QUEUED,
                    "Job %s waits in queue %s%s"
                        .formatted(
                            j.getMetadata().getName(),
                            j.getMetadata().getLabels().get(QUEUE),
                            queue.apply(j).map(why -> ": " + why).orElse("")),
                    Instant.parse(suspended(j))));
  }

  /** When it was suspended; before the Job controller has said so, when it was made. */
  private static String suspended(Job job) {
    List<JobCondition> said = job.getStatus() == null ? List.of() : job.getStatus().getConditions();
    return said.stream()
        .filter(c -> c.getType().equals("Suspended") && c.getStatus().equals("True"))
        .map(JobCondition::getLastTransitionTime)
        .findFirst()
        .orElse(job.getMetadata().getCreationTimestamp());
  }

  private static boolean isReady(Pod pod) {
    return Waits.condition(pod, "Ready", "True").isPresent();
  }
}
