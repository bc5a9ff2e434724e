package io.cohortrun.operator.observe;

import io.cohortrun.crds.v1alpha1.CohortRunStatus;
import io.cohortrun.crds.v1alpha1.GpuSeconds;
import io.cohortrun.crds.v1alpha1.PodCounts;
import io.cohortrun.workflows.contract.Usage;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.function.ToIntFunction;

/**
 * What an attempt has used so far: sums that the status carries from turn to turn, and that never
 * fall, whatever becomes of pods and workflow.
 *
 * @param pods that were created for it
 * @param gpus time for which its pods held them
 * @param usage what its workers say of devices and results
 */
public record Spent(CreatedPods pods, HeldGpus gpus, Usage usage) {

  /** What the status remembers of the recorded attempt. */
  public static Spent recorded(CohortRunStatus status, Instant now) {
    GpuSeconds gpu = Objects.requireNonNullElseGet(status.getGpuSeconds(), GpuSeconds::new);
    String until = gpu.getTime() == null ? status.getStartTime() : gpu.getTime();
    return new Spent(
        created(Objects.requireNonNullElseGet(status.getPods(), PodCounts::new)),
        new HeldGpus(known(gpu.getHeld()), until == null ? now : Instant.parse(until)),
        new Usage(
            known(gpu.getUseful()),
            known(gpu.getWasted()),
            Objects.requireNonNullElse(status.getOutputBytes(), 0L)));
  }

  /**
   * With what is there now.
   *
   * @param all pods of the attempt
   * @param each GPUs that one of them holds
   */
  public Spent and(EngineView engine, List<Pod> all, ToIntFunction<Pod> each, Instant now) {
    return new Spent(pods.and(all), gpus.and(all, each, now), atLeast(engine.taken()));
  }

  /** The larger of each figure: a workflow that is being closed forgets its open partitions. */
  private Usage atLeast(Usage told) {
    return new Usage(
        Math.max(usage.usefulSeconds(), told.usefulSeconds()),
        Math.max(usage.wastedSeconds(), told.wastedSeconds()),
        Math.max(usage.outputBytes(), told.outputBytes()));
  }

  private static CreatedPods created(PodCounts pods) {
    return pods.getNewest() == null
        ? CreatedPods.NONE
        : new CreatedPods(
            known(pods.getCreated()), Instant.parse(pods.getNewest()), known(pods.getAtNewest()));
  }

  private static int known(Integer pods) {
    return pods == null ? 0 : pods;
  }

  private static double known(Double seconds) {
    return seconds == null ? 0 : seconds;
  }
}
