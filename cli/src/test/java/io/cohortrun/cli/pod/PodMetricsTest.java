package io.cohortrun.cli.pod;

import static org.assertj.core.api.Assertions.assertThat;

import io.cohortrun.workers.shard.ShardMetrics;
import io.cohortrun.workflows.contract.Outcome;
import io.cohortrun.workflows.contract.TaskQueues;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What a worker's pod shows: closed labels, and no run among them. */
class PodMetricsTest {

  private static final String UID = "7a1f1d3c-0000-4000-8000-000000000000";

  private static final Map<String, Set<String>> ALLOWED =
      Map.of(
          "outcome",
          Arrays.stream(Outcome.values()).map(Enum::name).collect(Collectors.toSet()),
          "stage",
          Set.of(
              "stage", "decode", "decode_wait", "prepare", "network", "head", "reduce", "commit"),
          "use",
          Set.of("useful", "wasted"),
          "process",
          Set.of("worker", "decoders"));

  private final PodMetrics metrics = new PodMetrics();

  @Test
  void everyLabelOfOurMetersIsOfAClosedSet() {
    new ShardMetrics(metrics.meters());
    int ours = 0;
    for (Meter meter : metrics.meters().getMeters()) {
      if (meter.getId().getName().startsWith("cohortrun_")) {
        ours++;
        for (Tag tag : meter.getId().getTags()) {
          assertThat(ALLOWED.get(tag.getKey()))
              .as(meter.getId().toString())
              .contains(tag.getValue());
        }
      } else {
        assertThat(meter.getId().getName()).startsWith("jvm.");
      }
    }
    assertThat(ours).isGreaterThan(Outcome.values().length + 10);
  }

  @Test
  void queuesOfTemporalsMetricsLoseTheirRun() {
    for (String queue : new String[] {TaskQueues.gpu(UID), "7@host:" + UID}) {
      metrics.meters().counter("polls", "task_queue", queue).increment();
    }
    assertThat(metrics.text().text())
        .contains("polls_total{task_queue=\"gpu\"} 1.0")
        .contains("polls_total{task_queue=\"sticky\"} 1.0")
        .doesNotContain(UID);
    assertThat(QueueKind.of(TaskQueues.WORKFLOWS)).isEqualTo("workflows");
    assertThat(QueueKind.of(TaskQueues.cpu(UID))).isEqualTo("cpu");
    assertThat(QueueKind.of("none")).isEqualTo("none");
  }

  @Test
  void residentMemoryIsThatOfThisProcess() {
    assertThat(ResidentMemory.Of.WORKER.bytes())
        .isGreaterThan(20e6)
        .isLessThan(Runtime.getRuntime().maxMemory() + 4e9);
  }
}
