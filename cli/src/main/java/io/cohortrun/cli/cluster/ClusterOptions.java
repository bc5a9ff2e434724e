package io.cohortrun.cli.cluster;

import io.cohortrun.cli.CliFailure;
import io.cohortrun.cli.ExitCode;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.function.Function;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which run, and how its cluster is spoken to. */
final class ClusterOptions {

  @Parameters(paramLabel = "NAME", description = "The CohortRun.")
  private String name;

  @Option(
      names = {"-n", "--namespace"},
      paramLabel = "NAMESPACE",
      description = "Its namespace (default: that of the kubeconfig's context).")
  private String namespace;

  /** Prints what is said of the run; what the API server refuses ends the command in its words. */
  int print(Function<ClusterRun, String> said) {
    try (ClusterRun run = ClusterRun.open(namespace, name)) {
      System.out.println(said.apply(run));
      return ExitCode.COMPLETE;
    } catch (KubernetesClientException e) {
      throw CliFailure.failed(
          e.getStatus() == null || e.getStatus().getMessage() == null
              ? "the API server cannot be asked: " + e.getMessage()
              : e.getStatus().getMessage(),
          e);
    }
  }
}
