package io.cohortrun.e2e.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.cohortrun.crds.v1alpha1.CohortRun;
import io.cohortrun.crds.v1alpha1.CohortRunStatus;
import io.cohortrun.crds.v1alpha1.State;
import io.cohortrun.e2e.cluster.InvalidRuns.Row;
import io.cohortrun.e2e.run.CohortFolder;
import io.cohortrun.e2e.run.CohortProcess;
import io.cohortrun.e2e.run.IdenticalResults;
import io.cohortrun.e2e.server.S3Proxy;
import io.cohortrun.e2e.server.TemporalServer;
import io.cohortrun.workers.store.ObjectStore;
import io.cohortrun.workers.store.Stores;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * The chart on a cluster that is known by a kubeconfig file and an image only: no hand on its nodes
 * or its control plane. Temporal and the store are this machine's.
 */
@Tag(OnPods.LANE)
@ExtendWith(OnAnyCluster.class)
class AnyClusterIT {

  private static final String BUCKET = "s3://" + S3Proxy.BUCKET + "/";
  private static final String STUDY = BUCKET + "study";
  private static final String PASSWORD = "secret-of-the-guest";

  /** At their own resolution: few tiles. */
  private static final List<String> ROWS =
      List.of(
          "CMU-1,CMU-1,slides/CMU-1-Small-Region.svs,",
          "s00000,p0,slides/s00000.tif,",
          "s00001,p0,slides/s00001.tif,",
          "broken,p1,slides/truncated-tail.svs,",
          "absent,p2,slides/absent.svs,");

  private final AnyCluster cluster;
  @TempDir private Path temp;

  AnyClusterIT(AnyCluster cluster) {
    this.cluster = cluster;
  }

  @Test
  void aCohortInAStoreGetsTheLocalRunsResultsAndNothingOfTheReleaseStays() throws Exception {
    String here = cluster.thisMachine();
    try (KubernetesClient client = cluster.client();
        TemporalServer temporal = TemporalServer.open(temp);
        S3Proxy store = S3Proxy.atomicFor(here, PASSWORD, temp)) {
      upload(store);
      GuestRelease release = new GuestRelease(cluster, client);
      try (release) {
        release.install(temp, here + ":" + temporal.port());
        assertThat(release.there()).isNotEmpty();
        completes(release.team(), store);
        refuses(release.team());
        assertThat(release.leader()).startsWith("guest-operator-");
      }
      assertThat(release.there()).isEmpty();
    }
  }

  /** By rules that are its API server's to judge, of whatever version it is. */
  private static void refuses(Team team) throws IOException {
    Row signed =
        new Row(
            "signOff",
            "{\"decision\": \"Approved\", \"approver\": \"somebody else\"}",
            "whoever decides signs by name");
    for (Row row : Stream.concat(InvalidRuns.made(), Stream.of(signed)).toList()) {
      GenericKubernetesResource run = InvalidRuns.run(team.namespace(), "bad", List.of(row));
      assertThat(InvalidRuns.refusal(() -> team.client().resource(run).dryRun().create()))
          .as("%s", row)
          .contains(row.says());
    }
  }

  private void completes(Team team, S3Proxy store) throws Exception {
    team.secret("store", store.environment(PASSWORD));
    Resource<CohortRun> run = team.apply(spec("cluster", ", secretRef: {name: store}"));
    IdenticalResults local = local(store);
    CohortRunStatus status = team.ended(run);
    assertThat(status.getState()).isEqualTo(State.Complete);
    assertThat(status.getSlides().getOutcomes()).isEqualTo(PodCluster.OUTCOMES);
    assertThat(results(store, "cluster", status.getResult().getUri()))
        .as("identical, where the nodes' CPUs and this machine's are of one numeric class")
        .isEqualTo(local);
    assertThat(inBucket(store, status.getResult().getUri()).resolve("report/index.html"))
        .isNotEmptyFile();
    arrivesWithoutTheStoresCredentials(team, inBucket(store, status.getResult().getUri()));
  }

  private void arrivesWithoutTheStoresCredentials(Team team, Path published) {
    StringWriter said = new StringWriter();
    String to = temp.resolve("tables").toString();
    int exit =
        ClusterCli.run(
            cluster.kubeconfig(),
            said,
            "download",
            "cluster",
            "-n",
            team.namespace(),
            "--what",
            "tables",
            "--to",
            to);
    assertThat(exit).as(said.toString()).isZero();
    assertThat(Path.of(to, "run.json")).hasSameBinaryContentAs(published.resolve("run.json"));
  }

  /** The same cohort out of the same bucket, by the command on this machine. */
  private IdenticalResults local(S3Proxy store) throws Exception {
    String yaml = spec("local", "").toString();
    CohortProcess run =
        CohortProcess.run(temp, store.environment(PASSWORD), "run", "--json", "-f", yaml);
    assertThat(run.exit()).as(run.stderr()).isZero();
    return results(store, "local", run.json().get("output").asText());
  }

  private static IdenticalResults results(S3Proxy store, String output, String attempt)
      throws Exception {
    return IdenticalResults.of(store.files().resolve(output), inBucket(store, attempt), STUDY);
  }

  private static Path inBucket(S3Proxy store, String uri) {
    return store.files().resolve(uri.substring(BUCKET.length()));
  }

  private void upload(S3Proxy store) throws IOException {
    Path cohort = CohortFolder.ofRealSlides(temp.resolve("cohort")).path();
    CohortFolder.write(cohort, "cohort", ROWS, "");
    try (ObjectStore bucket = Stores.open(STUDY, store.environment(PASSWORD));
        Stream<Path> files = Files.walk(cohort)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        bucket.put(cohort.relativize(file).toString(), file);
      }
    }
  }

  private Path spec(String output, String secret) throws IOException {
    return Files.writeString(
        temp.resolve(output + ".yaml"),
        """
        apiVersion: cohortrun.io/v1alpha1
        kind: CohortRun
        metadata: {name: %1$s}
        spec:
          manifest: {uri: '%2$s/cohort.csv'}
          model: {bundle: demo}
          output: {uri: '%3$s%1$s'%4$s}
          budgets: {failureShare: 0.5}
        """
            .formatted(output, STUDY, BUCKET, secret));
  }
}
