package io.cohortrun.operator.observe;

import io.cohortrun.crds.v1alpha1.Mode;
import io.cohortrun.workflows.contract.SignOff;
import java.util.Optional;

/**
 * What the spec asks for, as far as decisions depend on it.
 *
 * @param suspend by the user
 * @param retry attempts asked for after the first
 * @param cpuReplicas workers of the CPU pool
 * @param gpuReplicas workers of the GPU pool
 * @param queued whether a queue admits its Jobs; it then owns their size
 * @param ceilings of each attempt
 * @param decision of a reviewer, on the recorded attempt
 * @param deleting whether the resource is on its way out
 */
public record Wanted(
    boolean suspend,
    Mode mode,
    int retry,
    int cpuReplicas,
    int gpuReplicas,
    boolean queued,
    Ceilings ceilings,
    Optional<SignOff> decision,
    boolean deleting) {

  int replicas(Pool pool) {
    return switch (pool) {
      case CPU -> cpuReplicas;
      case GPU -> gpuReplicas;
    };
  }
}
