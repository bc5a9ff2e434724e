package io.cohortrun.cli.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpecFileTest {

  private static final String SMALLEST =
      """
      apiVersion: cohortrun.io/v1alpha1
      kind: CohortRun
      metadata: {name: quickstart}
      spec:
        manifest: {uri: manifest.csv}
        model: {bundle: demo}
        output: {uri: out}
      """;

  @TempDir Path folder;

  private Path file(String yaml) throws IOException {
    return Files.writeString(folder.resolve("run.yaml"), yaml);
  }

  @Test
  void theSmallestFileGetsTheDefaultsOfTheSchemaAndAbsoluteLocations() throws Exception {
    LoadedSpec spec = SpecFile.read(file(SMALLEST));
    assertThat(spec.run().getSpec().getOutput().getUri())
        .endsWith(folder.getFileName() + "/out")
        .contains("/");
    assertThat(spec.run().getSpec().getModel().getBundle()).isEqualTo("demo");
    assertThat(spec.run().getSpec().getBudgets().getFailureShare()).isEqualTo(0.1);
    assertThat(spec.warnings()).isEmpty();
  }

  @Test
  void everyProblemIsNamedAtOnceWithItsField() throws Exception {
    Path bad =
        file(
            SMALLEST.replace("bundle: demo", "bundel: demo")
                + "  slides: {minTissueFraction: 7}\n  colour: red\n");
    assertThatThrownBy(() -> SpecFile.read(bad))
        .isInstanceOf(BadSpec.class)
        .hasMessageContaining("bundel")
        .hasMessageContaining("minTissueFraction")
        .hasMessageContaining("colour");
  }

  @Test
  void theDigestIgnoresTheNameAndKnobsAndNoticesEverythingElse() throws Exception {
    String digest = SpecFile.read(file(SMALLEST)).digest();
    assertThat(SpecFile.read(file(SMALLEST + "  mode: Preflight\n")).digest()).isEqualTo(digest);
    assertThat(SpecFile.read(file(SMALLEST + "  slides: {thresholds: {CD8: 0.6}}\n")).digest())
        .isNotEqualTo(digest);
  }

  @Test
  void aFileThatIsNotThereIsASentence() {
    assertThatThrownBy(() -> SpecFile.read(folder.resolve("absent.yaml")))
        .isInstanceOf(BadSpec.class)
        .hasMessageContaining("there is no such file");
  }
}
