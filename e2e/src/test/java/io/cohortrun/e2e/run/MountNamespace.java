package io.cohortrun.e2e.run;

import java.util.ArrayList;
import java.util.List;

/** Shell scripts that may mount, in a mount namespace of their own. */
public final class MountNamespace {

  private MountNamespace() {}

  /**
   * The command that runs {@code script}, whose first failing line ends it; {@code "$@"} in it is
   * what the caller appends. Root has the namespace as it is; others get it by a user namespace.
   */
  public static List<String> shell(String script) {
    List<String> command = new ArrayList<>(List.of("unshare", "-m"));
    if (!"root".equals(System.getProperty("user.name"))) {
      command.add("-Ur");
    }
    command.addAll(List.of("sh", "-ec", script, "cohort"));
    return command;
  }
}
