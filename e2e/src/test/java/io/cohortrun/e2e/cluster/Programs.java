package io.cohortrun.e2e.cluster;

import java.nio.file.Files;
import java.nio.file.Path;

/** The programs of a cluster, where {@code e2e/src/cluster/build} puts them. */
final class Programs {

  private Programs() {}

  /**
   * One of them.
   *
   * @throws IllegalStateException where it is missing; the sentence says what to run
   */
  static Path of(String name) {
    String set = System.getenv("COHORTRUN_CLUSTER");
    Path folder =
        set != null
            ? Path.of(set)
            : Path.of(System.getProperty("user.home"), ".cache/cohortrun-cluster");
    Path program = folder.resolve(name);
    if (!Files.isExecutable(program)) {
      throw new IllegalStateException(program + " is missing: run .ci/setup");
    }
    return program;
  }
}
