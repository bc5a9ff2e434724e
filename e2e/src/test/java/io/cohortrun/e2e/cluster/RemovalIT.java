package io.cohortrun.e2e.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cohortrun.crds.v1alpha1.CohortRun;
import io.cohortrun.crds.v1alpha1.State;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Removal in any order: nothing stays. */
@OnPods
class RemovalIT {

  private static final Duration LATER = Duration.ofMinutes(5);
  private static final String KIND = "cohortruns.cohortrun.io";

  private final PodCluster cluster;

  RemovalIT(PodCluster cluster) {
    this.cluster = cluster;
  }

  @Test
  void aReleaseThatIsRemovedEndsItsRunsAndTheNextOneGoesOnFromWhatIsFinished() throws Exception {
    Team team = cluster.team("team-c");
    TeamFolder folder = cluster.cohort("team-c", "uninstall");
    Resource<CohortRun> run = team.apply(folder.yaml());
    working(team, run);
    String workflow = run.get().getStatus().getWorkflowId();
    cluster.uninstall();
    try {
      assertThat(cluster.temporal().isOpen("team-c", workflow)).isFalse();
      await("workers to go").atMost(LATER).until(() -> team.working(run, "cpu").isEmpty());
      await("workers to go").atMost(LATER).until(() -> team.working(run, "gpu").isEmpty());
    } finally {
      cluster.helm("install");
    }
    await("its end")
        .atMost(Duration.ofMinutes(1))
        .until(() -> run.get().getStatus().getState(), State::isTerminal);
    Team.change(run, "{\"retry\": 1}");
    await("the next attempt")
        .atMost(Duration.ofMinutes(1))
        .until(() -> run.get().getStatus().getAttempt() == 2);
    assertThat(team.ended(run).getSlides().getOutcomes()).isEqualTo(PodCluster.OUTCOMES);
    run.delete();
  }

  @Test
  void withItsNamespaceOrTheKindEverythingOfARunGoesAndTheOperatorIsThereWhenTheKindComesBack()
      throws Exception {
    cluster.tenant("team-d");
    cluster.helm("upgrade", "watch.namespaces={team-a,team-b,team-c,team-d}");
    try {
      String inNamespace = workflow("team-d", "namespace");
      cluster.client().namespaces().withName("team-d").delete();
      await("the namespace to go")
          .atMost(LATER)
          .until(() -> cluster.client().namespaces().withName("team-d").get() == null);
      String ofKind = workflow("team-c", "kind");
      var kinds = cluster.client().apiextensions().v1().customResourceDefinitions().withName(KIND);
      kinds.delete();
      await("the kind to go").atMost(LATER).until(() -> kinds.get() == null);
      await("the workflows to end")
          .atMost(LATER)
          .until(
              () ->
                  !cluster.temporal().isOpen("team-d", inNamespace)
                      && !cluster.temporal().isOpen("team-c", ofKind));
      await("the Jobs to go").atMost(LATER).until(() -> cluster.team("team-c").jobs().isEmpty());
      await("the pods to go")
          .atMost(LATER)
          .until(
              () ->
                  cluster
                      .client()
                      .pods()
                      .inNamespace("team-c")
                      .withLabel("app.kubernetes.io/managed-by", "cohortrun")
                      .list()
                      .getItems()
                      .isEmpty());
    } finally {
      cluster.helm("upgrade");
    }
    Team team = cluster.team("team-c");
    TeamFolder folder = cluster.cohort("team-c", "kind-again");
    assertThat(team.ended(team.apply(folder.yaml())).getSlides().getOutcomes())
        .isEqualTo(PodCluster.OUTCOMES);
  }

  /** Of a run that infers. */
  private String workflow(String namespace, String name) throws Exception {
    Team team = cluster.team(namespace);
    Resource<CohortRun> run = team.apply(cluster.cohort(namespace, name).yaml());
    working(team, run);
    return run.get().getStatus().getWorkflowId();
  }

  private static void working(Team team, Resource<CohortRun> run) {
    await("a worker that infers")
        .atMost(Duration.ofMinutes(3))
        .until(() -> !team.working(run, "gpu").isEmpty());
  }
}
