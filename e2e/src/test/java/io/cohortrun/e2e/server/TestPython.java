package io.cohortrun.e2e.server;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The Python environment that {@code .ci/setup} makes: servers and readers that share no code with
 * ours.
 */
public final class TestPython {

  private TestPython() {}

  /**
   * A program of that environment.
   *
   * @param name {@code python}, {@code moto_server}, {@code temporal}, ...
   * @throws RuntimeException {@link Lacking}, where it is missing
   */
  public static Path program(String name) {
    String set = System.getenv("COHORTRUN_TEST_VENV");
    Path venv =
        set != null
            ? Path.of(set)
            : Path.of(System.getProperty("user.home"), ".cache/cohortrun-test-venv");
    Path program = venv.resolve("bin").resolve(name);
    if (!Files.isExecutable(program)) {
      throw Lacking.said(program + " is missing: run .ci/setup");
    }
    return program;
  }
}
