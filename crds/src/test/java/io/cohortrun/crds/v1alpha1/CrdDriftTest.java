package io.cohortrun.crds.v1alpha1;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The committed YAML and reference page are what the model says. */
class CrdDriftTest {

  private final Crd crd = Crd.generate();

  @Test
  void committedCrdEqualsTheGeneratedOne() throws IOException {
    GeneratedFiles.check(
        Path.of("src/main/resources/META-INF/cohortrun/cohortruns.cohortrun.io-v1.yml"),
        crd.yaml());
  }

  @Test
  void committedReferencePageEqualsTheGeneratedOne() throws IOException {
    GeneratedFiles.check(
        Path.of("../docs/reference/cohortrun.md"), ReferencePage.render(crd.schema()));
  }
}
