package io.cohortrun.operator.observe;

import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.function.Function;
import java.util.stream.Stream;

/** How the containers of a pod are now. */
final class ContainerStates {

  private ContainerStates() {}

  /**
   * Those of one kind.
   *
   * @param kind for example {@code ContainerState::getTerminated}
   */
  static <T> Stream<T> of(Pod pod, Function<ContainerState, T> kind) {
    return pod.getStatus().getContainerStatuses().stream()
        .flatMap(c -> Stream.ofNullable(c.getState()))
        .flatMap(state -> Stream.ofNullable(kind.apply(state)));
  }
}
