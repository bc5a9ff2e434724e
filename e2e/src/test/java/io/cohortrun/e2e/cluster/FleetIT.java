package io.cohortrun.e2e.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cohortrun.crds.v1alpha1.CohortRun;
import io.cohortrun.crds.v1alpha1.CohortRunStatus;
import io.cohortrun.e2e.series.Resident;
import io.cohortrun.workflows.series.Series;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Many runs in different states on a real API server under one operator: how late a status is, how
 * often it is written, how large it gets. Workflows are pretended.
 */
class FleetIT {

  private static final int RUNS = Series.size(200, 2000);
  private static final Duration WATCHED = Duration.ofSeconds(Series.size(60, 90));
  private static final long MB = 1_000_000;
  private static final int LARGEST_STATUS = 16 * 1024;

  @TempDir static Path temp;

  /** What the API server told of a run; of its writes those after which it only had gone on. */
  private static final class Seen {
    private volatile Instant terminal;
    private volatile JsonNode said;
    private final List<Instant> progress = new CopyOnWriteArrayList<>();
  }

  private final Map<String, Seen> seen = new ConcurrentHashMap<>();

  @Test
  void statusesFollowSoonAreWrittenSeldomAndStaySmall() throws Exception {
    Path starts = temp.resolve("starts");
    try (TestCluster cluster = TestCluster.start(temp);
        OperatorProcess operator = cluster.pretendingOperator(starts)) {
      var runs = cluster.client().resources(CohortRun.class).inNamespace(TestCluster.TEAM);
      Watch watch = runs.watch(new Statuses());
      try {
        Instant begin = Instant.now();
        for (int i = 0; i < RUNS; i++) {
          cluster.client().resource(run(i)).create();
        }
        double made = seconds(begin);
        int started = (int) IntStream.range(0, RUNS).filter(i -> i % 4 != 0).count();
        await("all starts")
            .atMost(Duration.ofMinutes(10))
            .until(() -> Files.exists(starts) && Files.readAllLines(starts).size() >= started);
        double all = seconds(begin);
        Instant from = Instant.now();
        TimeUnit.MILLISECONDS.sleep(WATCHED.toMillis());
        Instant to = Instant.now();
        await("all ends")
            .atMost(Duration.ofMinutes(5))
            .until(() -> late(starts).size() == ends(starts));
        List<Double> late = late(starts).stream().sorted().toList();
        double p99 = late.get((int) Math.ceil(late.size() * 0.99) - 1);
        long most = mostWrites(starts, from, to);
        int largest =
            runs.list().getItems().stream().mapToInt(r -> size(r.getStatus())).max().orElseThrow();
        Series.record(
            "fleet",
            """
            # Many runs under one operator

            %d CohortRuns on a real API server, a quarter of them suspended, %d started, %d of these ended while they were watched; workflows pretended behind the port; heap of %d MiB, as shipped; API server, etcd and the test on the same machine. Machine: %s.

            | what | measured |
            |---|---|
            | an end is in the status after, p99 | %.1f s |
            | the same, median | %.1f s |
            | status writes of a run that only progresses, in %d s | %d at most |
            | runs made by the test, a minute | %.0f |
            | runs started, a minute, from the first that was made | %.0f |
            | largest status | %d bytes, at 100,000 slides a run |
            | operator with all runs: resident | %d MB |
            """
                .formatted(
                    RUNS,
                    started,
                    late.size(),
                    ShippedJava.heap() >> 20,
                    Series.machine(),
                    p99,
                    late.get(late.size() / 2),
                    WATCHED.toSeconds(),
                    most,
                    60 * RUNS / made,
                    60 * started / all,
                    largest,
                    Resident.now(operator.handle().pid()) / MB));
        assertThat(Files.readAllLines(starts))
            .as("each once")
            .doesNotHaveDuplicates()
            .hasSize(started);
        assertThat(ShippedJava.heap()).isLessThanOrEqualTo(512L << 20);
        assertThat(p99).isLessThan(10);
        assertThat(most).as("one write in 30 s").isLessThanOrEqualTo(WATCHED.toSeconds() / 30 + 1);
        assertThat(largest).isLessThan(LARGEST_STATUS);
        assertThat(operator.complaints()).isEmpty();
      } finally {
        watch.close();
      }
    }
  }

  private static CohortRun run(int i) throws Exception {
    return new ObjectMapper()
        .readValue(
            """
            {"metadata": {"name": "run-%05d", "namespace": "%s"},
             "spec": {"manifest": {"uri": "s3://b/m.csv"}, "model": {"bundle": "demo"},
               "output": {"uri": "s3://b/out"}, "suspend": %s,
               "workers": {"cpu": {"replicas": 0}, "gpu": {"replicas": %d}}}}
            """
                .formatted(i, TestCluster.TEAM, i % 4 == 0, i % 20 == 1 ? 1 : 0),
            CohortRun.class);
  }

  /** Seconds from the end of each workflow that has ended to the status that says so. */
  private List<Double> late(Path starts) throws Exception {
    List<Double> late = new ArrayList<>();
    for (String line : Files.readAllLines(starts)) {
      String id = line.split(" ", 2)[0];
      Instant end = Instant.parse(line.split(" ", 2)[1]).plus(PretendedRuns.length(id));
      Seen run = seen.get(uid(id));
      if (PretendedRuns.ends(id) && run != null && run.terminal != null) {
        late.add(Duration.between(end, run.terminal).toMillis() / 1000.0);
      }
    }
    return late;
  }

  private static long ends(Path starts) throws Exception {
    return Files.readAllLines(starts).stream()
        .filter(line -> PretendedRuns.ends(line.split(" ", 2)[0]))
        .count();
  }

  /** Of the runs that do not end. */
  private long mostWrites(Path starts, Instant from, Instant to) throws Exception {
    return Files.readAllLines(starts).stream()
        .map(line -> line.split(" ", 2)[0])
        .filter(id -> !PretendedRuns.ends(id))
        .map(id -> seen.get(uid(id)))
        .mapToLong(s -> s.progress.stream().filter(w -> w.isAfter(from) && w.isBefore(to)).count())
        .max()
        .orElseThrow();
  }

  /** All but figures and sentences: what is written at once when it changes. */
  private static JsonNode said(CohortRunStatus status) {
    ObjectNode said = new ObjectMapper().valueToTree(status == null ? Map.of() : status);
    said.remove(List.of("progress", "slides", "gpuSeconds", "pods", "outputBytes"));
    said.path("conditions")
        .forEach(c -> ((ObjectNode) c).remove(List.of("message", "lastTransitionTime")));
    return said;
  }

  private static String uid(String workflowId) {
    return workflowId.substring("cohortrun-".length(), workflowId.lastIndexOf('-'));
  }

  private static int size(CohortRunStatus status) {
    try {
      return new ObjectMapper().writeValueAsBytes(status).length;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static double seconds(Instant since) {
    return Duration.between(since, Instant.now()).toMillis() / 1000.0;
  }

  private final class Statuses implements Watcher<CohortRun> {

    @Override
    public void eventReceived(Action action, CohortRun run) {
      Seen s = seen.computeIfAbsent(run.getMetadata().getUid(), uid -> new Seen());
      Instant now = Instant.now();
      CohortRunStatus status = run.getStatus();
      JsonNode says = said(status);
      if (action == Action.MODIFIED && says.equals(s.said)) {
        s.progress.add(now);
      }
      s.said = says;
      if (s.terminal == null
          && status != null
          && status.getState() != null
          && status.getState().isTerminal()) {
        s.terminal = now;
      }
    }

    @Override
    public void onClose(WatcherException cause) {}
  }
}
