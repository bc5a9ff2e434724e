package io.cohortrun.e2e.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cohortrun.crds.v1alpha1.CohortRun;
import io.cohortrun.crds.v1alpha1.CohortRunStatus;
import io.cohortrun.crds.v1alpha1.State;
import io.cohortrun.e2e.series.Resident;
import io.cohortrun.workflows.series.Series;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Many runs on a real API server under one operator, in every state that a status can tell: whether
 * it tells it, how late, how often it is written, how large it gets; and whether pods and Jobs of
 * others stay out of the operator's memory. Workflows are pretended.
 */
class FleetIT {

  private static final int RUNS = Series.size(200, 2000);

  /** Pods of others, and as many Jobs. */
  private static final int FOREIGN = Series.size(500, 5000);

  private static final Duration WATCHED = Duration.ofSeconds(Series.size(60, 90));
  private static final long MB = 1_000_000;
  private static final int LARGEST_STATUS = 16 * 1024;

  @TempDir static Path temp;

  /** What the API server told of a run; of its writes those after which it only had gone on. */
  private static final class Seen {
    private final Map<String, Instant> ends = new ConcurrentHashMap<>();
    private volatile Instant suspended;
    private volatile JsonNode said;
    private final List<Instant> progress = new CopyOnWriteArrayList<>();
  }

  private final Map<String, Seen> seen = new ConcurrentHashMap<>();
  private final Map<String, Instant> holds = new ConcurrentHashMap<>();

  @Test
  void everyStatusSaysWhatBecameOfItsRunSoonSeldomAndInFewBytes() throws Exception {
    Path starts = temp.resolve("starts");
    try (TestCluster cluster = TestCluster.start(temp)) {
      ForeignObjects.make(cluster.client(), TestCluster.TEAM, FOREIGN);
      try (OperatorProcess operator = cluster.pretendingOperator(starts)) {
        runAndWatch(cluster, operator, starts);
      }
    }
  }

  private void runAndWatch(TestCluster cluster, OperatorProcess operator, Path starts)
      throws Exception {
    var runs = cluster.client().resources(CohortRun.class).inNamespace(TestCluster.TEAM);
    Watch watch = runs.watch(new Statuses());
    try {
      Instant begin = Instant.now();
      for (int i = 0; i < RUNS; i++) {
        cluster.client().resource(run(i)).create();
      }
      double made = seconds(begin, Instant.now());
      long started = fates(Fate::begins);
      await("all starts")
          .atMost(Duration.ofMinutes(10))
          .until(
              () ->
                  PretendedRuns.begun(starts).map(PretendedRun::run).distinct().count() == started);
      double all = seconds(begin, Instant.now());
      Instant from = Instant.now();
      hold(cluster.team());
      TimeUnit.MILLISECONDS.sleep(WATCHED.minus(Duration.between(from, Instant.now())).toMillis());
      Instant to = Instant.now();
      await("every status")
          .atMost(Duration.ofMinutes(5))
          .pollInterval(Duration.ofSeconds(2))
          .untilAsserted(
              () ->
                  assertThat(runs.list().getItems())
                      .hasSize(RUNS)
                      .allSatisfy(FleetIT::saysWhatBecameOfIt));
      long changes = fates(Fate::ends) + holds.size();
      await("what the watch tells of them")
          .atMost(Duration.ofSeconds(30))
          .until(() -> late(starts).size() == changes);
      List<Double> late = late(starts).stream().sorted().toList();
      double p99 = late.get((int) Math.ceil(late.size() * 0.99) - 1);
      long most = mostWrites(from, to);
      int largest =
          runs.list().getItems().stream().mapToInt(r -> size(r.getStatus())).max().orElseThrow();
      long resident = Resident.now(operator.handle().pid());
      long own = fates(Fate.PENDING::equals);
      Map<String, Long> kept = new TreeMap<>();
      for (Class<?> kind : List.of(Pod.class, Job.class)) {
        kept.put(kind.getSimpleName(), ForeignObjects.alive(operator.handle(), kind));
      }
      Series.record(
          "fleet",
          """
          # Many runs under one operator

          %d CohortRuns on a real API server, as many of each kind: %s. %d started, %d changed while they were watched: ends, and holds by a person. Each status said in the end what its kind is (asserted). Workflows pretended behind the port; heap of %d MiB, as shipped; API server, etcd and the test on the same machine. Machine: %s.

          | what | measured |
          |---|---|
          | a change is in the status after, p99 | %.1f s |
          | the same, median | %.1f s |
          | status writes of a run that only progresses, in %d s | %d at most |
          | runs made by the test, a minute | %.0f |
          | runs started, a minute, from the first that was made | %.0f |
          | largest status | %d bytes, at 100,000 slides a run |
          | operator with all runs: resident | %d MB |
          | pods and Jobs in its memory, where runs have %d of each and others in the namespace %d | %s |
          """
              .formatted(
                  RUNS,
                  Arrays.stream(Fate.values()).map(Fate::words).collect(Collectors.joining(", ")),
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
                  resident / MB,
                  own,
                  FOREIGN,
                  kept));
      assertThat(PretendedRuns.begun(starts).map(PretendedRun::workflow))
          .as("each once")
          .doesNotHaveDuplicates()
          .hasSize((int) (started + fates(Fate.RETRIED::equals)));
      assertThat(ShippedJava.heap()).isLessThanOrEqualTo(512L << 20);
      assertThat(p99).isLessThan(10);
      assertThat(most).as("one write in 30 s").isLessThanOrEqualTo(WATCHED.toSeconds() / 30 + 1);
      assertThat(largest).isLessThan(LARGEST_STATUS);
      assertThat(kept.values())
          .as("of others none: %s", kept)
          .allSatisfy(count -> assertThat(count).isBetween(own, FOREIGN / 2L));
      assertThat(operator.complaints()).isEmpty();
    } finally {
      watch.close();
    }
  }

