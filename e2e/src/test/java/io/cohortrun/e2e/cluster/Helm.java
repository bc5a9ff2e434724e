package io.cohortrun.e2e.cluster;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The chart, through Helm itself. */
final class Helm {

  static final Path CHART = Path.of("../charts/cohortrun").toAbsolutePath().normalize();

  private final Path kubeconfig;

  Helm(Path kubeconfig) {
    this.kubeconfig = kubeconfig;
  }

  /**
   * Runs it.
   *
   * @return stdout
   * @throws IllegalStateException with what it said, where it failed
   */
  String run(String... args) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(Programs.of("helm").toString()));
    command.addAll(List.of(args));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("KUBECONFIG", kubeconfig.toString());
    Process process = builder.start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IllegalStateException(said);
    }
    return said;
  }
}
