package io.cohortrun.operator.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.cohortrun.operator.ports.RunEngine;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is open where we watch is ended, and nothing else. */
class EndRunsTest {

  private final OpenWorkflows engine = new OpenWorkflows();
  private final EndRuns end = new EndRuns(() -> Set.of(engine), "team"::equals);

  @Test
  void whatIsOpenIsAskedFirstAndForcedLater() {
    engine.open.add(new RunEngine.OpenRun("cohortrun-a-1", "a", "team"));
    engine.open.add(new RunEngine.OpenRun("cohortrun-b-1", "b", "elsewhere"));
    assertThat(end.look(false)).isFalse();
    assertThat(end.look(true)).isFalse();
    assertThat(engine.ended).containsExactly("cancel cohortrun-a-1", "terminate cohortrun-a-1");
    engine.open.removeFirst();
    assertThat(end.look(true)).isTrue();
  }

  @Test
  void whileTemporalIsAwayNobodyKnowsAndTheOthersAreEndedAllTheSame() {
    OpenWorkflows away = new OpenWorkflows();
    away.away = true;
    EndRuns both = new EndRuns(() -> Set.of(engine, away), "team"::equals);
    engine.open.add(new RunEngine.OpenRun("cohortrun-a-1", "a", "team"));
    assertThat(both.look(false)).isFalse();
    assertThat(engine.ended).containsExactly("cancel cohortrun-a-1");
    engine.open.clear();
    assertThat(both.look(false)).isFalse();
    away.away = false;
    assertThat(both.look(false)).isTrue();
  }
}
