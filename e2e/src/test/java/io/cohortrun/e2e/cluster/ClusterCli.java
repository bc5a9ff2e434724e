package io.cohortrun.e2e.cluster;

import io.cohortrun.cli.cluster.ClusterCommand;
import io.fabric8.kubernetes.client.Config;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import picocli.CommandLine;

/** {@code kubectl cohort} in this process, one at a time: a property of it names the cluster. */
final class ClusterCli {

  private ClusterCli() {}

  /**
   * Runs a command.
   *
   * @param kubeconfig of who runs it
   * @param said gets what it writes to stderr
   * @return its exit status
   */
  static synchronized int run(Path kubeconfig, StringWriter said, String... args) {
    System.setProperty(Config.KUBERNETES_KUBECONFIG_FILE, kubeconfig.toString());
    try {
      return new CommandLine(new ClusterCommand()).setErr(new PrintWriter(said)).execute(args);
    } finally {
      System.clearProperty(Config.KUBERNETES_KUBECONFIG_FILE);
    }
  }
}
