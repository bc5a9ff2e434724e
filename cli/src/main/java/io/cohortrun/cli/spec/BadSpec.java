package io.cohortrun.cli.spec;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** A CohortRun file cannot be used; nothing was started. Carries every problem found. */
public final class BadSpec extends Exception {

  private static final long serialVersionUID = 1L;

  private final transient List<Problem> problems;

  BadSpec(Path file, List<Problem> problems) {
    super(
        problems.stream()
            .map(p -> file + ": " + p)
            .collect(Collectors.joining(System.lineSeparator())));
    this.problems = List.copyOf(problems);
  }

  /** In the order of the file. */
  public List<Problem> problems() {
    return problems;
  }
}
