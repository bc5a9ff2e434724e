package io.cohortrun.e2e.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cohortrun.workflows.contract.wire.ServerVersion;
import io.cohortrun.workflows.contract.wire.TemporalSecret;
import io.grpc.StatusRuntimeException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** That the runs of the other tests get through to Temporal is due to their certificates. */
@OnPods
class TemporalIT {

  private final PodCluster cluster;

  TemporalIT(PodCluster cluster) {
    this.cluster = cluster;
  }

  @Test
  void whoShowsNoCertificateIsNotLetIn(@TempDir Path trusting) throws Exception {
    Path secret = cluster.temporal().secret("team-a");
    Files.copy(secret.resolve("ca.crt"), trusting.resolve("ca.crt"));
    assertThat(version(TemporalSecret.in(secret))).isNotEmpty();
    assertThatThrownBy(() -> version(TemporalSecret.in(trusting)))
        .isInstanceOf(StatusRuntimeException.class);
    assertThatThrownBy(() -> version(TemporalSecret.NONE))
        .as("in the clear")
        .isInstanceOf(StatusRuntimeException.class);
  }

  private String version(TemporalSecret secret) {
    return ServerVersion.of(cluster.temporal().address(), secret);
  }
}
