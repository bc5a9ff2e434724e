package io.cohortrun.e2e.cluster;

import io.cohortrun.e2e.server.Lacking;
import java.nio.file.Files;
import java.nio.file.Path;

/** The programs of a cluster, where {@code e2e/src/cluster/build} puts them. */
final class Programs {

  private Programs() {}

  /**
   * One of them.
   *
   * @throws RuntimeException {@link Lacking}, where it is missing
   */
  static Path of(String name) {
    String set = System.getenv("COHORTRUN_CLUSTER");
    Path folder =
        set != null
            ? Path.of(set)
            : Path.of(System.getProperty("user.home"), ".cache/cohortrun-cluster");
    Path program = folder.resolve(name);
    if (!Files.isExecutable(program)) {
      throw Lacking.said(program + " is missing: run .ci/setup");
    }
    return program;
  }
}
