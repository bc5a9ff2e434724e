package io.cohortrun.operator.app;

import io.cohortrun.crds.v1alpha1.CohortRun;
import io.cohortrun.crds.v1alpha1.CohortRunStatus;
import io.cohortrun.crds.v1alpha1.Condition;
import io.cohortrun.crds.v1alpha1.ConditionReason;
import io.cohortrun.crds.v1alpha1.ConditionType;
import io.cohortrun.crds.v1alpha1.GpuSeconds;
import io.cohortrun.crds.v1alpha1.SlideCounts;
import io.cohortrun.crds.v1alpha1.State;
import io.cohortrun.operator.observe.Observe;
import io.cohortrun.workflows.contract.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * What the statuses of a namespace's runs say together, at one moment. A pure function of them: a
 * restart forgets nothing.
 *
 * @param runs by state; every state is there
 * @param stalled runs by the reason of {@code Stalled}, one of {@link #REASONS}
 * @param waiting open runs by the reason of {@code WorkersReady} being False
 * @param slides rows of ended runs by outcome
 * @param slidesLeft rows without an outcome, of open runs
 * @param slidesPerHour sum over running runs
 * @param gpuSeconds held, useful and wasted, of the latest attempts
 * @param statusAge seconds since the status of the longest unattended run that moves, or wants to
 *     begin, was last known to be true; 0 without such a run
 * @param progressAge seconds since the run that has waited longest finished anything, of those that
 *     infer and have workers; 0 without one
 */
record Fleet(
    Map<State, Integer> runs,
    Map<String, Integer> stalled,
    Map<String, Integer> waiting,
    Map<Outcome, Integer> slides,
    long slidesLeft,
    double slidesPerHour,
    Map<String, Double> gpuSeconds,
    double statusAge,
    double progressAge) {

  /** In place of a reason that is not among {@link #REASONS}. */
  static final String OTHER = "Other";

  /** Why runs stall or wait. */
  static final List<String> REASONS =
      List.of(
          ConditionReason.NO_GPU_CAPACITY,
          ConditionReason.GPU_NOT_VISIBLE,
          ConditionReason.WORKERS_FAILING,
          ConditionReason.QUEUED,
          ConditionReason.WORKERS_REFUSED,
          ConditionReason.IMAGE_UNAVAILABLE,
          ConditionReason.MOUNT_UNAVAILABLE,
          ConditionReason.VOLUMES_PENDING,
          ConditionReason.NODE_LOST,
          ConditionReason.PODS_PENDING,
          ConditionReason.NO_PROGRESS,
          OTHER);

  /** What becomes of a device's time. */
  static final List<String> USES = List.of("held", "useful", "wasted");

  /** They are judged every few seconds, whatever happens: to begin, or to be asked how they are. */
  private static final Set<State> ATTENDED =
      EnumSet.of(State.Pending, State.Preflight, State.Running);

  /** Their workflow is open. */
  private static final Set<State> MOVING = EnumSet.of(State.Preflight, State.Running);

  static Fleet of(
      Collection<CohortRun> runs, Function<CohortRun, Instant> lastJudged, Instant now) {
    Map<State, Integer> states = new EnumMap<>(State.class);
    Map<String, Integer> stalled = new TreeMap<>();
    Map<String, Integer> waiting = new TreeMap<>();
    Map<Outcome, Integer> slides = new EnumMap<>(Outcome.class);
    Map<String, Double> gpu = new TreeMap<>();
    long left = 0;
    double rate = 0;
    double statusAge = 0;
    double progressAge = 0;
    for (State state : State.values()) {
      states.put(state, 0);
    }
    for (CohortRun run : runs) {
      CohortRunStatus status = Objects.requireNonNullElseGet(run.getStatus(), CohortRunStatus::new);
      State state = Objects.requireNonNullElse(status.getState(), State.Pending);
      states.merge(state, 1, Integer::sum);
      add(gpu, status.getGpuSeconds());
      if (state.isTerminal()) {
        count(slides, status.getSlides());
        continue;
      }
      left += left(status.getSlides());
      reason(status, ConditionType.STALLED, "True")
          .ifPresent(r -> stalled.merge(r, 1, Integer::sum));
      reason(status, ConditionType.WORKERS_READY, "False")
          .ifPresent(r -> waiting.merge(r, 1, Integer::sum));
      if (ATTENDED.contains(state)) {
        statusAge = Math.max(statusAge, seconds(lastJudged.apply(run), now));
      }
      if (MOVING.contains(state)) {
        rate += perHour(status);
        // Where tiles tell nothing, or no worker makes any, the last one is as good as now.
        progressAge = Math.max(progressAge, seconds(Observe.lastProgress(status, false, now), now));
      }
    }
    return new Fleet(states, stalled, waiting, slides, left, rate, gpu, statusAge, progressAge);
  }

  private static void add(Map<String, Double> sums, GpuSeconds of) {
    if (of != null) {
      sums.merge("held", Objects.requireNonNullElse(of.getHeld(), 0.0), Double::sum);
      sums.merge("useful", Objects.requireNonNullElse(of.getUseful(), 0.0), Double::sum);
      sums.merge("wasted", Objects.requireNonNullElse(of.getWasted(), 0.0), Double::sum);
    }
  }

  private static void count(Map<Outcome, Integer> sums, SlideCounts slides) {
    if (slides == null || slides.getOutcomes() == null) {
      return;
    }
    for (Outcome outcome : Outcome.values()) {
      sums.merge(outcome, slides.getOutcomes().getOrDefault(outcome.name(), 0), Integer::sum);
    }
  }

  private static long left(SlideCounts slides) {
    return slides == null || slides.getTotal() == null
        ? 0
        : Math.max(0, slides.getTotal() - Objects.requireNonNullElse(slides.getDone(), 0));
  }

  private static double perHour(CohortRunStatus status) {
    return status.getProgress() == null || status.getProgress().getSlidesPerHour() == null
        ? 0
        : status.getProgress().getSlidesPerHour();
  }

  private static Optional<String> reason(CohortRunStatus status, String type, String truth) {
    return Objects.requireNonNullElse(status.getConditions(), List.<Condition>of()).stream()
        .filter(c -> type.equals(c.getType()) && truth.equals(c.getStatus()))
        .map(c -> Objects.requireNonNullElse(c.getReason(), OTHER))
        // Nobody is missing where nobody is wanted.
        .filter(reason -> !reason.equals(ConditionReason.NO_WORKERS_WANTED))
        .map(reason -> REASONS.contains(reason) ? reason : OTHER)
        .findFirst();
  }

  private static double seconds(Instant from, Instant to) {
    return Math.max(0, Duration.between(from, to).toMillis() / 1e3);
  }
}
