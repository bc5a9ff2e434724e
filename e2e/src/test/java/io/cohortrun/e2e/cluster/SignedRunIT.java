package io.cohortrun.e2e.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cohortrun.crds.v1alpha1.CohortRun;
import io.cohortrun.crds.v1alpha1.State;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A run that somebody has to sign, from its draft to what is published, on real pods. */
@OnPods
class SignedRunIT {

  private final PodCluster cluster;
  private final Team team;

  SignedRunIT(PodCluster cluster) {
    this.cluster = cluster;
    this.team = cluster.team("team-b");
  }

  @Test
  void itWaitsWithoutWorkersAndIsPublishedWithTheNameOfWhoApprovedIt() throws Exception {
    TeamFolder folder = cluster.cohort("team-b", "signed", "  signOff: {required: true}\n");
    Resource<CohortRun> run = team.apply(folder.yaml());
    await("the draft")
        .atMost(Duration.ofMinutes(10))
        .until(
            () -> run.get().getStatus(), s -> s != null && s.getState() == State.AwaitingSignOff);
    await("the workers to go").atMost(Duration.ofMinutes(1)).until(() -> team.jobs(run).isEmpty());
    Path record = folder.results(run, 1).resolve("run.json");
    assertThat(record).as("nobody has approved it").doesNotExist();

    assertThat(cohort("approve", "signed", "-n", "team-b", "--comment", "seen")).isZero();

    assertThat(team.ended(run).getSlides().getOutcomes()).isEqualTo(PodCluster.OUTCOMES);
    JsonNode signed = new ObjectMapper().readTree(record.toFile()).path("signOff");
    assertThat(signed.path("approver").asText()).isEqualTo("admin");
    assertThat(signed.path("comment").asText()).isEqualTo("seen");
    assertThat(cluster.workflows(run)).hasSize(1);
  }

  private int cohort(String... args) throws Exception {
    return ClusterCli.run(cluster.plane().kubeconfig("admin"), new StringWriter(), args);
  }
}
