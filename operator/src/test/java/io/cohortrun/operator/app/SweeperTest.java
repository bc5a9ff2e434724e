package io.cohortrun.operator.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.cohortrun.operator.ports.RunEngine;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Workflows without a CohortRun end; all others are left alone. */
class SweeperTest {

  private final Set<String> runs = new HashSet<>(Set.of("kept"));
  private final Set<String> unseen = new HashSet<>();
  private final OpenWorkflows engine = new OpenWorkflows();
  private int answers;
  private Instant now = Instant.parse("2026-01-01T12:00:00Z");
  private final OpenWorkflows another = new OpenWorkflows();
  private final Sweeper sweeper =
      new Sweeper(
          () -> Set.of(engine, another),
          "team"::equals,
          () ->
              runs.stream()
                  .map(uid -> new ListedRuns.Listed(uid, !unseen.contains(uid)))
                  .collect(Collectors.toSet()),
          () -> answers++,
          clock());

  @Test
  void whatHasNoRunIsCancelledAfterAMomentAndTerminatedAMinuteLater() {
    engine.open.add(new RunEngine.OpenRun("cohortrun-gone-1", "gone", "team"));
    engine.open.add(new RunEngine.OpenRun("cohortrun-kept-1", "kept", "team"));
    assertThat(sweptAfter(0)).isEmpty();
    assertThat(sweptAfter(29)).isEmpty();
    assertThat(sweptAfter(1)).containsExactly("cancel cohortrun-gone-1");
    assertThat(sweptAfter(59)).containsExactly("cancel cohortrun-gone-1");
    assertThat(sweptAfter(1)).containsExactly("terminate cohortrun-gone-1");
  }

  @Test
  void aRunThatIsListedLateIsForgiven() {
    engine.open.add(new RunEngine.OpenRun("cohortrun-new-1", "new", "team"));
    assertThat(sweptAfter(0)).isEmpty();
    runs.add("new");
    assertThat(sweptAfter(20)).isEmpty();
    runs.remove("new");
    assertThat(sweptAfter(20)).as("it is alone for no time yet").isEmpty();
  }

  @Test
  void whatLivesWhereNobodyLooksMayBeAnotherOperators() {
    engine.open.add(new RunEngine.OpenRun("cohortrun-theirs-1", "theirs", "elsewhere"));
    sweptAfter(0);
    assertThat(sweptAfter(600)).isEmpty();
  }

  @Test
  void whileTemporalIsAwayNothingIsConcludedOrForgotten() {
    engine.open.add(new RunEngine.OpenRun("cohortrun-gone-1", "gone", "team"));
    sweptAfter(0);
    engine.away = true;
    assertThat(sweptAfter(20)).isEmpty();
    assertThat(answers).as("the canary hears of answers only").isEqualTo(1);
    engine.away = false;
    assertThat(sweptAfter(10)).containsExactly("cancel cohortrun-gone-1");
  }

  @Test
  void aTemporalNamespaceThatIsAwayKeepsNoOtherFromBeingSwept() {
    another.away = true;
    engine.open.add(new RunEngine.OpenRun("cohortrun-gone-1", "gone", "team"));
    engine.open.add(new RunEngine.OpenRun("cohortrun-new-1", "new", "team"));
    sweptAfter(0);
    runs.add("new");
    assertThat(sweptAfter(30)).containsExactly("cancel cohortrun-gone-1");
    assertThat(answers).as("the canary hears of whole answers only").isZero();
    runs.remove("new");
    assertThat(sweptAfter(29))
        .as("new is alone for no time yet")
        .containsExactly("cancel cohortrun-gone-1");
  }

  @Test
  void theCanaryDiesOfARunThatNobodyHasJudgedForTwoMinutes() {
    runs.add("new");
    unseen.add("new");
    sweptAfter(0);
    sweptAfter(119);
    assertThat(answers).isEqualTo(2);
    sweptAfter(1);
    sweptAfter(600);
    assertThat(answers).as("a watch that died, or turns that fail").isEqualTo(2);
    unseen.clear();
    sweptAfter(30);
    assertThat(answers).isEqualTo(3);
    unseen.add("new");
    sweptAfter(30);
    assertThat(answers).as("its spec was changed a moment ago").isEqualTo(4);
    runs.remove("new");
    sweptAfter(600);
    assertThat(answers).as("it is gone").isEqualTo(5);
  }

  private List<String> sweptAfter(int seconds) {
    now = now.plus(Duration.ofSeconds(seconds));
    engine.ended.clear();
    sweeper.sweep();
    return engine.ended;
  }

  private Clock clock() {
    return new Clock() {
      @Override
      public ZoneId getZone() {
        return ZoneOffset.UTC;
      }

      @Override
      public Clock withZone(ZoneId zone) {
        return this;
      }

      @Override
      public Instant instant() {
        return now;
      }
    };
  }
}