  private static CohortRun run(int i) throws IOException {
    Fate fate = Fate.of(i);
    CohortRun run =
        new ObjectMapper()
            .readValue(
                """
                {"metadata": {"name": "%s", "namespace": "%s"},
                 "spec": {"manifest": {"uri": "s3://b/m.csv"}, "model": {"bundle": "demo"},
                   "output": {"uri": "s3://b/out"},
                   "workers": {"cpu": {"replicas": 0}, "gpu": {"replicas": 0}}}}
                """
                    .formatted(fate.nameOf(i), TestCluster.TEAM),
                CohortRun.class);
    fate.ask(run.getSpec());
    return run;
  }

  /** A person suspends them while they run. */
  private void hold(Team team) {
    for (int i = 0; i < RUNS; i++) {
      if (Fate.of(i) == Fate.HELD) {
        String name = Fate.HELD.nameOf(i);
        holds.put(name, Instant.now());
        Team.change(team.run(name), "{\"suspend\": true}");
      }
    }
  }

  private static long fates(Predicate<Fate> which) {
    return IntStream.range(0, RUNS).mapToObj(Fate::of).filter(which).count();
  }

  private static void saysWhatBecameOfIt(CohortRun run) {
    String name = run.getMetadata().getName();
    assertThat(Fate.of(name).says(run.getStatus())).as(name).isEqualTo(Fate.of(name).says());
  }

  /** Seconds from each end of a workflow, and each hold, to the status that says so. */
  private List<Double> late(Path starts) throws IOException {
    Stream<Double> ends =
        PretendedRuns.begun(starts)
            .filter(run -> run.end().isPresent())
            .filter(run -> seen.get(run.run()).ends.containsKey(run.workflow()))
            .map(
                run ->
                    seconds(run.end().orElseThrow(), seen.get(run.run()).ends.get(run.workflow())));
    Stream<Double> held =
        holds.entrySet().stream()
            .filter(hold -> seen.get(hold.getKey()).suspended != null)
            .map(hold -> seconds(hold.getValue(), seen.get(hold.getKey()).suspended));
    return Stream.concat(ends, held).toList();
  }

  /** Of the runs that go on for ever. */
  private long mostWrites(Instant from, Instant to) {
    return seen.entrySet().stream()
        .filter(run -> goesOn(Fate.of(run.getKey())))
        .mapToLong(
            run ->
                run.getValue().progress.stream()
                    .filter(w -> w.isAfter(from) && w.isBefore(to))
                    .count())
        .max()
        .orElseThrow();
  }

  private static boolean goesOn(Fate fate) {
    return fate.begins() && !fate.state().isTerminal() && fate != Fate.HELD;
  }

  /** All but figures and sentences: what is written at once when it changes. */
  private static JsonNode said(CohortRunStatus status) {
    ObjectNode said = new ObjectMapper().valueToTree(status);
    said.remove(List.of("progress", "slides", "gpuSeconds", "pods", "outputBytes"));
    said.path("conditions")
        .forEach(c -> ((ObjectNode) c).remove(List.of("message", "lastTransitionTime")));
    return said;
  }

  private static int size(CohortRunStatus status) {
    try {
      return new ObjectMapper().writeValueAsBytes(status).length;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static double seconds(Instant from, Instant to) {
    return Duration.between(from, to).toMillis() / 1000.0;
  }

  private final class Statuses implements Watcher<CohortRun> {

    @Override
    public void eventReceived(Action action, CohortRun run) {
      Seen s = seen.computeIfAbsent(run.getMetadata().getName(), name -> new Seen());
      Instant now = Instant.now();
      CohortRunStatus status = Objects.requireNonNullElseGet(run.getStatus(), CohortRunStatus::new);
      JsonNode says = said(status);
      if (action == Action.MODIFIED && says.equals(s.said)) {
        s.progress.add(now);
      }
      s.said = says;
      if (status.getState() == null) {
        return;
      }
      if (status.getState().isTerminal()) {
        s.ends.putIfAbsent(status.getWorkflowId(), now);
      }
      if (status.getState() == State.Suspended && s.suspended == null) {
        s.suspended = now;
      }
    }

    @Override
    public void onClose(WatcherException cause) {}
  }
}
