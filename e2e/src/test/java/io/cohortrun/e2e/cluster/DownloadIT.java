package io.cohortrun.e2e.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cohortrun.crds.v1alpha1.CohortRun;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of a run come to a laptop that has a kubeconfig only, and the pod that read them goes. */
@OnPods
class DownloadIT {

  private final PodCluster cluster;
  private final Team team;
  @TempDir private Path laptop;

  DownloadIT(PodCluster cluster) {
    this.cluster = cluster;
    this.team = cluster.team("team-a");
  }

  @Test
  void theReportAndTheTablesArriveAsTheyAreInTheStore() throws Exception {
    TeamFolder folder = cluster.cohort("team-a", "download");
    Resource<CohortRun> run = team.apply(folder.yaml());
    team.ended(run);
    String name = run.get().getMetadata().getName();
    arrives(name, "report");
    assertThat(laptop.resolve("report/report/index.html"))
        .hasSameBinaryContentAs(folder.results(run, 1).resolve("report/index.html"));
    arrives(name, "tables");
    assertThat(laptop.resolve("tables/run.json"))
        .hasSameBinaryContentAs(folder.results(run, 1).resolve("run.json"));
    arrives(name, "failures");
    await("the pods to go").atMost(Duration.ofMinutes(1)).until(() -> pods().isEmpty());
  }

  @Test
  void aRunThatDoesNotExistMakesNoPod() throws Exception {
    StringWriter said = new StringWriter();
    assertThat(download("nobody", "report", laptop.resolve("report"), said)).isNotZero();
    assertThat(said.toString()).contains("nobody");
    assertThat(laptop.resolve("report")).doesNotExist();
    assertThat(pods()).isEmpty();
  }

  private List<Pod> pods() {
    return cluster
        .client()
        .pods()
        .inNamespace("team-a")
        .withLabel("app.kubernetes.io/name", "cohortrun-download")
        .list()
        .getItems();
  }

  private void arrives(String name, String what) throws Exception {
    StringWriter said = new StringWriter();
    int exit = download(name, what, laptop.resolve(what), said);
    assertThat(exit).as(said.toString()).isZero();
  }

  private int download(String name, String what, Path to, StringWriter said) throws Exception {
    return ClusterCli.run(
        cluster.plane().kubeconfig("admin"),
        said,
        "download",
        name,
        "-n",
        "team-a",
        "--what",
        what,
        "--to",
        to.toString());
  }
}
