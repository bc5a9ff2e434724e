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
import java.util.stream.Stream;

/**
 * Workers that end with an error soon after they began. Their Job makes them again and again, and
 * each runs for a moment: one that has run on since says that all is well.
 */
final class FailingWorkers {

  /** How the last sentence of a worker begins that was promised a GPU and saw none. */
  private static final String NO_GPU = "GpuNotVisible: ";

  /** How a sentence of the program's begins; no other line of a log is ours to repeat. */
  private static final String OURS = "cohort: ";

  private static final Duration RUNS_ON = Duration.ofSeconds(30);

  /** Who worked for longer failed at its work, which the workflow counts. */
  private static final Duration SOON = Duration.ofMinutes(5);

  /** Once is chance, twice may be one node. */
  private static final int AGAIN_AND_AGAIN = 3;

  private static final int LONGEST = 300;

  private FailingWorkers() {}

  private record End(String pod, ContainerStateTerminated state) {

    Instant at() {
      return Instant.parse(state.getFinishedAt());
    }

    boolean soon() {
      return state.getStartedAt() == null
          || Duration.between(Instant.parse(state.getStartedAt()), at()).compareTo(SOON) < 0;
    }

    String said() {
      return state.getMessage() == null ? "" : state.getMessage();
    }
  }

  /** What the last of them said, since the first of them ended. */
  static Optional<Waiting> among(List<Pod> pods, Instant now) {
    List<End> ends =
        pods.stream()
            .filter(Losses::failed)
            .flatMap(FailingWorkers::end)
            .sorted(Comparator.comparing(End::at))
            .toList();
    List<End> soon = lastInARow(ends);
    if (soon.isEmpty() || oneRunsOn(pods, soon.getLast().at(), now)) {
      return Optional.empty();
    }
    End last = soon.getLast();
    int code = last.said().indexOf(NO_GPU);
    if (code >= 0) {
      String sentence = last.said().substring(code + NO_GPU.length()).strip();
      return Optional.of(
          new Waiting(ConditionReason.GPU_NOT_VISIBLE, sentence, soon.getFirst().at()));
    }
    return soon.size() < AGAIN_AND_AGAIN
        ? Optional.empty()
        : Optional.of(
            new Waiting(
                ConditionReason.WORKERS_FAILING,
                sentence(soon.size(), last),
                soon.getFirst().at()));
  }

  private static String sentence(int times, End last) {
    return "%d workers ended soon after they began, the last one with exit status %d (%s): %s"
        .formatted(
            times,
            last.state().getExitCode(),
            last.state().getReason(),
            ourLine(last.said())
                .orElseGet(() -> "'kubectl logs %s' says why".formatted(last.pod())));
  }

  private static Optional<String> ourLine(String said) {
    return said.lines()
        .filter(line -> line.startsWith(OURS))
        .reduce((first, second) -> second)
        .map(line -> line.substring(OURS.length()).strip())
        .map(line -> line.substring(0, Math.min(LONGEST, line.length())));
  }

  /** The ends that came after the last worker that worked for a while. */
  private static List<End> lastInARow(List<End> ends) {
    int from = ends.size();
    while (from > 0 && ends.get(from - 1).soon()) {
      from--;
    }
    return ends.subList(from, ends.size());
  }

  private static boolean oneRunsOn(List<Pod> pods, Instant last, Instant now) {
    return pods.stream()
        .flatMap(pod -> ContainerStates.of(pod, ContainerState::getRunning))
        .map(running -> Instant.parse(running.getStartedAt()))
        .anyMatch(start -> start.isAfter(last) && !start.plus(RUNS_ON).isAfter(now));
  }

  private static Stream<End> end(Pod pod) {
    return ContainerStates.of(pod, ContainerState::getTerminated)
        .filter(state -> state.getFinishedAt() != null)
        .map(state -> new End(pod.getMetadata().getName(), state));
  }
}
