package io.cohortrun.operator.status;

import static io.cohortrun.operator.decide.Case.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cohortrun.crds.v1alpha1.Check;
import io.cohortrun.crds.v1alpha1.CohortRunStatus;
import io.cohortrun.crds.v1alpha1.Condition;
import io.cohortrun.crds.v1alpha1.ConditionType;
import io.cohortrun.crds.v1alpha1.Frozen;
import io.cohortrun.crds.v1alpha1.State;
import io.cohortrun.crds.v1alpha1.TopReason;
import io.cohortrun.operator.decide.Case;
import io.cohortrun.operator.decide.Decide;
import io.cohortrun.operator.observe.EngineView;
import io.cohortrun.operator.observe.HeldGpus;
import io.cohortrun.operator.observe.Observation;
import io.cohortrun.operator.observe.Spent;
import io.cohortrun.workflows.contract.CohortResult;
import io.cohortrun.workflows.contract.FrozenManifest;
import io.cohortrun.workflows.contract.Outcome;
import io.cohortrun.workflows.contract.RunProgress;
import io.cohortrun.workflows.contract.Tally;
import io.cohortrun.workflows.contract.Usage;
import io.cohortrun.workflows.contract.ValidationResult;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class StatusBuilderTest {

  private static final Instant LATER = NOW.plusSeconds(60);

  @Test
  void theIntentStandsInTheStatusBeforeTheStart() {
    CohortRunStatus status = turn(new CohortRunStatus(), Case.of("nothing", "absent", ""));
    assertThat(status.getAttempt()).isEqualTo(1);
    assertThat(status.getWorkflowId()).isEqualTo("cohortrun-u-1");
    assertThat(status.getRunId()).isNull();
    assertThat(status.getStartTime()).isEqualTo(NOW.toString());
    assertThat(status.getState()).isEqualTo(State.Pending);
  }

  @Test
  void whatARunGoesOnWithStandsInTheStatusOnceItIsKnown() {
    CohortRunStatus before = running();
    before.setFrozen(new Frozen());
    before.getFrozen().setImage("worker@sha256:1");
    EngineView.Open open = (EngineView.Open) Case.of("started", "Infer", "").engine();
    EngineView known =
        new EngineView.Open(
            open.firstRunId(),
            open.progress(),
            List.of(),
            Optional.of(new FrozenManifest("manifest.parquet", "a1", 10, "b2", "3")));
    Frozen frozen = turn(before, Case.at(NOW, "started", known, "")).getFrozen();
    assertThat(frozen.getManifest()).isEqualTo("a1");
    assertThat(frozen.getBundle()).isEqualTo("b2");
    assertThat(frozen.getFeatureVersion()).isEqualTo("3");
    assertThat(frozen.getImage()).isEqualTo("worker@sha256:1");
  }

  @Test
  void whatARunWentOnWithIsKnownOfOneThatEndedUnseen() {
    FrozenManifest found = new FrozenManifest("manifest.parquet", "a1", 10, "b2", "3");
    EngineView.Ended ended = (EngineView.Ended) Case.of("started", "Complete", "").engine();
    EngineView.Broken broken = (EngineView.Broken) Case.of("started", "failed", "").engine();
    for (EngineView view :
        List.of(
            new EngineView.Ended(
                ended.firstRunId(), ended.result(), ended.usage(), Optional.of(found)),
            new EngineView.Broken(
                broken.firstRunId(),
                broken.reason(),
                broken.sentence(),
                broken.usage(),
                Optional.of(found)))) {
      CohortRunStatus before = running();
      before.setFrozen(new Frozen());
      CohortRunStatus status = turn(before, Case.at(NOW, "started", view, ""));
      assertThat(status.getState().isTerminal()).isTrue();
      assertThat(status.getFrozen().getManifest()).isEqualTo("a1");
      assertThat(status.getFrozen().getBundle()).isEqualTo("b2");
      assertThat(status.getFrozen().getFeatureVersion()).isEqualTo("3");
    }
  }

  @Test
  void theNextAttemptForgetsTheFiguresOfTheOneBefore() {
    CohortRunStatus ended = turn(running(), Case.of("started", "Complete", ""));
    ended.setFrozen(new Frozen());
    ended.getFrozen().setImage("worker@sha256:1");
    ended.getFrozen().setManifest("a1");
    assertThat(ended.getResult().getUri()).isEqualTo("s3://results/study/runs/u/1");
    assertThat(ended.getCompletionTime()).isEqualTo(NOW.toString());

    CohortRunStatus next = turn(ended, Case.of("Complete", "Complete", "retry"));
    assertThat(next.getAttempt()).isEqualTo(2);
    assertThat(next.getRunId()).isNull();
    assertThat(next.getResult()).isNull();
    assertThat(next.getSlides()).isNull();
    assertThat(next.getCompletionTime()).isNull();
    assertThat(next.getFrozen().getManifest()).isNull();
    assertThat(next.getFrozen().getImage()).as("of all attempts").isEqualTo("worker@sha256:1");
    assertThat(truth(next, ConditionType.COMPLETE)).isEqualTo("False");
  }

  @Test
  void whatEndedStaysWordForWord() throws JsonProcessingException {
    CohortRunStatus ended = turn(running(), Case.of("started", "Complete", ""));
    for (String temporal : List.of("absent", "away", "Infer", "failed")) {
      Observation later = Case.at(LATER, "Complete", temporal, "");
      assertThat(json(turn(ended, later))).isEqualTo(json(ended));
    }
  }

  @Test
  void aTransitionTimeMovesOnlyWithTheStatusOfItsCondition() {
    CohortRunStatus pending = turn(running(), Case.of("started", "Infer", "cpu runs"));
    assertThat(condition(pending, ConditionType.WORKERS_READY).getReason())
        .isEqualTo("PodsPending");

    CohortRunStatus noGpu = turn(pending, Case.at(LATER, "started", "Infer", "cpu runs,no gpu"));
    assertThat(condition(noGpu, ConditionType.WORKERS_READY).getReason())
        .isEqualTo("NoGpuCapacity");
    assertThat(condition(noGpu, ConditionType.WORKERS_READY).getLastTransitionTime())
        .isEqualTo(NOW.toString());
    assertThat(noGpu.getPendingReason()).isEqualTo("because: NoGpuCapacity");

    CohortRunStatus ready = turn(noGpu, Case.at(LATER, "started", "Infer", "cpu runs,gpu runs"));
    assertThat(condition(ready, ConditionType.WORKERS_READY).getLastTransitionTime())
        .isEqualTo(LATER.toString());
    assertThat(ready.getPendingReason()).isEmpty();
  }

  @Test
  void temporalAwayLeavesAllElseAsItWas() {
    CohortRunStatus before = running();
    CohortRunStatus away = turn(before, Case.at(LATER, "started", "away", ""));
    assertThat(away.getState()).isEqualTo(State.Running);
    assertThat(truth(away, ConditionType.RUNNING)).isEqualTo("Unknown");
    assertThat(away.getSlides().getDone()).isEqualTo(before.getSlides().getDone());
    assertThat(away.getPendingReason()).contains("t:7233");
  }

  @Test
  void rateAndEndFollowTheTilesDone() {
    CohortRunStatus before = running();
    Observation later =
        progress(
            LATER,
            p -> new RunProgress(p.phase(), false, 3, 10, 1, 100, 300, 0, new Usage(7, 1, 900)));
    CohortRunStatus after = turn(before, later);
    assertThat(after.getProgress().getPercent()).isEqualTo(33);
    assertThat(after.getProgress().getTilesPerHour()).isEqualTo(3000.0);
    assertThat(after.getProgress().getSlidesPerHour()).isEqualTo(60.0);
    assertThat(after.getProgress().getEta()).isEqualTo(LATER.plusSeconds(240).toString());
    assertThat(after.getProgress().getLastProgressTime()).isEqualTo(LATER.toString());
  }

  @Test
  void whySlidesFailedIsToldWhileTheRunGoesOnAtMostEveryHalfMinute() {
    CohortRunStatus before = running();
    assertThat(before.getTopReasons()).as("nothing is told yet").isNull();
    Tally tally =
        new Tally(
            List.of(Outcome.Succeeded, Outcome.Truncated, Outcome.DecodeCrash),
            List.of(2, 1, 3),
            List.of(Tally.NO_ROW, Tally.NO_ROW, 7));
    UnaryOperator<RunProgress> told =
        p -> new RunProgress(p.phase(), false, 6, 10, 4, 50, 300, 0, Usage.NONE, tally);
    CohortRunStatus after = turn(before, progress(LATER, told));
    assertThat(after.getSlides().getOutcomes())
        .isEqualTo(Map.of("Succeeded", 2, "Truncated", 1, "DecodeCrash", 3));
    assertThat(after.getTopReasons())
        .extracting(TopReason::getOutcome, TopReason::getRows, TopReason::getExampleRow)
        .containsExactly(tuple("DecodeCrash", 3, 7), tuple("Truncated", 1, null));
    Instant soon = NOW.plusSeconds(29);
    assertThat(StatusWrites.isDue(before, turn(before, progress(soon, told)), soon)).isFalse();
    assertThat(StatusWrites.isDue(before, after, LATER)).isTrue();
    CohortRunStatus between = turn(after, progress(LATER.plusSeconds(30), p -> p));
    assertThat(between.getSlides().getOutcomes())
        .as("a partition's rows are on their way to the finished ones")
        .isEqualTo(after.getSlides().getOutcomes());
    assertThat(between.getTopReasons())
        .extracting(TopReason::getOutcome)
        .containsExactly("DecodeCrash", "Truncated");
  }

  @Test
  void progressThatStandsStillKeepsTheTimeOfItsLastStep() {
    CohortRunStatus after = turn(running(), Case.at(LATER, "started", "Infer", "cpu runs"));
    assertThat(after.getProgress().getTime()).isEqualTo(LATER.toString());
    assertThat(after.getProgress().getLastProgressTime()).isEqualTo(NOW.toString());
  }

  @Test
  void aRunWithAResultIsWholeWhateverWasLastHeardOfIt() {
    CohortRunStatus after = turn(running(), Case.at(LATER, "started", "Complete", ""));
    assertThat(after.getProgress().getPercent()).isEqualTo(100);
  }

  @Test
  void whatEndedIsExpectedNoMore() {
    Observation later =
        progress(LATER, p -> new RunProgress(p.phase(), false, 3, 10, 1, 100, 300, 0, Usage.NONE));
    CohortRunStatus moving = turn(running(), later);
    assertThat(moving.getProgress().getEta()).isNotNull();
    for (String end : List.of("Complete", "cancelled", "failed")) {
      assertThat(turn(moving, Case.at(LATER, "started", end, "")).getProgress().getEta()).isNull();
    }
  }

  @Test
  void whatWasUsedStandsInTheStatusAndTheNextAttemptBeginsWithNothing() {
    CohortRunStatus used = turn(running(), Case.of("started", "Infer", "gpu hours below"));
    assertThat(used.getGpuSeconds().getHeld()).isEqualTo(7200);
    assertThat(Spent.recorded(used, LATER).gpus()).isEqualTo(new HeldGpus(7200, NOW));
    CohortRunStatus ended = turn(used, Case.of("started", "Complete", "gpu hours below"));
    CohortRunStatus next = turn(ended, Case.of("Complete", "Complete", "retry,pods at ceiling"));
    assertThat(next.getGpuSeconds()).isNull();
    assertThat(next.getPods()).isNull();
    assertThat(next.getOutputBytes()).isNull();
  }

  @Test
  void gpusThatAreHeldAreAFigureOfTheirOwn() {
    CohortRunStatus before = running();
    CohortRunStatus held = turn(before, Case.at(LATER, "started", "Infer", "gpu hours below"));
    assertThat(StatusWrites.isDue(before, held, LATER)).isTrue();
    CohortRunStatus none = turn(before, Case.at(LATER, "started", "Infer", "cpu runs"));
    assertThat(StatusWrites.isDue(before, none, LATER)).isFalse();
  }

  @Test
  void progressAloneIsWrittenEveryHalfMinuteAndAChangeAtOnce() {
    CohortRunStatus before = running();
    Instant soon = NOW.plusSeconds(29);
    Instant due = NOW.plusSeconds(30);
    UnaryOperator<RunProgress> step =
        p -> new RunProgress(p.phase(), false, 3, 10, 1, 60, 300, 0, Usage.NONE);
    assertThat(StatusWrites.isDue(before, turn(before, progress(soon, step)), soon)).isFalse();
    assertThat(StatusWrites.isDue(before, turn(before, progress(due, step)), due)).isTrue();
    assertThat(StatusWrites.isDue(before, turn(before, progress(due, p -> p)), due)).isFalse();
    Observation suspended = Case.at(soon, "started", "Infer", "suspend");
    assertThat(StatusWrites.isDue(before, turn(before, suspended), soon)).isTrue();
  }

  @Test
  void whatAReleaseWroteThatToldNoTimesIsWrittenAnewAtOnce() {
    CohortRunStatus before = running();
    before.getProgress().setTime(null);
    before.getProgress().setTiles(null);
    CohortRunStatus after = turn(before, progress(NOW, p -> p));
    assertThat(StatusWrites.isDue(before, after, NOW)).isTrue();
    assertThat(after.getProgress().getTime()).isEqualTo(NOW.toString());
  }

  @Test
  void theStatusOfAHundredThousandSlidesIsSmall() throws JsonProcessingException {
    TreeMap<Outcome, Integer> ledger = new TreeMap<>();
    Arrays.stream(Outcome.values()).forEach(o -> ledger.put(o, 100_000 - ledger.size()));
    Observation o =
        Case.at(
            NOW,
            "started",
            new EngineView.Ended(
                Case.RUN,
                new CohortResult(
                    CohortResult.State.OverBudget,
                    100_000,
                    ledger,
                    ledger,
                    "ab".repeat(32),
                    new ValidationResult(
                        0, Arrays.stream(Check.values()).map(Check::name).toList())),
                new Usage(1e7, 1e6, 1L << 50)),
            "");
    CohortRunStatus status = turn(running(), o);
    assertThat(json(status).length()).isLessThan(16 * 1024);
    assertThat(status.getSlides().getOutcomes()).hasSize(Outcome.values().length);
    assertThat(condition(status, ConditionType.VALIDATED).getMessage())
        .startsWith("LedgerComplete, Attrition, ")
        .contains("Quality failed");
    assertThat(status.getTopReasons())
        .hasSize(5)
        .allSatisfy(reason -> assertThat(reason.getExampleRow()).isEqualTo(reason.getRows()))
        .extracting(TopReason::getRows)
        .isSortedAccordingTo((a, b) -> b - a);
  }

  private static CohortRunStatus running() {
    CohortRunStatus started = turn(new CohortRunStatus(), Case.of("nothing", "absent", ""));
    started.setRunId(Case.RUN);
    return turn(started, Case.of("started", "Infer", "cpu runs"));
  }

  private static CohortRunStatus turn(CohortRunStatus before, Observation o) {
    return StatusBuilder.build(before, o, Decide.decide(o), 1);
  }

  private static Observation progress(Instant now, UnaryOperator<RunProgress> step) {
    EngineView.Open open = (EngineView.Open) Case.of("started", "Infer", "").engine();
    return Case.at(
        now, "started", new EngineView.Open(Case.RUN, step.apply(open.progress())), "cpu runs");
  }

  private static String truth(CohortRunStatus status, String type) {
    return condition(status, type).getStatus();
  }

  private static Condition condition(CohortRunStatus status, String type) {
    return status.getConditions().stream()
        .filter(c -> c.getType().equals(type))
        .findFirst()
        .orElseThrow();
  }

  private static String json(CohortRunStatus status) throws JsonProcessingException {
    return new ObjectMapper().writeValueAsString(status);
  }
}
