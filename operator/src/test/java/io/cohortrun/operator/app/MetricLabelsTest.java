package io.cohortrun.operator.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cohortrun.crds.v1alpha1.CohortRun;
import io.cohortrun.crds.v1alpha1.CohortRunStatus;
import io.cohortrun.crds.v1alpha1.State;
import io.cohortrun.operator.ports.EngineAway;
import io.cohortrun.workflows.contract.Outcome;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
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
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Labels are closed sets: no run, slide or patient can become one, nor what nobody watches. */
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
          Arrays.stream(EngineCall.values()).map(EngineCall::label).collect(Collectors.toSet()),
          "run_namespace",
          Set.of("team-a", "team-b"),
          "result",
          Set.of("done", "conflict", "failed"));

  private final PrometheusMeterRegistry meters =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final RunNamespaces namespaces = new RunNamespaces(List.of("team-a", "team-b"));
  private final TurnMetrics turns = new TurnMetrics(meters, namespaces);
  private final EngineMetrics engine = new EngineMetrics(meters);
  private final FleetMetrics fleet = new FleetMetrics(meters, namespaces, Clock.systemUTC());

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
      turns.wrote("team-b", null, next);
    }
    assertThatThrownBy(
            () ->
                engine.counted(
                    EngineCall.START,
                    () -> {
                      throw new EngineAway("away", null);
                    }))
        .isInstanceOf(EngineAway.class);
    assertThat(engine.counted(EngineCall.LIST, () -> List.of())).isEmpty();
    assertThat(meters.getMeters()).hasSize(before);
    assertThat(meters.scrape())
        .contains("cohortrun_engine_errors_total{call=\"start\"} 1.0")
        .contains("cohortrun_engine_errors_total{call=\"list\"} 0.0")
        .contains("cohortrun_engine_calls_total{call=\"list\"} 1.0")
        .contains("cohortrun_runs_ended_total{run_namespace=\"team-b\",state=\"Complete\"} 1.0")
        .contains("cohortrun_runs_ended_total{run_namespace=\"team-a\",state=\"Complete\"} 0.0")
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
        .contains("cohortrun_runs{run_namespace=\"team-a\",state=\"Running\"} 0.0");
  }

  @Test
  void aRunIsToldUnderItsOwnNamespace() {
    fleet.watch(() -> Stream.of(run("team-a", State.Running), run("team-b", State.Failed)));
    fleet.leading();
    fleet.look();
    assertThat(meters.scrape())
        .contains("cohortrun_runs{run_namespace=\"team-a\",state=\"Running\"} 1.0")
        .contains("cohortrun_runs{run_namespace=\"team-a\",state=\"Failed\"} 0.0")
        .contains("cohortrun_runs{run_namespace=\"team-b\",state=\"Running\"} 0.0")
        .contains("cohortrun_runs{run_namespace=\"team-b\",state=\"Failed\"} 1.0");
  }

  @Test
  void whoWatchesEveryNamespaceTellsAllRunsTogether() {
    PrometheusMeterRegistry all = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    FleetMetrics every = new FleetMetrics(all, new RunNamespaces(List.of()), Clock.systemUTC());
    every.watch(() -> Stream.of(run("x", State.Running), run("y", State.Running)));
    every.leading();
    every.look();
    assertThat(all.scrape()).contains("cohortrun_runs{run_namespace=\"\",state=\"Running\"} 2.0");
  }

  private static CohortRun run(String namespace, State state) {
    CohortRun run = new CohortRun();
    run.setMetadata(
        new ObjectMetaBuilder()
            .withNamespace(namespace)
            .withUid(namespace)
            .withCreationTimestamp("2026-01-01T00:00:00Z")
            .build());
    run.setStatus(new CohortRunStatus());
    run.getStatus().setState(state);
    return run;
  }

  private static Set<String> names(Enum<?>[] values) {
    return Arrays.stream(values).map(Enum::name).collect(Collectors.toSet());
  }
}
