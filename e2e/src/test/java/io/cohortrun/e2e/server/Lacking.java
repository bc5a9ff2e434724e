package io.cohortrun.e2e.server;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.opentest4j.TestAbortedException;

/** What a test needs and this machine lacks. */
public final class Lacking {

  private Lacking() {}

  /**
   * The first of these programs that is on the path.
   *
   * @throws RuntimeException as {@link #said}, where none is
   */
  public static String program(String... names) {
    return Stream.of(names)
        .flatMap(
            name ->
                Stream.of(System.getenv("PATH").split(":")).map(dir -> Path.of(dir).resolve(name)))
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow(() -> said(names[0] + " is not on the PATH: run .ci/setup"))
        .toString();
  }

  /**
   * To be thrown: ends the test as one that cannot run here, with a line that says why; as a failed
   * one where every test has to run ({@code COHORTRUN_TESTS=all}, as {@code .ci/run} sets it).
   *
   * @param what is missing, and what to do
   */
  public static RuntimeException said(String what) {
    if ("all".equals(System.getenv("COHORTRUN_TESTS"))) {
      return new IllegalStateException(what);
    }
    System.err.println("Not run: " + what);
    return new TestAbortedException(what);
  }
}
