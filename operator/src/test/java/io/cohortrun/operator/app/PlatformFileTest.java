package io.cohortrun.operator.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cohortrun.operator.desired.GpuRequest;
import io.cohortrun.operator.observe.Ceilings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The chart's file: read again while the operator runs, and never half understood. */
class PlatformFileTest {

  private static final String FILE =
      """
      paused: false
      namespaces: [team-a]
      temporal: temporal:7233
      temporalNamespaces: {team-b: b}
      temporalSecrets: {b: temporal-b}
      profiles:
        card: {image: 'r@sha256:1', gpuResource: nvidia.com/mig-1g.10gb}
        claim:
          image: r
          gpuDeviceClass: gpu.nvidia.com
          gpus: 2
          ceilings: {pods: 500, gpuHours: 200, outputQuota: 2Ti}
        plain:
          image: r
          pod: {nodeSelector: {pool: cpu}}
      """;

  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void write() throws IOException {
    file = Files.writeString(folder.resolve("platform.yaml"), FILE);
  }

  @Test
  void profilesAskForAGpuInOneFormOrInNone() throws IOException {
    var profiles = new PlatformFile(file).get().profiles();
    assertThat(profiles.get("card").gpu())
        .isEqualTo(new GpuRequest.Extended("nvidia.com/mig-1g.10gb", 1));
    assertThat(profiles.get("claim").gpu()).isEqualTo(new GpuRequest.Claim("gpu.nvidia.com", 2));
    assertThat(profiles.get("plain").gpu()).isEqualTo(new GpuRequest.None());
    assertThat(profiles.get("plain").template().getSpec().getNodeSelector())
        .containsEntry("pool", "cpu");
  }

  @Test
  void aProfileMayLimitWhatRunsUseAndWhichBundlesTheyBring() throws IOException {
    String listed = "0f".repeat(32);
    Files.writeString(file, FILE.replace("gpus: 2", "gpus: 2\n    bundles: [" + listed + "]"));
    var profiles = new PlatformFile(file).get().profiles();
    assertThat(profiles.get("claim").bundles()).containsExactly(listed);
    assertThat(profiles.get("card").bundles()).isEmpty();
    assertThat(profiles.get("claim").ceilings())
        .isEqualTo(Ceilings.of(500, 200.0, "2199023255552"));
    assertThat(profiles.get("card").ceilings()).isEqualTo(Ceilings.NONE);
  }

  @Test
  void namespacesHaveTheirTemporalNamespaceOrTheDefault() throws IOException {
    var platform = new PlatformFile(file).get();
    assertThat(platform.temporalNamespace("team-b")).isEqualTo("b");
    assertThat(platform.temporalNamespace("team-a")).isEqualTo("default");
    assertThat(platform.temporalSecret("team-b")).contains("temporal-b");
    assertThat(platform.temporalSecret("team-a")).isEmpty();
  }

  @Test
  void aPauseOfAllRunsNeedsNoRestart() throws IOException {
    PlatformFile platform = new PlatformFile(file);
    assertThat(platform.get().paused()).isFalse();
    Files.writeString(file, FILE.replace("paused: false", "paused: true"));
    assertThat(platform.get().paused()).isTrue();
  }

  @Test
  void aFileThatBreaksLaterLeavesWhatWasReadBefore() throws IOException {
    PlatformFile platform = new PlatformFile(file);
    Files.writeString(file, "paused: [");
    assertThat(platform.get().profiles()).hasSize(3);
    Files.delete(file);
    assertThat(platform.get().profiles()).hasSize(3);
  }

  @Test
  void aWordThatIsNotKnownStopsTheStart() throws IOException {
    Files.writeString(file, FILE + "pasued: true\n");
    assertThatThrownBy(() -> new PlatformFile(file)).hasMessageContaining("pasued");
  }
}
