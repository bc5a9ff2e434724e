package io.cohortrun.cli.pod;

import io.cohortrun.cli.CliFailure;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/** What the operator and the chart tell a process. */
final class Environment {

  static final String TEMPORAL = "COHORTRUN_TEMPORAL";

  private Environment() {}

  /**
   * A variable.
   *
   * @throws CliFailure it is not set
   */
  static String of(String name) {
    String value = System.getenv(name);
    if (value == null || value.isBlank()) {
      throw CliFailure.badInput(
          name + " is not set: this command is for pods, which the operator and the chart give it");
    }
    return value;
  }

  /** Name of the node that this pod is on; for people. */
  static String node() {
    return Objects.requireNonNullElse(System.getenv("COHORTRUN_NODE"), "unknown");
  }

  /** A port; 8080 where the variable is not set. */
  static int port(String name) {
    String value = System.getenv(name);
    return value == null || value.isBlank() ? 8080 : Integer.parseInt(value);
  }

  /** A variable that holds a list, separated by commas. */
  static List<String> listOf(String name) {
    return Arrays.stream(of(name).split(",")).map(String::strip).filter(s -> !s.isEmpty()).toList();
  }
}
