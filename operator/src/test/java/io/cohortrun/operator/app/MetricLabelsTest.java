package io.cohortrun.operator.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cohortrun.crds.v1alpha1.CohortRunStatus;
import io.cohortrun.crds.v1alpha1.State;
import io.cohortrun.operator.ports.EngineAway;
import io.cohortrun.workflows.contract.Outcome;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Clock;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Labels are closed sets: no run, slide, patient or namespace can become one. */
class MetricLabelsTest {

  private static final Map<String, Set<String>> ALLOWED =
      Map.of(
          "state",
          names(State.values()),
          "outcome",
          names(Outcome.values()),
          "reason",
          new HashSet<>(Fleet.REASONS),
          "use",
          new HashSet<>(Fleet.USES),
          "call",
          new HashSet<>(EngineMetrics.CALLS),
          "result",
          Set.of("done", "conflict", "failed"));

  private final PrometheusMeterRegistry meters =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final TurnMetrics turns = new TurnMetrics(meters);
  private final EngineMetrics engine = new EngineMetrics(meters);
  private final FleetMetrics fleet = new FleetMetrics(meters, Clock.systemUTC());

  @Test
  void everyLabelOfEveryMeterIsOfAClosedSet() {
    fleet.leading();
    fleet.look();
    assertThat(meters.getMeters()).hasSizeGreaterThan(50);
    for (Meter meter : meters.getMeters()) {
      assertThat(meter.getId().getName()).startsWith("cohortrun_");
      for (Tag tag : meter.getId().getTags()) {
        assertThat(ALLOWED.get(tag.getKey())).as(meter.getId().toString()).contains(tag.getValue());
      }
    }
  }

  @Test
  void whatHappensAddsNoSeries() throws EngineAway {
    int before = meters.getMeters().size();
    for (State state : State.values()) {
      CohortRunStatus next = new CohortRunStatus();
      next.setState(state);
      next.setRunId("run");
      turns.wrote(null, next);
    }
    assertThatThrownBy(
            () ->
                engine.counted(
                    "start",
                    () -> {
                      throw new EngineAway("away", null);
                    }))
        .isInstanceOf(EngineAway.class);
    assertThat(engine.counted("list", () -> List.of())).isEmpty();
    assertThat(meters.getMeters()).hasSize(before);
    assertThat(meters.scrape())
        .contains("cohortrun_engine_errors_total{call=\"start\"} 1.0")
        .contains("cohortrun_engine_errors_total{call=\"list\"} 0.0")
        .contains("cohortrun_engine_calls_total{call=\"list\"} 1.0")
        .contains("cohortrun_runs_ended_total{state=\"Complete\"} 1.0")
        .contains("cohortrun_starts_total %d.0".formatted(State.values().length))
        .contains("cohortrun_status_writes_total %d.0".formatted(State.values().length));
  }

  @Test
  void whoDoesNotLeadSaysNothingOfRuns() {
    fleet.watch(
        () -> {
          throw new AssertionError("asked");
        });
    fleet.look();
    assertThat(meters.scrape())
        .contains("cohortrun_leading 0.0")
        .contains("cohortrun_runs{state=\"Running\"} 0.0");
  }

  private static Set<String> names(Enum<?>[] values) {
    return Arrays.stream(values).map(Enum::name).collect(Collectors.toSet());
  }
}
