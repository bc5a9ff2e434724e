package io.cohortrun.operator.decide;

import io.cohortrun.crds.v1alpha1.ConditionReason;
import io.cohortrun.crds.v1alpha1.ConditionType;
import io.cohortrun.crds.v1alpha1.State;
import io.cohortrun.operator.observe.Observation;
import io.cohortrun.operator.observe.Pool;
import io.cohortrun.operator.observe.PoolView;
import io.cohortrun.workflows.contract.RunProgress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Workers that a run needs now: none while a person has the next word, GPUs only while slides are
 * inferred.
 *
 * @param workers wanted in each pool
 * @param idle why no worker is wanted; empty where some are
 */
record Need(Map<Pool, Integer> workers, Optional<String> idle) {

  static Need of(Observation o, RunProgress progress, boolean held) {
    Map<Pool, Integer> workers = new EnumMap<>(Pool.class);
    Optional<String> idle =
        held
            ? Optional.of("the run is suspended")
            : isUnderReview(progress)
                ? Optional.of("the run waits for its reviewer")
                : Optional.empty();
    workers.put(Pool.CPU, idle.isPresent() ? 0 : o.replicas(Pool.CPU));
    workers.put(
        Pool.GPU, idle.isPresent() || !progress.phase().equals("Infer") ? 0 : o.replicas(Pool.GPU));
    return new Need(workers, idle);
  }

  /** Whether only a reviewer's decision is missing. */
  static boolean isUnderReview(RunProgress progress) {
    return progress.phase().equals("SignOff");
  }

  static State state(RunProgress progress) {
    return switch (progress.phase()) {
      case "Freeze", "Preflight", "Plan" -> State.Preflight;
      case "SignOff" -> State.AwaitingSignOff;
      default -> State.Running;
    };
  }

  List<Intent.Scale> scaling(Observation o) {
    List<Intent.Scale> intents = new ArrayList<>();
    workers.forEach(
        (pool, wanted) -> {
          PoolView there = o.pool(pool);
          if (wanted == 0 && there.wanted() > 0) {
            intents.add(Intent.Scale.none(pool));
          } else if (wanted > 0
              && (there.due() || !fits(there.wanted(), wanted, o.wanted().queued()))) {
            intents.add(new Intent.Scale(pool, wanted, there.replacement()));
          }
        });
    return intents;
  }

  /** Workers that the pools have not asked for yet. */
  int missing(Observation o) {
    boolean queued = o.wanted().queued();
    return workers.entrySet().stream()
        .filter(e -> !fits(o.pool(e.getKey()).wanted(), e.getValue(), queued))
        .mapToInt(e -> Math.max(0, e.getValue() - o.pool(e.getKey()).wanted()))
        .sum();
  }

  /** A Job that a queue admits keeps the size that it was admitted with. */
  private static boolean fits(int there, int wanted, boolean queued) {
    return (queued && there > 0) || there == wanted;
  }

  /** Waits of pools that are needed and have no worker at all, the longest first. */
  List<PoolView.Waiting> waits(Observation o) {
    return workers.entrySet().stream()
        .filter(e -> e.getValue() > 0 && o.pool(e.getKey()).ready() == 0)
        .flatMap(e -> o.pool(e.getKey()).waiting().stream())
        .sorted(Comparator.comparing(PoolView.Waiting::since))
        .toList();
  }

  /** The longest of them. */
  private Optional<PoolView.Waiting> waiting(Observation o) {
    return waits(o).stream().findFirst();
  }

  /** Any number of workers of a pool makes progress; none makes none. */
  Verdict workersReady(Observation o) {
    if (idle.isPresent()) {
      return Verdict.no(ConditionType.WORKERS_READY, ConditionReason.NO_WORKERS_WANTED, idle.get());
    }
    Optional<PoolView.Waiting> waiting = waiting(o);
    if (waiting.isPresent()) {
      return Verdict.no(
          ConditionType.WORKERS_READY, waiting.get().reason(), waiting.get().sentence());
    }
    for (Pool pool : Pool.values()) {
      if (workers.get(pool) > 0 && o.pool(pool).ready() == 0) {
        return Verdict.no(
            ConditionType.WORKERS_READY,
            ConditionReason.PODS_PENDING,
            "no %s worker is ready yet".formatted(pool));
      }
    }
    if (workers.values().stream().allMatch(n -> n == 0)) {
      return Verdict.no(
          ConditionType.WORKERS_READY,
          ConditionReason.NO_WORKERS_WANTED,
          "spec.workers asks for no worker; raise workers.cpu.replicas and workers.gpu.replicas");
    }
    return Verdict.yes(
        ConditionType.WORKERS_READY, ConditionReason.PODS_READY, "every pool has workers");
  }
}
