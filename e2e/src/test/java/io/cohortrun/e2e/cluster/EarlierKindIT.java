package io.cohortrun.e2e.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.cohortrun.crds.v1alpha1.CohortRun;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * An operator on a cluster whose kind is the first v1alpha1, as with {@code crds.install=false}.
 */
class EarlierKindIT {

  private static final Path FIRST =
      Path.of("../crds/src/test/resources/first/cohortruns.cohortrun.io-v1alpha1.yml");

  @TempDir static Path temp;

  @Test
  void itSaysSoStartsNothingAndGoesOnOnceTheKindIsUpgraded() throws Exception {
    Path starts = temp.resolve("starts");
    try (TestCluster cluster = TestCluster.start(temp)) {
      KubernetesClient client = cluster.client();
      upgrade(client, FIRST);
      await("the API server to take it up")
          .atMost(Duration.ofMinutes(1))
          .until(() -> client.resource(run()).dryRun().create(), EarlierKindIT::isOfTheFirst);
      Resource<CohortRun> run = client.resource(run());
      run.create();
      try (OperatorProcess operator = cluster.pretendingOperator(starts)) {
        await("a sentence that says what to do")
            .atMost(Duration.ofMinutes(2))
            .until(
                () ->
                    operator.complaints().stream()
                        .anyMatch(line -> line.contains("upgrade the kind")));
        assertThat(starts).doesNotExist();
        upgrade(client, TestCluster.CRD);
        await("the run to go on")
            .atMost(Duration.ofMinutes(3))
            .until(() -> Fate.RUNNING.says().equals(Fate.RUNNING.says(run.get().getStatus())));
        assertThat(PretendedRuns.begun(starts)).hasSize(1);
        await("a field that the first kind did not have")
            .atMost(Duration.ofMinutes(1))
            .until(() -> run.get().getStatus().getFrozen().getCpuImage() != null);
      }
    }
  }

  /** It had no number of the attempt that a decision is about. */
  private static boolean isOfTheFirst(CohortRun run) {
    return run.getSpec().getSignOff().getAttempt() == null;
  }

  private static void upgrade(KubernetesClient client, Path to) throws Exception {
    var kinds = client.apiextensions().v1().customResourceDefinitions();
    CustomResourceDefinition kind = kinds.load(Files.newInputStream(to)).item();
    kinds
        .withName(kind.getMetadata().getName())
        .edit(now -> new CustomResourceDefinitionBuilder(now).withSpec(kind.getSpec()).build());
  }

  private static CohortRun run() throws Exception {
    return new ObjectMapper()
        .readValue(
            """
            {"metadata": {"name": "%s", "namespace": "%s"},
             "spec": {"manifest": {"uri": "s3://b/m.csv"}, "model": {"bundle": "demo"},
               "output": {"uri": "s3://b/out"},
               "workers": {"cpu": {"replicas": 0}, "gpu": {"replicas": 0}}}}
            """
                .formatted(Fate.RUNNING.nameOf(0), TestCluster.TEAM),
            CohortRun.class);
  }
}
