package io.cohortrun.operator.observe;

import io.cohortrun.workflows.contract.WorkerExit;
import io.cohortrun.workflows.contract.WorkerLost;
import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Pods that ended other than in order, and why, so that no slide is blamed for a lost node. */
public final class Losses {

  /** Exit codes of a worker that is done, or drained. */
  private static final Set<Integer> IN_ORDER = Set.of(WorkerExit.DONE, WorkerExit.DRAINED);

  /** Reasons of the condition {@code DisruptionTarget}, in the words of the contract. */
  private static final Map<String, String> DISRUPTIONS =
      Map.of(
          "PreemptionByScheduler", "Preempted",
          "EvictionByEvictionAPI", "Evicted",
          "TerminationByKubelet", "Evicted",
          "DeletionByTaintManager", "NodeLost",
          "DeletionByPodGC", "NodeLost");

  private Losses() {}

  /**
   * Of pods that nobody asked to end.
   *
   * @param told uids of pods that the workflow knows of
   */
  public static List<WorkerLost> among(List<Pod> pods, Set<String> told) {
    return pods.stream()
        .filter(pod -> !told.contains(pod.getMetadata().getUid()))
        .flatMap(
            pod -> reason(pod).map(why -> new WorkerLost(pod.getMetadata().getUid(), why)).stream())
        .toList();
  }

  /** Whether it ended with an error of its own, and nobody asked it to end. */
  static boolean failed(Pod pod) {
    return Waits.condition(pod, "DisruptionTarget", "True").isEmpty() && reason(pod).isPresent();
  }

  private static Optional<String> reason(Pod pod) {
    Optional<PodCondition> disrupted = Waits.condition(pod, "DisruptionTarget", "True");
    if (disrupted.isPresent()) {
      return Optional.of(DISRUPTIONS.getOrDefault(disrupted.get().getReason(), "Evicted"));
    }
    return ContainerStates.of(pod, ContainerState::getTerminated)
        .filter(t -> !IN_ORDER.contains(t.getExitCode()))
        .map(Losses::ended)
        .findFirst();
  }

  private static String ended(ContainerStateTerminated t) {
    // The kubelet's word and the contract's are the same.
    return WorkerLost.OOM_KILLED.equals(t.getReason()) ? WorkerLost.OOM_KILLED : "Error";
  }
}
