package io.cohortrun.cli.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.cohortrun.cli.CliFailure;
import io.cohortrun.cli.ExitCode;
import io.cohortrun.workers.canonical.Json;
import io.cohortrun.workers.store.ObjectStore;
import io.cohortrun.workers.store.RunLayout;
import io.cohortrun.workers.store.Stores;
import io.cohortrun.workflows.contract.CohortInput;
import io.cohortrun.workflows.contract.RunRef;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalRunTest {

  private static final String NOBODY = "127.0.0.1:9"; // where nothing listens: it is asked too late

  @TempDir Path folder;

  @Test
  void nobodyJoinsAWorkflowWhoseSlidesAnotherReleaseInspected() throws Exception {
    Path file = run();
    begun(file, "1", "1.13.1");
    assertThat(failure(file))
        .hasMessageStartingWith("the run was begun by a release whose slide results have version 1")
        .hasMessageContaining("libtorch 1.13.1, and those of this one")
        .hasMessageContaining("finish it with the release that began it")
        .returns(ExitCode.FAILED, CliFailure::exitCode);
  }

  private static CliFailure failure(Path file) {
    LocalRun run = new LocalRun(file, Optional.of(NOBODY), CohortInput.Mode.Run, false);
    return catchThrowableOfType(CliFailure.class, run::run);
  }

  private Path run() throws Exception {
    Path slide = Files.writeString(folder.resolve("slide.tiff"), "");
    Files.writeString(
        folder.resolve("manifest.csv"), "slide_id,patient_id,uri\nS,P,%s\n".formatted(slide));
    return Files.writeString(
        folder.resolve("run.yaml"),
        """
        apiVersion: cohortrun.io/v1alpha1
        kind: CohortRun
        metadata: {name: joined}
        spec:
          manifest: {uri: manifest.csv}
          model: {bundle: demo}
          output: {uri: out}
        """);
  }

  /** An attempt whose first slide was inspected. */
  private static void begun(Path file, String featureVersion, String libtorch) throws Exception {
    PreparedRun prepared = PreparedRun.of(file);
    RunRef run = prepared.ref(1);
    CohortInput input = prepared.input(1, CohortInput.Mode.Run);
    RunLayout layout = new RunLayout(run);
    String key = "f".repeat(64);
    try (ObjectStore store = Stores.open(run.output())) {
      store.put(layout.input(), Json.MAPPER.writeValueAsBytes(input));
      store.put(
          layout.inspections(0, 1), bytes("{\"row\": 0, \"slideKey\": \"%s\"}\n".formatted(key)));
      store.put(
          "slides/" + key + "/key.json",
          bytes(
              "{\"inputs\": {\"featureVersion\": \"%s\", \"libtorch\": \"%s\"}}"
                  .formatted(featureVersion, libtorch)));
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
