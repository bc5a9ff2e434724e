package io.cohortrun.workflows.engine;

import io.cohortrun.workflows.contract.CohortInput;
import io.cohortrun.workflows.contract.CohortState;
import io.cohortrun.workflows.contract.Pacing;
import io.cohortrun.workflows.contract.PlanReceipt;

/** Pure: refuses what would fail in the middle of a run. */
final class Checks {

  /** Temporal allows 2,000 pending activities of one workflow; this leaves room for the rest. */
  static final int MAX_WINDOW = 1_000;

  private Checks() {}

  static void input(CohortInput input) {
    if (!CohortInput.reads(input.version())) {
      throw unknown("input", input.version());
    }
    if (input.carried() != null && input.carried().version() != CohortState.VERSION) {
      throw unknown("carried state", input.carried().version());
    }
    Pacing pacing = input.pacing();
    window("shardWindow", pacing.shardWindow());
    window("preflightWindow", pacing.preflightWindow());
  }

  static void plan(PlanReceipt plan) {
    if (plan.partitions() > PlanReceipt.MAX_PARTITIONS) {
      throw RunFailures.of(
          "PlanTooLarge",
          "the plan has %d partitions, more than the %d that one run may have: split the manifest"
              .formatted(plan.partitions(), PlanReceipt.MAX_PARTITIONS));
    }
    for (int p = 0; p < plan.partitions(); p++) {
      int shards = plan.shardsIn(p);
      if (shards < 1 || shards > PlanReceipt.MAX_SHARDS_PER_PARTITION) {
        throw RunFailures.of(
            "BadPlan",
            "partition %d of the plan has %d shards, not 1 to %d: remove the plan and run again"
                .formatted(p, shards, PlanReceipt.MAX_SHARDS_PER_PARTITION));
      }
    }
  }

  private static void window(String name, int value) {
    if (value < 1 || value > MAX_WINDOW) {
      throw RunFailures.of(
          "BadInput", "%s is %d and must be 1 to %d".formatted(name, value, MAX_WINDOW));
    }
  }

  private static RuntimeException unknown(String what, int version) {
    return RunFailures.of(
        "UnknownVersion",
        "%s of version %d is not known here: finish this run on the release that began it"
            .formatted(what, version));
  }
}
