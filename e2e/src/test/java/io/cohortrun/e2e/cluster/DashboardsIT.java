package io.cohortrun.e2e.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.cohortrun.crds.v1alpha1.CohortRun;
import io.cohortrun.e2e.run.CohortFolder;
import io.cohortrun.e2e.server.PrometheusServer;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A real Prometheus scrapes operator and workers through a whole run; what dashboards and alerts
 * ask is there.
 */
class DashboardsIT {

  private static final Map<String, String> VARIABLES =
      Map.of(
          "namespace", TestCluster.TEAM,
          "run", "watched",
          "__rate_interval", "15s",
          "__range", "5m");

  /** From Prometheus itself, and from exporters that the chart leaves to the platform. */
  private static final Pattern OURS = Pattern.compile("\\b(cohortrun|temporal)_[a-z_]+");

  /** Discovery's: where a series comes from. */
  private static final Set<String> PLACE = Set.of("pod", "exported_pod", "instance");

  @TempDir static Path temp;
  private static TestCluster cluster;
  private static PrometheusServer prometheus;
  private static Instant begin;
  private static Instant end;
  private static String uid;

  @BeforeAll
  static void watchARun() throws Exception {
    cluster = TestCluster.start(temp);
    Path rules = temp.resolve("alerts.yaml");
    Files.writeString(
        rules, Files.readString(AlertRules.FILE).replace("interval: 30s", "interval: 1s"));
    CohortFolder folder =
        OnCluster.place(CohortFolder.ofRealSlides(temp.resolve("cohort")), "watched");
    try (HostWorkers workers = new HostWorkers(temp.resolve("workers"));
        OperatorProcess operator = cluster.operator()) {
      // From here on nothing is missing: what is missing counts against freshness.
      prometheus = PrometheusServer.start(Programs.of("prometheus"), temp, rules);
      begin = Instant.now();
      prometheus.scrape(operator.port(), at(TestCluster.SYSTEM, "cohortrun-operator-0"));
      workers.workflows(cluster.temporal());
      prometheus.scrape(workers.port(), at(TestCluster.SYSTEM, "cohortrun-workflow-worker-0"));
      Resource<CohortRun> run = cluster.team().apply(folder.path().resolve("watched.yaml"));
      uid = run.get().getMetadata().getUid();
      Job cpu = cluster.team().job(run, "cpu");
      workers.of(cpu);
      prometheus.scrape(workers.port(), at(TestCluster.TEAM, pod(cpu)));
      Job gpu = cluster.team().job(run, "gpu");
      workers.of(gpu);
      prometheus.scrape(workers.port(), at(TestCluster.TEAM, pod(gpu)));
      try (DcgmPage dcgm = DcgmPage.serve(TestCluster.TEAM, pod(gpu))) {
        prometheus.scrape(dcgm.port(), at("gpu-operator", "dcgm-exporter-0"));
        await("the run's end")
            .atMost(Duration.ofMinutes(5))
            .until(() -> run.get().getStatus(), s -> s != null && s.getState().isTerminal());
        end = Instant.now().plusSeconds(5);
        await("a last scrape")
            .atMost(Duration.ofSeconds(30))
            .until(() -> Instant.now().isAfter(end));
      }
      assertThat(operator.complaints()).isEmpty();
    }
  }

  @AfterAll
  static void stop() {
    if (prometheus != null) {
      prometheus.close();
    }
    if (cluster != null) {
      cluster.close();
    }
  }

  @Test
  void everyQueryOfEveryDashboardIsAnswered() throws Exception {
    List<Dashboard.Query> empty = new ArrayList<>();
    List<Dashboard.Query> queries = Dashboard.queries(VARIABLES);
    assertThat(queries).hasSizeGreaterThan(40);
    for (Dashboard.Query query : queries) {
      if (prometheus.range(query.expression(), begin, end).isEmpty()) {
        empty.add(query);
      }
    }
    assertThat(empty).isEmpty();
  }

  @Test
  void whatIsNotThereIsEmptyAndWhatIsNoQueryIsRefused() throws Exception {
    assertThat(prometheus.range("cohortrun_no_such_metric", begin, end)).isEmpty();
    assertThatThrownBy(() -> prometheus.range("sum(", begin, end))
        .hasMessageContaining("parse error");
  }

  @Test
  void everyMetricThatAnAlertAsksForIsThere() throws Exception {
    Set<String> there = new TreeSet<>();
    prometheus.series().forEach(s -> there.add(s.get("__name__").asText()));
    Set<String> asked = new TreeSet<>();
    OURS.matcher(Files.readString(AlertRules.FILE)).results().forEach(m -> asked.add(m.group()));
    assertThat(asked).hasSizeGreaterThan(15);
    assertThat(there).containsAll(asked);
  }

  @Test
  void everyMetricOfOursIsDocumented() throws Exception {
    String page = Files.readString(Path.of("../docs/metrics.md"));
    Set<String> unknown = new TreeSet<>();
    for (JsonNode series : prometheus.series()) {
      String name = series.get("__name__").asText().replaceAll("_(sum|count|max|bucket)$", "");
      if (name.startsWith("cohortrun_") && !page.contains('`' + name + '`')) {
        unknown.add(name);
      }
    }
    assertThat(unknown).isEmpty();
  }

  @Test
  void noRunSlideOrPatientIsInALabel() throws Exception {
    List<String> said = new ArrayList<>();
    List<String> secrets = List.of(uid, "CMU-1", "s0000", "p0", "watched");
    for (JsonNode series : prometheus.series()) {
      for (Map.Entry<String, JsonNode> label : series.properties()) {
        String value = label.getValue().asText();
        if (!PLACE.contains(label.getKey()) && secrets.stream().anyMatch(value::contains)) {
          said.add(series.toString());
        }
      }
    }
    assertThat(said).isEmpty();
  }

  @Test
  void aRunThatGoesWellRaisesNoAlert() throws Exception {
    assertThat(prometheus.range("ALERTS{alertstate=\"firing\"}", begin, end)).isEmpty();
  }

  private static Map<String, String> at(String namespace, String pod) {
    return Map.of("namespace", namespace, "pod", pod);
  }

  /** As the Job controller names the pods of an Indexed Job. */
  private static String pod(Job job) {
    return job.getMetadata().getName() + "-0-x7x7x";
  }
}
