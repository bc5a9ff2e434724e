package io.cohortrun.e2e.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cohortrun.crds.v1alpha1.CohortRun;
import io.cohortrun.crds.v1alpha1.CohortRunStatus;
import io.cohortrun.crds.v1alpha1.State;
import io.cohortrun.e2e.run.IdenticalResults;
import io.cohortrun.e2e.server.S3Proxy;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The life of a run, with everything as the chart installs it, in pods of a real kubelet. */
@ExtendWith(OnPods.class)
class PodsIT {

  /** What a pod has to drain, and the kubelet's and the operator's own time. */
  private static final Duration GRACE = Duration.ofSeconds(100);

  private static final Map<String, Integer> OUTCOMES =
      Map.of("Succeeded", 3, "NotFound", 1, "Truncated", 1);

  private final PodCluster cluster;
  private final Team team;

  PodsIT(PodCluster cluster) {
    this.cluster = cluster;
    this.team = cluster.team("team-a");
  }

  @Test
  void aRunOnRealSlidesEndsWithTheLocalRunsResults() throws Exception {
    TeamFolder folder = cluster.cohort("team-a", "whole");
    Resource<CohortRun> run = team.apply(folder.yaml());
    CohortRunStatus status = team.ended(run);
    assertThat(status.getSlides().getOutcomes()).isEqualTo(OUTCOMES);
    assertThat(folder.identity(run)).isEqualTo(cluster.undisturbed());
    assertThat(folder.results(run, 1).resolve("report/index.html")).isNotEmptyFile();
    await("workers to go").atMost(GRACE).until(() -> team.jobs().isEmpty());
  }

  @Test
  void suspendTakesThePodsWithinTheGraceAndNoSlideIsComputedTwice() throws Exception {
    TeamFolder folder = cluster.cohort("team-a", "held");
    Resource<CohortRun> run = team.apply(folder.yaml());
    await("a worker that infers")
        .atMost(Duration.ofMinutes(2))
        .until(() -> !team.working(run, "gpu").isEmpty());
    Team.change(run, "{\"suspend\": true}");
    team.condition(run, "Suspended", "SuspendedByUser");
    await("the pods to go").atMost(GRACE).until(() -> team.pods(run).isEmpty());
    Team.change(run, "{\"suspend\": false}");
    assertThat(team.ended(run).getSlides().getOutcomes()).isEqualTo(OUTCOMES);
    assertThat(folder.identity(run)).isEqualTo(cluster.undisturbed());
    assertThat(folder.tries()).as("one try of each slide that succeeded").isEqualTo(3);
  }

  @Test
  void aPreflightGoesOnAsARunWhenItsModeChanges() throws Exception {
    TeamFolder folder = cluster.cohort("team-a", "preflight", "  mode: Preflight\n");
    Resource<CohortRun> run = team.apply(folder.yaml());
    CohortRunStatus looked = team.ended(run);
    assertThat(looked.getState()).isEqualTo(State.Preflighted);
    assertThat(folder.tries()).isZero();
    Team.change(run, "{\"mode\": \"Run\"}");
    await("the run").until(() -> run.get().getStatus().getState() != State.Preflighted);
    assertThat(team.ended(run).getSlides().getOutcomes()).isEqualTo(OUTCOMES);
  }

  @Test
  void aRetryByHandTakesTheFailedSlidesOnlyAndPublishesBesideTheFirst() throws Exception {
    TeamFolder folder = cluster.cohort("team-a", "again");
    Resource<CohortRun> run = team.apply(folder.yaml());
    team.ended(run);
    Path slides = folder.cohort().path().resolve("slides");
    Files.copy(slides.resolve("s00000.tif"), slides.resolve("absent.svs"));
    Team.change(run, "{\"retry\": 1}");
    await("the next attempt").until(() -> run.get().getStatus().getAttempt() == 2);
    assertThat(team.ended(run).getSlides().getOutcomes())
        .isEqualTo(Map.of("Succeeded", 3, "DuplicateSlide", 1, "Truncated", 1));
    assertThat(folder.results(run, 1).resolve("run.json")).isNotEmptyFile();
    assertThat(folder.results(run, 2).resolve("run.json")).isNotEmptyFile();
    assertThat(folder.tries()).isEqualTo(3);
  }

  @Test
  void twoTeamsCompleteIntoTheirOwnStoresWithTheirOwnCredentials(@TempDir Path temp)
      throws Exception {
    Path[] stores = {
      Files.createDirectory(temp.resolve("a")), Files.createDirectory(temp.resolve("b"))
    };
    String address = ControlPlane.address();
    try (S3Proxy a = S3Proxy.atomicFor(address, "secret-of-a", stores[0]);
        S3Proxy b = S3Proxy.atomicFor(address, "secret-of-b", stores[1])) {
      store("team-a", a.environment("secret-of-a"));
      store("team-b", b.environment("secret-of-b"));
      TeamFolder folderOfA = cluster.cohort("team-a", "s3").into(S3Proxy.BUCKET);
      TeamFolder folderOfB = cluster.cohort("team-b", "s3").into(S3Proxy.BUCKET);
      Resource<CohortRun> runOfA = team.apply(folderOfA.yaml());
      Resource<CohortRun> runOfB = cluster.team("team-b").apply(folderOfB.yaml());
      for (Resource<CohortRun> run : java.util.List.of(runOfA, runOfB)) {
        assertThat(team.ended(run).getSlides().getOutcomes()).isEqualTo(OUTCOMES);
      }
      assertThat(inStore(stores[0], folderOfA, runOfA)).isEqualTo(cluster.undisturbed());
      assertThat(inStore(stores[1], folderOfB, runOfB)).isEqualTo(cluster.undisturbed());
    }
  }

  private void store(String namespace, Map<String, String> environment) {
    cluster
        .client()
        .resource(
            new SecretBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName("store")
                .endMetadata()
                .withStringData(environment)
                .build())
        .create();
  }

  private static IdenticalResults inStore(Path store, TeamFolder folder, Resource<CohortRun> run)
      throws Exception {
    Path output = store.resolve("data").resolve(S3Proxy.BUCKET).resolve("out");
    String uid = run.get().getMetadata().getUid();
    return IdenticalResults.of(output, output.resolve("runs/" + uid + "/1"), folder.inPods());
  }
}
