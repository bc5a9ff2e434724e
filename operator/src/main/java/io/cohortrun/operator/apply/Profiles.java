package io.cohortrun.operator.apply;

import io.cohortrun.crds.v1alpha1.CohortRun;
import io.cohortrun.crds.v1alpha1.ConditionReason;
import io.cohortrun.crds.v1alpha1.Frozen;
import io.cohortrun.crds.v1alpha1.WorkersSpec;
import io.cohortrun.operator.desired.GpuRequest;
import io.cohortrun.operator.desired.WorkerJobs;
import io.cohortrun.operator.desired.WorkerProfile;
import io.cohortrun.operator.observe.Ceilings;
import io.cohortrun.operator.observe.Observation.Problem;
import io.cohortrun.operator.observe.Pool;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** The worker profiles that a run names, with the images that it began with. */
record Profiles(CohortRun run, Platform platform) {

  /** The profile of a pool; present where {@link #problem} is empty. */
  WorkerProfile of(Pool pool) {
    WorkerProfile now = platform.profiles().get(name(pool));
    Frozen frozen = run.getStatus() == null ? null : run.getStatus().getFrozen();
    String image =
        frozen == null ? null : pool == Pool.CPU ? frozen.getCpuImage() : frozen.getImage();
    return image == null ? now : now.with(image);
  }

  /** The device plugin's resource that a pool waits for, if it waits for one. */
  Optional<String> gpu(Pool pool) {
    WorkerProfile profile = platform.profiles().get(name(pool));
    return profile != null && profile.gpu() instanceof GpuRequest.Extended extended
        ? Optional.of(extended.resource())
        : Optional.empty();
  }

  /**
   * GPUs, slices or shares that a worker holds: of a CPU pool, too, whose profile asks for them.
   */
  int gpusOf(Pod worker) {
    Pool pool = WorkerJobs.isOf(worker, Pool.GPU) ? Pool.GPU : Pool.CPU;
    WorkerProfile profile = platform.profiles().get(name(pool));
    return profile == null
        ? 0
        : switch (profile.gpu()) {
          case GpuRequest.None none -> 0;
          case GpuRequest.Extended extended -> extended.count();
          case GpuRequest.Claim claim -> claim.count();
        };
  }

  /** What the platform lets an attempt use: the lower of both profiles'. */
  Ceilings ceilings() {
    return Arrays.stream(Pool.values())
        .map(pool -> platform.profiles().get(name(pool)))
        .filter(Objects::nonNull)
        .map(WorkerProfile::ceilings)
        .reduce(Ceilings.NONE, Ceilings::and);
  }

  /** A profile that the platform does not have, or that does not run this bundle. */
  Optional<Problem> problem() {
    for (Pool pool : Pool.values()) {
      if (!platform.profiles().containsKey(name(pool))) {
        return Optional.of(
            new Problem(
                ConditionReason.UNKNOWN_PROFILE,
                "spec.workers.%s.profile: the platform has no worker profile %s, only %s"
                    .formatted(
                        WorkerJobs.word(pool),
                        name(pool),
                        String.join(
                            ", ", platform.profiles().keySet().stream().sorted().toList()))));
      }
    }
    return Arrays.stream(Pool.values()).flatMap(pool -> unlisted(pool).stream()).findFirst();
  }

  /** A bundle is code. Workers compare the digest that is named before they load any. */
  private Optional<Problem> unlisted(Pool pool) {
    Set<String> listed = platform.profiles().get(name(pool)).bundles();
    String digest = run.getSpec().getModel().getDigest();
    return listed.isEmpty() || (digest != null && listed.contains(digest))
        ? Optional.empty()
        : Optional.of(
            new Problem(
                ConditionReason.BUNDLE_NOT_LISTED,
                "spec.model.digest: worker profile %s runs only bundles that the platform lists, and %s; "
                        .formatted(
                            name(pool),
                            digest == null ? "this run names none" : digest + " is not among them")
                    + (digest == null
                        ? "name the digest that 'cohort model show' prints in a new CohortRun"
                        : "the run begins once whoever keeps the platform adds it to the profile's bundles")));
  }

  private String name(Pool pool) {
    WorkersSpec workers = run.getSpec().getWorkers();
    return (pool == Pool.CPU ? workers.getCpu() : workers.getGpu()).getProfile();
  }
}
