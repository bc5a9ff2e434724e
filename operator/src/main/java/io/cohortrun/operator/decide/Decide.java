package io.cohortrun.operator.decide;

import io.cohortrun.crds.v1alpha1.ConditionReason;
import io.cohortrun.crds.v1alpha1.State;
import io.cohortrun.operator.observe.EngineView;
import io.cohortrun.operator.observe.Observation;
import io.cohortrun.operator.observe.Pool;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Judges a run: what is to be done, and what its conditions say.
 *
 * <p>Three rules carry it. A workflow is started only where the status knows no run id of it: one
 * that was started and is gone is lost, never started again. An attempt that has ended stays as it
 * ended. While Temporal does not answer, nothing is started or concluded, and no attempt under way
 * is scaled.
 */
public final class Decide {

  /** How often a workflow is asked how it is. */
  private static final Duration POLL = Duration.ofSeconds(5);

  /**
   * What is no event: that the platform lets a run begin now, by its file; that an attempt is over,
   * by its own status, and so when its resource is to go.
   */
  private static final Duration LOOK = Duration.ofSeconds(30);

  private Decide() {}

  /** The decision; a function of the observation alone. */
  public static Decision decide(Observation o) {
    Attempt attempt = Attempt.wanted(o);
    if (o.wanted().deleting()) {
      // Owner references take the pods, the sweeper takes the workflow.
      return new Decision(List.of(), o.recorded().state(), List.of(), Optional.empty());
    }
    if (o.engine() instanceof EngineView.Away away && !attempt.isOver(o.recorded())) {
      return o.recorded().isTerminal()
          ? new Decision(removingPools(o), o.recorded().state(), List.of(), Optional.of(POLL))
          : new Decision(
              List.of(), o.recorded().state(), Verdicts.away(away.sentence()), Optional.of(POLL));
    }
    if (attempt.isOver(o.recorded())) {
      return over(o);
    }
    return attempt.isRecordedIn(o.recorded()) ? underWay(o, attempt) : begin(o, attempt);
  }

  private static Decision over(Observation o) {
    List<Intent> intents = removingPools(o);
    Optional<Duration> left = o.expires().map(at -> Duration.between(o.now(), at));
    if (left.filter(time -> !time.isPositive()).isPresent()) {
      intents.add(new Intent.Expire());
    }
    return new Decision(
        intents, o.recorded().state(), List.of(), left.filter(Duration::isPositive));
  }

  /** Until the next attempt begins, the last one stays as it ended. */
  private static Decision begin(Observation o, Attempt attempt) {
    List<Verdict> verdicts = new ArrayList<>(Verdicts.accepted(o.problem()));
    if (o.problem().isPresent()) {
      return new Decision(
          removingPools(o), notBegun(o, State.Pending), verdicts, Optional.of(LOOK));
    }
    Optional<Hold> hold = Hold.on(o);
    verdicts.addAll(Verdicts.suspended(hold));
    if (hold.isPresent()) {
      return new Decision(
          removingPools(o),
          notBegun(o, State.Suspended),
          verdicts,
          o.wanted().suspend() ? Optional.empty() : Optional.of(LOOK));
    }
    verdicts.addAll(Verdicts.starting());
    return new Decision(
        List.of(new Intent.Start(attempt)), State.Pending, verdicts, Optional.of(POLL));
  }

  private static State notBegun(Observation o, State first) {
    return o.recorded().isTerminal() ? o.recorded().state() : first;
  }

  private static Decision underWay(Observation o, Attempt attempt) {
    String known = o.recorded().runId();
    return switch (o.engine()) {
      case EngineView.Absent absent ->
          known.isEmpty()
              ? begin(o, attempt)
              : broken(o, List.of(), ConditionReason.WORKFLOW_LOST, Sentences.lost(attempt));
      case EngineView.Open open ->
          known.isEmpty() || known.equals(open.firstRunId())
              ? open(o, adopting(o, attempt, open.firstRunId()), open)
              : broken(o, List.of(), ConditionReason.WORKFLOW_LOST, Sentences.foreign(attempt));
      case EngineView.Ended ended ->
          new Decision(
              withPoolsRemoved(o, adopting(o, attempt, ended.firstRunId())),
              State.valueOf(ended.result().state().name()),
              Verdicts.ended(ended.result()),
              Optional.of(LOOK));
      case EngineView.Broken broken ->
          broken(o, adopting(o, attempt, broken.firstRunId()), broken.reason(), broken.sentence());
      case EngineView.Away away -> throw new IllegalStateException("judged before");
    };
  }

  private static Decision open(Observation o, List<Intent> intents, EngineView.Open open) {
    Optional<Hold> hold = Hold.on(o);
    if (hold.isPresent() != o.sent().held().orElse(open.progress().paused())) {
      intents.add(hold.isPresent() ? new Intent.Pause() : new Intent.Resume());
    }
    boolean underReview = Need.isUnderReview(open.progress());
    if (underReview && hold.isEmpty()) {
      o.wanted()
          .decision()
          .filter(word -> !o.sent().decision().equals(Optional.of(word)))
          .map(Intent.TellDecision::new)
          .ifPresent(intents::add);
    }
    o.losses().forEach(lost -> intents.add(new Intent.TellLost(lost)));
    Need need = Need.of(o, open.progress(), hold.isPresent());
    // Who may make no worker still removes those that are not wanted.
    need.scaling(o).stream()
        .filter(scale -> o.problem().isEmpty() || scale.replicas() == 0)
        .forEach(intents::add);
    List<Verdict> verdicts = new ArrayList<>(Verdicts.accepted(o.problem()));
    verdicts.addAll(Verdicts.suspended(hold));
    verdicts.add(Verdicts.running(open.progress()));
    verdicts.add(Verdicts.underReview(underReview, o.recorded().attempt()));
    verdicts.add(need.workersReady(o));
    verdicts.add(Stall.judge(o, need, open.progress()));
    verdicts.add(Gpus.quarantine(open.devices()));
    o.gpus().map(Gpus::verdicts).ifPresent(verdicts::addAll);
    State state = hold.isPresent() ? State.Suspended : Need.state(open.progress());
    return new Decision(intents, state, verdicts, Optional.of(POLL));
  }

  private static Decision broken(
      Observation o, List<Intent> intents, String reason, String sentence) {
    boolean cancelled = reason.equals(ConditionReason.CANCELLED);
    return new Decision(
        withPoolsRemoved(o, intents),
        cancelled ? State.Cancelled : State.Failed,
        Verdicts.broken(cancelled, reason, sentence),
        Optional.of(LOOK));
  }

  private static List<Intent> adopting(Observation o, Attempt attempt, String firstRunId) {
    List<Intent> intents = new ArrayList<>();
    if (o.recorded().runId().isEmpty()) {
      intents.add(new Intent.Adopt(attempt, firstRunId));
    }
    return intents;
  }

  private static List<Intent> removingPools(Observation o) {
    return withPoolsRemoved(o, List.of());
  }

  private static List<Intent> withPoolsRemoved(Observation o, List<Intent> first) {
    List<Intent> intents = new ArrayList<>(first);
    for (Pool pool : Pool.values()) {
      if (o.pool(pool).wanted() > 0) {
        intents.add(Intent.Scale.none(pool));
      }
    }
    return intents;
  }
}
