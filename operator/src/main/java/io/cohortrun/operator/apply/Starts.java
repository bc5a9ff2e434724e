package io.cohortrun.operator.apply;

import io.cohortrun.crds.v1alpha1.CohortRun;
import io.cohortrun.crds.v1alpha1.CohortRunSpec;
import io.cohortrun.crds.v1alpha1.ConditionReason;
import io.cohortrun.crds.v1alpha1.Retention;
import io.cohortrun.operator.decide.Attempt;
import io.cohortrun.operator.observe.Observation.Problem;
import io.cohortrun.operator.translate.Digests;
import io.cohortrun.operator.translate.SpecDigest;
import io.cohortrun.operator.translate.Translate;
import io.cohortrun.workflows.contract.CohortInput;
import io.cohortrun.workflows.contract.RunRef;
import java.util.Objects;
import java.util.Optional;

/** Inputs of workflows to start. */
final class Starts {

  /** The operator reads no bundle: where none is named, the freeze takes the one that it finds. */
  private static final String AS_FROZEN = "";

  /** The bundle inside the program. */
  private static final String DEMO = "demo";

  private Starts() {}

  static CohortInput input(CohortRun run, Attempt attempt) {
    return input(run, attempt.number());
  }

  /**
   * What the schema accepts and no workflow could be given.
   *
   * @param attempt that was begun last; 0 for none. A run that an earlier release began goes on
   */
  static Optional<Problem> problem(CohortRun run, int attempt) {
    CohortRunSpec spec = run.getSpec();
    try {
      input(run, 1);
      return relative("manifest.uri", spec.getManifest().getUri())
          .or(() -> relative("model.bundle", spec.getModel().getBundle()))
          .or(() -> relative("output.uri", spec.getOutput().getUri()))
          .or(() -> attempt > 0 ? Optional.empty() : retention(spec.getRetention()));
    } catch (RuntimeException e) {
      return Optional.of(
          new Problem(
              ConditionReason.INVALID_SPEC,
              "the spec cannot be carried out: %s; correct it in a new CohortRun"
                  .formatted(e.getMessage())));
    }
  }

  /** Who asks for results to go must not believe that they will. */
  private static Optional<Problem> retention(Retention asked) {
    return asked != Retention.Delete
        ? Optional.empty()
        : Optional.of(
            new Problem(
                ConditionReason.INVALID_SPEC,
                "spec.retention: nothing in this release deletes the results of a deleted run; leave it out in a new CohortRun, and remove the folder of a run from the store yourself"));
  }

  private static Optional<Problem> relative(String field, String place) {
    return place.startsWith("/") || place.contains("://") || place.equals(DEMO)
        ? Optional.empty()
        : Optional.of(
            new Problem(
                ConditionReason.INVALID_SPEC,
                "spec.%s: %s is relative, and a cluster has no folder to begin from; give a place in a store (s3://...), or a path below /data that a volume mounts, in a new CohortRun"
                    .formatted(field, place)));
  }

  private static CohortInput input(CohortRun run, int attempt) {
    RunRef ref =
        new RunRef(run.getMetadata().getUid(), attempt, run.getSpec().getOutput().getUri());
    String bundle = Objects.requireNonNullElse(run.getSpec().getModel().getDigest(), AS_FROZEN);
    return Translate.toInput(run, ref, new Digests(SpecDigest.of(run.getSpec()), bundle));
  }
}
