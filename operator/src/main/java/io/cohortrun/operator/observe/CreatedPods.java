package io.cohortrun.operator.observe;

import io.fabric8.kubernetes.api.model.Pod;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/**
 * Pods of an attempt, each counted once, though Jobs and pods go: whoever was made after the newest
 * that is counted is new. A Job's own counters do not do: they leave out drained and evicted pods,
 * and go with the Job.
 *
 * @param count of pods
 * @param newest creation time of the newest of them, in whole seconds as Kubernetes has it
 * @param atNewest of these, pods that were made in that second
 */
public record CreatedPods(int count, Instant newest, int atNewest) {

  /** Before the first. */
  public static final CreatedPods NONE = new CreatedPods(0, Instant.EPOCH, 0);

  /** With the pods that are there now. */
  CreatedPods and(List<Pod> pods) {
    List<Instant> created =
        pods.stream().map(p -> Instant.parse(p.getMetadata().getCreationTimestamp())).toList();
    int inThatSecond = (int) created.stream().filter(newest::equals).count();
    int late = Math.max(0, inThatSecond - atNewest);
    List<Instant> later = created.stream().filter(c -> c.isAfter(newest)).toList();
    if (later.isEmpty()) {
      return new CreatedPods(count + late, newest, atNewest + late);
    }
    Instant last = later.stream().max(Comparator.naturalOrder()).orElseThrow();
    return new CreatedPods(
        count + late + later.size(), last, (int) later.stream().filter(last::equals).count());
  }
}
