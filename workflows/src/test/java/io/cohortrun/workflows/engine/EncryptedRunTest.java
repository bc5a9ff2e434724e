package io.cohortrun.workflows.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.cohortrun.workflows.contract.CohortInput;
import io.cohortrun.workflows.contract.CohortResult;
import io.cohortrun.workflows.contract.wire.TemporalSecret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A whole run with a payload key: Temporal stores nothing that can be read. */
class EncryptedRunTest {

  @TempDir Path secret;

  @Test
  void aRunCompletesAndItsHistoriesShowNoPlace() throws IOException {
    Files.writeString(
        secret.resolve("codec.keys"), "k1 " + Base64.getEncoder().encodeToString(new byte[32]));
    try (Harness harness =
        new Harness(
            FakeStore.of(2, 3, 4),
            (in, row) -> Fault.SUCCEED,
            ContinueRule.SUGGESTED,
            TemporalSecret.in(secret).client("default").build())) {
      CohortInput input = harness.input();
      assertThat(harness.run(input).state()).isEqualTo(CohortResult.State.Complete);

      String id = input.run().workflowId();
      assertThat(harness.memo(id).phase()).isEqualTo("Done");
      for (String workflow : new String[] {id, id + "-p00000"}) {
        assertThat(harness.history(workflow).toString())
            .contains("encryption-key-id")
            .doesNotContain("file:///out")
            .doesNotContain("manifest.csv");
      }
    }
  }
}
