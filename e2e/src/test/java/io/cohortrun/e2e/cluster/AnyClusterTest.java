package io.cohortrun.e2e.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnyClusterTest {

  @Test
  void theClusterOfTheShellIsNotTaken() {
    assertThat(AnyCluster.named(Map.of("KUBECONFIG", "/home/me/.kube/config"))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "COHORTRUN_E2E_KUBECONFIG, /home/me/kind, COHORTRUN_E2E_OTHER, x",
    "COHORTRUN_E2E_IMAGE, cohortrun:test, COHORTRUN_E2E_OTHER, x",
    "COHORTRUN_E2E_KUBECONFIG, /home/me/kind, COHORTRUN_E2E_IMAGE, localhost:5000/cohortrun"
  })
  void halfANameIsRefused(String first, String value, String second, String other) {
    assertThatThrownBy(() -> AnyCluster.named(Map.of(first, value, second, other)))
        .hasMessageContaining(value)
        .hasMessageContaining("set both");
  }

  @ParameterizedTest
  @CsvSource({"cohortrun, test", "localhost:5000/cohortrun, 1"})
  void aTagIsGivenToTheChartAsATag(String repository, String tag) {
    assertThat(values(repository + ":" + tag))
        .isEqualTo("{repository: \"%s\", tag: \"%s\"}".formatted(repository, tag));
  }

  @Test
  void aDigestIsGivenToTheChartAsADigest() {
    String digest = "sha256:" + "0f".repeat(32);
    assertThat(values("localhost:5000/cohortrun@" + digest))
        .isEqualTo("{repository: \"localhost:5000/cohortrun\", digest: \"%s\"}".formatted(digest));
  }

  private static String values(String image) {
    return new AnyCluster(Path.of("kubeconfig"), image).imageValues();
  }
}
