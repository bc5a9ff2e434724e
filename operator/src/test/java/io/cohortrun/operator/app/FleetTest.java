package io.cohortrun.operator.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.cohortrun.crds.v1alpha1.CohortRun;
import io.cohortrun.crds.v1alpha1.CohortRunStatus;
import io.cohortrun.crds.v1alpha1.Condition;
import io.cohortrun.crds.v1alpha1.GpuSeconds;
import io.cohortrun.crds.v1alpha1.Progress;
import io.cohortrun.crds.v1alpha1.SlideCounts;
import io.cohortrun.crds.v1alpha1.State;
import io.cohortrun.operator.status.EarlierStatuses;
import io.cohortrun.workflows.contract.Outcome;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Figures of many runs from their statuses. */
class FleetTest {

  private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");

  @Test
  void everyRunIsInOneStateAndWithoutAStatusItIsPending() {
    Fleet fleet = fleet(run("a", State.Running), run("b", State.Running), run("c", null));
    assertThat(fleet.runs()).containsEntry(State.Running, 2).containsEntry(State.Pending, 1);
    assertThat(fleet.runs().values().stream().mapToInt(i -> i).sum()).isEqualTo(3);
    assertThat(fleet.runs()).containsOnlyKeys(State.values());
  }

  @Test
  void theOldestProgressIsThatOfMovingRunsOnly() {
    CohortRun slow = run("slow", State.Running);
    slow.getStatus().setPhase("Infer");
    progress(slow, 600, 12.0);
    CohortRun publishing = run("publishing", State.Running);
    publishing.getStatus().setPhase("Publish");
    progress(publishing, 7000, 0.0);
    CohortRun queued = run("queued", State.Running);
    queued.getStatus().setPhase("Infer");
    condition(queued, "WorkersReady", "False", "NoGpuCapacity");
    progress(queued, 8000, 0.0);
    CohortRun quick = run("quick", State.Preflight);
    progress(quick, 5, 30.0);
    CohortRun held = run("held", State.Suspended);
    progress(held, 9000, 99.0);
    CohortRun over = run("over", State.Complete);
    progress(over, 90000, 99.0);
    Fleet fleet = fleet(slow, publishing, queued, quick, held, over);
    assertThat(fleet.progressAge()).isEqualTo(600);
    assertThat(fleet.slidesPerHour()).isEqualTo(42);
    assertThat(fleet(held, over).progressAge()).isZero();
  }

  @Test
  void aStatusIsAsOldAsTheLastTurnOfTheRunThatWaitedLongest() {
    Map<String, Instant> judged =
        Map.of("a", NOW.minusSeconds(7), "b", NOW.minusSeconds(130), "c", NOW.minusSeconds(9000));
    List<CohortRun> runs =
        List.of(run("a", State.Running), run("b", State.Running), run("c", State.Failed));
    Fleet fleet = Fleet.of(runs, r -> judged.get(r.getMetadata().getUid()), NOW);
    assertThat(fleet.statusAge()).isEqualTo(130);
  }

  @Test
  void aRunThatIsNeverLookedAtAgesToo() {
    Map<String, Instant> judged =
        Map.of("a", NOW.minusSeconds(7), "new", NOW.minusSeconds(300), "held", NOW.minusSeconds(9));
    List<CohortRun> runs =
        List.of(run("a", State.Running), run("new", null), run("held", State.Suspended));
    assertThat(Fleet.of(runs, r -> judged.get(r.getMetadata().getUid()), NOW).statusAge())
        .isEqualTo(300);
    assertThat(
            Fleet.of(
                    List.of(run("new", State.Pending)),
                    r -> judged.get(r.getMetadata().getUid()),
                    NOW)
                .statusAge())
        .isEqualTo(300);
  }

