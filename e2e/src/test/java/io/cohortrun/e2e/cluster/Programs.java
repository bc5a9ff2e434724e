package io.cohortrun.e2e.cluster;

import io.cohortrun.e2e.server.Lacking;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Predicate;

/** The programs of a cluster, where {@code e2e/src/cluster/build} puts them. */
final class Programs {

  private Programs() {}

  /**
   * One of them.
   *
   * @throws RuntimeException {@link Lacking}, where it is missing
   */
  static Path of(String name) {
    return there(name, Files::isExecutable);
  }

  /**
   * A file or folder beside them.
   *
   * @throws RuntimeException as of {@link #of}
   */
  static Path beside(String name) {
    return there(name, Files::isReadable);
  }

  private static Path there(String name, Predicate<Path> is) {
    String set = System.getenv("COHORTRUN_CLUSTER");
    Path folder =
        set != null
            ? Path.of(set)
            : Path.of(System.getProperty("user.home"), ".cache/cohortrun-cluster");
    Path file = folder.resolve(name);
    if (!is.test(file)) {
      throw Lacking.said(file + " is missing: run .ci/setup");
    }
    return file;
  }
}
