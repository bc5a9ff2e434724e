package io.cohortrun.cli.local;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cohortrun.cli.CliFailure;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PreparedRunTest {

  @TempDir private Path folder;

  @Test
  void anotherBundleThanTheOneThatIsNamedIsBadInput() throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("run.yaml"),
            """
            apiVersion: cohortrun.io/v1alpha1
            kind: CohortRun
            metadata: {name: named}
            spec:
              manifest: {uri: absent.csv}
              model: {bundle: demo, digest: "%s"}
              output: {uri: out}
            """
                .formatted("0".repeat(64)));
    assertThatThrownBy(() -> PreparedRun.of(file))
        .isInstanceOf(CliFailure.class)
        .hasMessageContaining("spec.model.digest is 000")
        .hasMessageContaining("model bundle demo has ");
  }
}
