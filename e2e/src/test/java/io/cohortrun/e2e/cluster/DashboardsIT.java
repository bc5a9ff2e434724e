package io.cohortrun.e2e.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.cohortrun.crds.v1alpha1.CohortRun;
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
 * A real Prometheus scrapes the pods that the chart's monitors find, as far as the chart's network
 * policies let it, through a whole run; what dashboards and alerts ask is there.
 */
@OnPods
class DashboardsIT {

  private static final String TEAM = "team-a";

  /** Its worker begins when it is told: when it is scraped, so that nothing it does is missed. */
  private static final String HELD = "  workers: {gpu: {profile: begins-when-told, replicas: 1}}\n";

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

  private static PrometheusPod pod;
  private static Prometheus prometheus;
  private static Instant begin;
  private static Instant end;
  private static String uid;
  private static String log;

  @BeforeAll
  static void watchARun(PodCluster cluster, @TempDir Path temp) throws Exception {
    Path rules = temp.resolve("alerts.yaml");
    Files.writeString(
        rules, Files.readString(AlertRules.FILE).replace("interval: 30s", "interval: 1s"));
    String operator = cluster.system("operator").getMetadata().getName();
    // From here on nothing is missing: what is missing counts against freshness.
    pod = PrometheusPod.start(cluster.client(), temp, rules);
    prometheus = pod.prometheus();
    begin = Instant.now();
    Team team = cluster.team(TEAM);
    TeamFolder folder = cluster.cohort(TEAM, "watched", HELD);
    Path told = folder.cohort().path().resolveSibling("begin");
    Resource<CohortRun> run = team.apply(folder.yaml());
    uid = run.get().getMetadata().getUid();
    String gpu =
        await("a worker with a card")
            .atMost(Duration.ofMinutes(5))
            .until(() -> team.working(run, "gpu"), pods -> !pods.isEmpty())
            .getFirst()
            .getMetadata()
            .getName();
    try (DcgmPage dcgm = DcgmPage.serve(TEAM, gpu)) {
      pod.scrape(dcgm.target());
      scrapes(gpu);
      Files.createFile(told);
      team.ended(run);
      end = Instant.now().plusSeconds(5);
      await("a last scrape").atMost(Duration.ofSeconds(30)).until(() -> Instant.now().isAfter(end));
    } finally {
      Files.deleteIfExists(told);
    }
    log = cluster.team(PodCluster.SYSTEM).pod(operator).sinceTime(begin.toString()).getLog();
  }

  /** Waits until it knows that worker, which is not there yet, the other one and the card. */
  private static void scrapes(String gpu) {
    for (String there :
        List.of(
            "up{pod=\"" + gpu + "\"}",
            "cohortrun_process_resident_bytes{pod=~\"watched-.*-cpu-.*\"}",
            "DCGM_FI_DEV_FB_USED")) {
      await(there)
          .atMost(Duration.ofMinutes(2))
          .pollInterval(Duration.ofMillis(500))
          .until(() -> !prometheus.range(there, begin, Instant.now()).isEmpty());
    }
  }

  @AfterAll
  static void stop() {
    if (pod != null) {
      pod.close();
    }
  }

  @Test
  void eachMonitorFindsSomethingThatAnswersAndNothingElseIsScraped() throws Exception {
    Set<String> jobs = new TreeSet<>();
    prometheus
        .range("up == 1", begin, end)
        .forEach(target -> jobs.add(target.at("/metric/job").asText()));
    assertThat(jobs)
        .containsExactlyInAnyOrder(
            "cohortrun-operator",
            "cohortrun-system/cohortrun-workflow-worker",
            "cohortrun-system/cohortrun-workers",
            DcgmPage.JOB);
  }

  @Test
  void theOperatorComplainsOfNothing() {
    assertThat(OperatorProcess.complaints(log)).isEmpty();
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
