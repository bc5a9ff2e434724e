package io.cohortrun.e2e.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.cohortrun.crds.v1alpha1.CohortRun;
import io.cohortrun.e2e.server.PrometheusServer;
import io.fabric8.kubernetes.api.model.Pod;
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
 * A real Prometheus finds the pods of operator and workers as the chart's monitors say it, and
 * scrapes them through a whole run; what dashboards and alerts ask is there.
 */
@OnPods
class DashboardsIT {

  private static final String TEAM = "team-a";

  private static final Map<String, String> VARIABLES =
      Map.of(
          "namespace", TEAM,
          "run", "watched",
          "__rate_interval", "15s",
          "__range", "5m");

  /** From Prometheus itself, and from exporters that the chart leaves to the platform. */
  private static final Pattern OURS = Pattern.compile("\\b(cohortrun|temporal)_[a-z_]+");

  /** Discovery's: where a series comes from. */
  private static final Set<String> PLACE = Set.of("pod", "exported_pod", "instance");

  private static PrometheusServer prometheus;
  private static Instant begin;
  private static Instant end;
  private static String uid;

  @BeforeAll
  static void watchARun(PodCluster cluster, @TempDir Path temp) throws Exception {
    Path rules = temp.resolve("alerts.yaml");
    Files.writeString(
        rules, Files.readString(AlertRules.FILE).replace("interval: 30s", "interval: 1s"));
    prometheus =
        PrometheusServer.start(
            Programs.of("prometheus"),
            temp,
            rules,
            Monitors.configurations(
                cluster.rendered("monitoring.monitors=true"), cluster.plane().kubeconfig("admin")));
    begin = Instant.now();
    Team team = cluster.team(TEAM);
    Resource<CohortRun> run = team.apply(cluster.cohort(TEAM, "watched").yaml());
    uid = run.get().getMetadata().getUid();
    Pod gpu =
        await("a worker with a card")
            .atMost(Duration.ofMinutes(2))
            .until(() -> team.working(run, "gpu"), pods -> !pods.isEmpty())
            .getFirst();
    try (DcgmPage dcgm = DcgmPage.serve(TEAM, gpu.getMetadata().getName())) {
      prometheus.scrape(dcgm.port(), Map.of("namespace", "gpu-operator", "pod", "dcgm-exporter-0"));
      team.ended(run);
      end = Instant.now().plusSeconds(5);
      await("a last scrape").atMost(Duration.ofSeconds(30)).until(() -> Instant.now().isAfter(end));
    }
  }

  @AfterAll
  static void stop() {
    if (prometheus != null) {
      prometheus.close();
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
}
