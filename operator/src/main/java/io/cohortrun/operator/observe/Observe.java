package io.cohortrun.operator.observe;

import io.cohortrun.crds.v1alpha1.CeilingsSpec;
import io.cohortrun.crds.v1alpha1.CohortRun;
import io.cohortrun.crds.v1alpha1.CohortRunSpec;
import io.cohortrun.crds.v1alpha1.CohortRunStatus;
import io.cohortrun.crds.v1alpha1.Condition;
import io.cohortrun.crds.v1alpha1.ConditionType;
import io.cohortrun.crds.v1alpha1.Decision;
import io.cohortrun.crds.v1alpha1.SignOffSpec;
import io.cohortrun.crds.v1alpha1.State;
import io.cohortrun.workflows.contract.RunRef;
import io.cohortrun.workflows.contract.SignOff;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A CohortRun in the words of decisions. Its spec has all of its defaults; its status may be of an
 * earlier release, and lack any field.
 */
public final class Observe {

  private Observe() {}

  /** What its spec asks for. */
  public static Wanted wanted(CohortRun run, Recorded recorded) {
    CohortRunSpec spec = run.getSpec();
    return new Wanted(
        spec.getSuspend(),
        spec.getMode(),
        spec.getRetry(),
        spec.getWorkers().getCpu().getReplicas(),
        spec.getWorkers().getGpu().getReplicas(),
        spec.getWorkers().getQueue() != null,
        ceilings(spec),
        decision(spec.getSignOff(), recorded),
        run.getMetadata().getDeletionTimestamp() != null);
  }

  private static Ceilings ceilings(CohortRunSpec spec) {
    CeilingsSpec given = Objects.requireNonNullElseGet(spec.getCeilings(), CeilingsSpec::new);
    return Ceilings.of(given.getPods(), given.getGpuHours(), spec.getOutput().getQuota());
  }

  private static Optional<SignOff> decision(SignOffSpec spec, Recorded recorded) {
    return spec == null || spec.getDecision() == null || spec.getAttempt() != recorded.attempt()
        ? Optional.empty()
        : Optional.of(
            new SignOff(
                spec.getDecision() == Decision.Approved,
                spec.getApprover(),
                Objects.requireNonNullElse(spec.getComment(), "")));
  }

  /** What its status remembers. */
  public static Recorded recorded(CohortRunStatus status) {
    return status.getWorkflowId() == null
        ? Recorded.NOTHING
        : new Recorded(
            Objects.requireNonNullElse(status.getAttempt(), 1),
            status.getWorkflowId(),
            Objects.requireNonNullElse(status.getRunId(), ""),
            Objects.requireNonNullElse(status.getState(), State.Pending));
  }

  /** The workflow to ask for: before the first attempt, the one that would be it. */
  public static String workflowId(CohortRun run, Recorded recorded) {
    return recorded.attempt() == 0
        ? new RunRef(run.getMetadata().getUid(), 1, "").workflowId()
        : recorded.workflowId();
  }

  /**
   * When the resource is to go, if its attempt has ended and it is not to stay. A forecast stays:
   * it waits for a person who makes it a run.
   */
  public static Optional<Instant> expires(CohortRun run, CohortRunStatus status) {
    Integer ttl = ttl(run.getSpec(), status.getState());
    return ttl == null
            || status.getCompletionTime() == null
            || status.getState() == State.Preflighted
        ? Optional.empty()
        : Optional.of(Instant.parse(status.getCompletionTime()).plusSeconds(ttl));
  }

  private static Integer ttl(CohortRunSpec spec, State end) {
    boolean failed = end == State.Failed || end == State.NotValidated;
    return failed && spec.getTtlSecondsAfterFailed() != null
        ? spec.getTtlSecondsAfterFailed()
        : spec.getTtlSecondsAfterFinished();
  }

  /** The phase in which tiles tell how a run goes on. */
  private static final String TILES = "Infer";

  /** Conditions whose end is not to be held against the run: a person let it wait. */
  private static final Set<String> PERSONS =
      Set.of(ConditionType.SUSPENDED, ConditionType.AWAITING_SIGN_OFF);

  /**
   * When a tile last finished; the attempt's start, the beginning of inference, the end of a hold,
   * or since when there are workers, at the earliest.
   *
   * @param waits whether workers that are wanted do not run now
   */
  public static Instant lastProgress(CohortRunStatus status, boolean waits, Instant now) {
    List<Condition> said =
        Objects.requireNonNullElse(status.getConditions(), List.<Condition>of()).stream()
            .filter(c -> c.getType() != null)
            .toList();
    if (!TILES.equals(status.getPhase()) || said.stream().anyMatch(c -> ends(c, waits))) {
      return now;
    }
    Stream<String> times =
        Stream.concat(
            Stream.of(
                status.getStartTime(),
                status.getProgress() == null ? null : status.getProgress().getLastProgressTime()),
            said.stream()
                .filter(c -> PERSONS.contains(c.getType()) || isReady(c, "True"))
                .map(Condition::getLastTransitionTime));
    return times
        .filter(Objects::nonNull)
        .map(Instant::parse)
        .max(Comparator.naturalOrder())
        .orElse(now);
  }

  /** Whether what it tells of is only now over, or not yet. */
  private static boolean ends(Condition c, boolean waits) {
    return (PERSONS.contains(c.getType()) && "True".equals(c.getStatus()))
        || (isReady(c, "False") && !waits);
  }

  private static boolean isReady(Condition c, String status) {
    return c.getType().equals(ConditionType.WORKERS_READY) && status.equals(c.getStatus());
  }
}
