package io.cohortrun.crds.v1alpha1;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Compares a generated file with the committed one, or writes it. */
final class GeneratedFiles {

  /** Run this to accept a change of the model. */
  static final String REGENERATE = "./mvnw -pl crds test -Dcohortrun.regenerate=true";

  private GeneratedFiles() {}

  /**
   * @param committed path from this module's folder
   * @param generated its expected content
   */
  static void check(Path committed, String generated) throws IOException {
    if (Boolean.getBoolean("cohortrun.regenerate")) {
      Files.createDirectories(committed.getParent());
      Files.writeString(committed, generated);
    }
    assertThat(committed).as("committed file; to write it: %s", REGENERATE).exists();
    assertThat(Files.readString(committed))
        .as("%s differs from the model; to accept the change: %s", committed, REGENERATE)
        .isEqualTo(generated);
  }
}