  @Test
  void stallsAndWaitsAreCountedByReasonAndUnknownReasonsTogether() {
    CohortRun image = run("image", State.Running);
    condition(image, "Stalled", "True", "ImageUnavailable");
    condition(image, "WorkersReady", "False", "ImageUnavailable");
    CohortRun odd = run("odd", State.Running);
    condition(odd, "Stalled", "True", "s3://a-patient/in-a-reason");
    CohortRun analysing = run("analysing", State.Running);
    condition(analysing, "WorkersReady", "False", "NoWorkersWanted");
    condition(analysing, "Stalled", "False", "Progressing");
    CohortRun ended = run("ended", State.Failed);
    condition(ended, "WorkersReady", "False", "NodeLost");
    Fleet fleet = fleet(image, odd, analysing, ended);
    assertThat(fleet.stalled()).isEqualTo(Map.of("ImageUnavailable", 1, "Other", 1));
    assertThat(fleet.waiting()).isEqualTo(Map.of("ImageUnavailable", 1));
  }

  @Test
  void outcomesAreThoseOfEndedRunsAndWhatIsLeftIsOfOpenOnes() {
    CohortRun over = run("over", State.OverBudget);
    slides(over, 5, 5, Map.of("Succeeded", 3, "NotFound", 2));
    CohortRun open = run("open", State.Running);
    slides(open, 100, 40, null);
    Fleet fleet = fleet(over, open);
    assertThat(fleet.slides())
        .containsEntry(Outcome.Succeeded, 3)
        .containsEntry(Outcome.NotFound, 2);
    assertThat(fleet.slidesLeft()).isEqualTo(60);
  }

  @Test
  void gpuSecondsOfOpenAndEndedRunsAreAddedUp() {
    CohortRun open = run("open", State.Running);
    open.getStatus().setGpuSeconds(seconds(100.0, 60.0, 5.0));
    CohortRun over = run("over", State.Complete);
    over.getStatus().setGpuSeconds(seconds(50.0, 40.0, null));
    assertThat(fleet(open, over, run("new", null)).gpuSeconds())
        .isEqualTo(Map.of("held", 150.0, "useful", 100.0, "wasted", 5.0));
  }

  static Stream<String> fields() {
    return EarlierStatuses.fields();
  }

  @ParameterizedTest
  @MethodSource("fields")
  void aStatusThatLacksAFieldIsAddedUpToo(String field) {
    for (State state : List.of(State.Running, State.Complete)) {
      CohortRun run = run("earlier", state);
      run.setStatus(EarlierStatuses.without(field, state));
      assertThat(fleet(run).runs().values().stream().mapToInt(i -> i).sum()).isEqualTo(1);
    }
  }

  private static GpuSeconds seconds(Double held, Double useful, Double wasted) {
    GpuSeconds seconds = new GpuSeconds();
    seconds.setHeld(held);
    seconds.setUseful(useful);
    seconds.setWasted(wasted);
    return seconds;
  }

  private static Fleet fleet(CohortRun... runs) {
    return Fleet.of(List.of(runs), r -> NOW, NOW);
  }

  private static CohortRun run(String uid, State state) {
    CohortRun run = new CohortRun();
    run.setMetadata(new ObjectMetaBuilder().withUid(uid).build());
    CohortRunStatus status = new CohortRunStatus();
    status.setState(state);
    status.setConditions(List.of());
    run.setStatus(state == null ? null : status);
    return run;
  }

  private static void condition(CohortRun run, String type, String truth, String reason) {
    Condition c = new Condition();
    c.setType(type);
    c.setStatus(truth);
    c.setReason(reason);
    c.setLastTransitionTime(NOW.toString());
    run.getStatus()
        .setConditions(
            Stream.concat(run.getStatus().getConditions().stream(), Stream.of(c)).toList());
  }

  private static void progress(CohortRun run, int secondsAgo, double perHour) {
    Progress progress = new Progress();
    progress.setLastProgressTime(NOW.minusSeconds(secondsAgo).toString());
    progress.setSlidesPerHour(perHour);
    run.getStatus().setProgress(progress);
  }

  private static void slides(CohortRun run, int total, int done, Map<String, Integer> outcomes) {
    SlideCounts counts = new SlideCounts();
    counts.setTotal(total);
    counts.setDone(done);
    counts.setOutcomes(outcomes);
    run.getStatus().setSlides(counts);
  }
}
