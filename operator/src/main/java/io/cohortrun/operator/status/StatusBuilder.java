package io.cohortrun.operator.status;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.cohortrun.crds.v1alpha1.CohortRunStatus;
import io.cohortrun.crds.v1alpha1.Frozen;
import io.cohortrun.crds.v1alpha1.SlideCounts;
import io.cohortrun.operator.decide.Attempt;
import io.cohortrun.operator.decide.Decision;
import io.cohortrun.operator.decide.Intent;
import io.cohortrun.operator.observe.EngineView;
import io.cohortrun.operator.observe.Observation;
import io.cohortrun.workflows.contract.FrozenManifest;
import io.cohortrun.workflows.contract.RunProgress;
import io.cohortrun.workflows.contract.RunRef;
import io.cohortrun.workflows.contract.Tally;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The whole status after a turn; of constant size, whatever the cohort. */
public final class StatusBuilder {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private StatusBuilder() {}

  /**
   * Puts the status together.
   *
   * @param before what the API server has; stays as it is
   * @param generation of the spec that was judged
   */
  public static CohortRunStatus build(
      CohortRunStatus before, Observation o, Decision decision, long generation) {
    CohortRunStatus next = copy(before);
    if (next.getWorkflowId() != null && next.getAttempt() == null) {
      next.setAttempt(o.recorded().attempt());
    }
    boolean wasOver = before.getState() != null && before.getState().isTerminal();
    decision.intents().forEach(intent -> note(next, intent, o.now()));
    if (!wasOver) {
      record(next, o.engine(), o);
    }
    if (!wasOver && next.getAttempt() != null && next.getAttempt().equals(before.getAttempt())) {
      Use.record(next, o.spent());
    }
    next.setObservedGeneration(generation);
    next.setState(decision.state());
    if (decision.state().isTerminal() && next.getCompletionTime() == null) {
      next.setCompletionTime(o.now().toString());
      Ending.expectNoMore(next);
    }
    next.setConditions(
        Conditions.merge(
            Objects.requireNonNullElse(before.getConditions(), List.of()),
            decision.verdicts(),
            generation,
            o.now()));
    next.setPendingReason(Hindrance.of(next));
    return next;
  }

  /** The same status, to be changed. */
  public static CohortRunStatus copy(CohortRunStatus status) {
    return MAPPER.convertValue(status, CohortRunStatus.class);
  }

  /** What the status must know before, or as soon as, an intent is done. */
  private static void note(CohortRunStatus status, Intent intent, Instant now) {
    if (intent instanceof Intent.Start start) {
      begin(status, start.attempt(), now);
    } else if (intent instanceof Intent.Adopt adopt) {
      status.setRunId(adopt.runId());
    }
  }

  private static void begin(CohortRunStatus status, Attempt attempt, Instant now) {
    if (attempt.workflowId().equals(status.getWorkflowId())) {
      return;
    }
    status.setAttempt(attempt.number());
    status.setWorkflowId(attempt.workflowId());
    status.setRunId(null);
    status.setPhase(null);
    status.setSlides(null);
    status.setTopReasons(null);
    status.setProgress(null);
    status.setResult(null);
    status.setGpuSeconds(null);
    status.setPods(null);
    status.setOutputBytes(null);
    status.setStartTime(now.toString());
    status.setCompletionTime(null);
    if (status.getFrozen() != null) {
      found(status.getFrozen(), new FrozenManifest(null, null, 0, null, null));
    }
  }

  private static void record(CohortRunStatus status, EngineView engine, Observation o) {
    engine
        .frozen()
        .filter(found -> status.getFrozen() != null) // the images come first
        .ifPresent(found -> found(status.getFrozen(), found));
    switch (engine) {
      case EngineView.Open open -> progress(status, open.progress(), o.now());
      case EngineView.Ended ended -> Ending.record(status, ended.result(), folder(o));
      case EngineView.Away away -> {}
      case EngineView.Absent absent -> {}
      case EngineView.Broken broken -> {}
    }
  }

  private static void found(Frozen frozen, FrozenManifest found) {
    frozen.setManifest(found.digest());
    frozen.setBundle(found.bundle());
    frozen.setFeatureVersion(found.featureVersion());
  }

  private static String folder(Observation o) {
    String prefix = new RunRef(o.uid(), o.recorded().attempt(), o.output()).prefix();
    return o.output() + "/" + prefix.substring(0, prefix.length() - 1);
  }

  private static void progress(CohortRunStatus status, RunProgress at, Instant now) {
    SlideCounts before = status.getSlides();
    int slidesBefore = before == null || before.getDone() == null ? 0 : before.getDone();
    status.setProgress(Pace.next(status.getProgress(), slidesBefore, status.getPhase(), at, now));
    SlideCounts slides = new SlideCounts();
    slides.setTotal(at.slidesTotal());
    slides.setDone(at.slides());
    slides.setFailed(at.failed());
    Map<String, Integer> told = before == null ? null : before.getOutcomes();
    if (told != null && sum(at.tally().rows()) < sum(told.values())) {
      // A partition has ended, and its rows are not among the finished ones yet.
      slides.setOutcomes(told);
    } else if (!at.tally().equals(Tally.NONE)) {
      slides.setOutcomes(Reasons.outcomes(at.tally().counts()));
      status.setTopReasons(Reasons.top(at.tally().counts(), at.tally().examples()));
    }
    status.setSlides(slides);
    status.setPhase(at.phase());
  }

  private static int sum(Collection<Integer> counts) {
    return counts.stream().mapToInt(Integer::intValue).sum();
  }
}
