package io.cohortrun.e2e.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.cohortrun.crds.v1alpha1.CohortRun;
import io.cohortrun.workflows.series.Series;
import io.temporal.client.WorkflowClient;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many runs at once, started at a real Temporal server by operators that are killed meanwhile. */
class StartsIT {

  private static final int RUNS = Series.size(90, 1000);

  private static final long MB = 1_000_000;

  @TempDir static Path temp;

  @Test
  void eachRunIsStartedOnceThoughTheOperatorIsKilledTwice() throws Exception {
    try (TestCluster cluster = TestCluster.start(temp);
        Started temporal = new Started(cluster.temporal())) {
      Idle idle;
      try (OperatorProcess operator = cluster.leadingOperator()) {
        idle = Idle.of(operator);
      }
      for (int i = 0; i < RUNS; i++) {
        cluster.client().resource(run(i)).create();
      }
      Instant begin = Instant.now();
      for (int kill = 1; kill <= 2; kill++) {
        try (OperatorProcess operator = cluster.operator()) {
          int some = kill * RUNS / 3;
          await(some + " starts")
              .atMost(Duration.ofMinutes(10))
              .pollInterval(Duration.ofMillis(20))
              .until(() -> temporal.count() >= some);
          operator.kill();
        }
      }
      assertThat(temporal.count()).as("the kills came while runs were started").isLessThan(RUNS);
      double perMinute;
      try (OperatorProcess last = cluster.operator()) {
        await("all run ids in the statuses")
            .atMost(Duration.ofMinutes(10))
            .until(() -> statuses(cluster).values().stream().noneMatch(String::isEmpty));
        perMinute = 60_000.0 * RUNS / Duration.between(begin, Instant.now()).toMillis();
        assertThat(last.complaints()).isEmpty();
      }
      await("Temporal's list to be whole")
          .atMost(Duration.ofMinutes(1))
          .until(() -> temporal.count() >= RUNS);
      assertThat(temporal.runIds())
          .as("a workflow for each run, and no other")
          .containsExactlyInAnyOrderElementsOf(statuses(cluster).values());
      Series.record(
          "starts",
          """
          # Starts of runs

          %d CohortRuns on a real API server, started at a real Temporal server by one operator that was killed twice meanwhile; all on one machine: %s. Each asks for one worker, whose Job is made; no node runs its pod. No workflow twice (asserted). From the first operator's start to the last run id in a status, the operators' own starts included: **%.0f starts a minute**.

          Before there was a run, an operator connected to both servers, with its lease, took %.2f %% of a core (median of three windows, once it had settled after its start) and %d MB resident.
          """
              .formatted(
                  RUNS, Series.machine(), perMinute, 100 * idle.share(), idle.resident() / MB));
      assertThat(idle.share())
          .as("without runs, share of a core; by windows %s", idle.shares())
          .isLessThan(Idle.SHARE);
      assertThat(idle.resident()).as("without runs").isLessThan(250 * MB);
    }
  }

  /** Run ids by runs; empty where none is written yet. */
  private static Map<String, String> statuses(TestCluster cluster) {
    return cluster
        .client()
        .resources(CohortRun.class)
        .inNamespace(TestCluster.TEAM)
        .list()
        .getItems()
        .stream()
        .collect(
            Collectors.toMap(
                r -> r.getMetadata().getName(),
                r ->
                    r.getStatus() == null || r.getStatus().getRunId() == null
                        ? ""
                        : r.getStatus().getRunId()));
  }

  private static CohortRun run(int i) throws Exception {
    return new ObjectMapper()
        .readValue(
            """
            {"metadata": {"name": "run-%05d", "namespace": "%s"},
             "spec": {"manifest": {"uri": "s3://b/m.csv"}, "model": {"bundle": "demo"},
               "output": {"uri": "s3://b/out"},
               "workers": {"cpu": {"replicas": 1}, "gpu": {"replicas": 0}}}}
            """
                .formatted(i, TestCluster.TEAM),
            CohortRun.class);
  }

  /** What a Temporal server has started. */
  private static final class Started implements AutoCloseable {
    private final WorkflowServiceStubs stubs;

    Started(String address) {
      stubs =
          WorkflowServiceStubs.newServiceStubs(
              WorkflowServiceStubsOptions.newBuilder().setTarget(address).build());
    }

    long count() {
      return WorkflowClient.newInstance(stubs).countWorkflows("").getCount();
    }

    List<String> runIds() {
      try (var all = WorkflowClient.newInstance(stubs).listExecutions("")) {
        return all.map(e -> e.getExecution().getRunId()).toList();
      }
    }

    @Override
    public void close() {
      stubs.shutdownNow();
    }
  }
}
