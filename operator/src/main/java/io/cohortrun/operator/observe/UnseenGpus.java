package io.cohortrun.operator.observe;

import io.cohortrun.crds.v1alpha1.ConditionReason;
import io.cohortrun.operator.observe.PoolView.Waiting;
import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Workers that were promised a GPU, saw none and ended at once. Their Job makes them again and
 * again, and each runs for a moment: one that has run on since says that all is well.
 */
final class UnseenGpus {

  /** How a worker's last sentence begins; it stands in its pod's status. */
  private static final String CODE = "GpuNotVisible: ";

  private static final Duration RUNS_ON = Duration.ofSeconds(30);

  private UnseenGpus() {}

  /** What the last of them said, since the first of them ended. */
  static Optional<Waiting> among(List<Pod> pods, Instant now) {
    List<ContainerStateTerminated> blind =
        states(pods, ContainerState::getTerminated)
            .filter(end -> String.valueOf(end.getMessage()).contains(CODE))
            .sorted(Comparator.comparing(ContainerStateTerminated::getFinishedAt))
            .toList();
    if (blind.isEmpty()) {
      return Optional.empty();
    }
    Instant last = Instant.parse(blind.getLast().getFinishedAt());
    boolean seen =
        states(pods, ContainerState::getRunning)
            .map(running -> Instant.parse(running.getStartedAt()))
            .anyMatch(start -> start.isAfter(last) && !start.plus(RUNS_ON).isAfter(now));
    String said = blind.getLast().getMessage();
    return seen
        ? Optional.empty()
        : Optional.of(
            new Waiting(
                ConditionReason.GPU_NOT_VISIBLE,
                said.substring(said.indexOf(CODE) + CODE.length()).strip(),
                Instant.parse(blind.getFirst().getFinishedAt())));
  }

  private static <T> Stream<T> states(List<Pod> pods, Function<ContainerState, T> kind) {
    return pods.stream()
        .flatMap(pod -> pod.getStatus().getContainerStatuses().stream())
        .flatMap(c -> Optional.ofNullable(c.getState()).stream())
        .flatMap(state -> Optional.ofNullable(kind.apply(state)).stream());
  }
}
