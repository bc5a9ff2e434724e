package io.cohortrun.cli.pod;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cohortrun.workflows.contract.wire.TemporalSecret;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class PodTemporalTest {

  @TempDir Path secret;

  /** Nobody listens there: who connects first, waits for ever. */
  @Test
  @Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void keysThatCannotBeUsedAreSaidBeforeAnythingIsConnected() throws Exception {
    Path keys = Files.writeString(secret.resolve("codec.keys"), "no key");
    PodMetrics metrics = new PodMetrics();
    assertThatThrownBy(
            () -> PodTemporal.client("127.0.0.1:1", "team", TemporalSecret.in(secret), metrics))
        .hasMessageContaining(keys.toString());
  }
}
