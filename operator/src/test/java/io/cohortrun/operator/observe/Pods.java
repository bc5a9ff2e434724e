package io.cohortrun.operator.observe;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.time.Instant;

/** Pods as a cluster shows them; conditions and states were read off a kubelet of 1.36. */
final class Pods {

  static final String CREATED = "2026-01-01T12:00:00Z";
  static final String SCHEDULED = "2026-01-01T12:01:00Z";

  private Pods() {}

  static Pod running() {
    return scheduled("Running")
        .editStatus()
        .addNewCondition()
        .withType("Ready")
        .withStatus("True")
        .endCondition()
        .endStatus()
        .build();
  }

  /**
   * Running as far as is known, and not ready.
   *
   * @param container what its container last said of itself
   */
  static Pod unready(boolean container) {
    return scheduled("Running")
        .editOrNewSpec()
        .withNodeName("node-7")
        .endSpec()
        .editStatus()
        .addNewCondition()
        .withType("Ready")
        .withStatus("False")
        .withLastTransitionTime(SCHEDULED)
        .endCondition()
        .addNewContainerStatus()
        .withName("worker")
        .withReady(container)
        .endContainerStatus()
        .endStatus()
        .build();
  }

  static Pod unscheduled(String message) {
    return pod("Pending")
        .editStatus()
        .addNewCondition()
        .withType("PodScheduled")
        .withStatus("False")
        .withReason("Unschedulable")
        .withMessage(message)
        .withLastTransitionTime(CREATED)
        .endCondition()
        .endStatus()
        .build();
  }

  static Pod waiting(String reason, String message) {
    return scheduled("Pending")
        .editStatus()
        .addNewContainerStatus()
        .withName("worker")
        .withImage("registry/worker:1")
        .withNewState()
        .withNewWaiting(message, reason)
        .endState()
        .endContainerStatus()
        .endStatus()
        .build();
  }

  /** On a node that has not mounted its volumes yet. */
  static Pod unprepared() {
    return new PodBuilder(waiting("ContainerCreating", null))
        .editOrNewSpec()
        .withNodeName("node-7")
        .endSpec()
        .editStatus()
        .addNewCondition()
        .withType("PodReadyToStartContainers")
        .withStatus("False")
        .endCondition()
        .endStatus()
        .build();
  }

  static Pod ended(int exitCode, String reason) {
    return scheduled("Failed")
        .editStatus()
        .addNewContainerStatus()
        .withName("worker")
        .withNewState()
        .withNewTerminated()
        .withExitCode(exitCode)
        .withReason(reason)
        .endTerminated()
        .endState()
        .endContainerStatus()
        .endStatus()
        .build();
  }

  /** A worker that was promised a GPU and saw none. */
  static Pod blind(String finished) {
    return scheduled("Failed")
        .editStatus()
        .addNewContainerStatus()
        .withName("worker")
        .withNewState()
        .withNewTerminated()
        .withExitCode(1)
        .withFinishedAt(finished)
        .withMessage("cohort: GpuNotVisible: a GPU was promised, and none is seen\n")
        .endTerminated()
        .endState()
        .endContainerStatus()
        .endStatus()
        .build();
  }

  /** A worker that failed, after so many seconds. */
  static Pod failed(String finished, int seconds, String message) {
    return new PodBuilder(ended(1, "Error"))
        .editStatus()
        .editFirstContainerStatus()
        .editState()
        .editTerminated()
        .withStartedAt(Instant.parse(finished).minusSeconds(seconds).toString())
        .withFinishedAt(finished)
        .withMessage(message)
        .endTerminated()
        .endState()
        .endContainerStatus()
        .endStatus()
        .build();
  }

  /** A worker that runs since then. */
  static Pod since(String started) {
    return new PodBuilder(running())
        .editStatus()
        .addNewContainerStatus()
        .withName("worker")
        .withNewState()
        .withNewRunning(started)
        .endState()
        .endContainerStatus()
        .endStatus()
        .build();
  }

  static Pod disrupted(String reason) {
    return new PodBuilder(ended(137, "Error"))
        .editStatus()
        .addNewCondition()
        .withType("DisruptionTarget")
        .withStatus("True")
        .withReason(reason)
        .endCondition()
        .endStatus()
        .build();
  }

  private static PodBuilder scheduled(String phase) {
    return pod(phase)
        .editStatus()
        .addNewCondition()
        .withType("PodScheduled")
        .withStatus("True")
        .withLastTransitionTime(SCHEDULED)
        .endCondition()
        .endStatus();
  }

  private static PodBuilder pod(String phase) {
    return new PodBuilder()
        .withNewMetadata()
        .withName("p")
        .withUid("uid-of-p")
        .withCreationTimestamp(CREATED)
        .endMetadata()
        .withNewStatus()
        .withPhase(phase)
        .endStatus();
  }
}
