package io.cohortrun.cli.command;

import io.cohortrun.cli.CliFailure;
import io.cohortrun.cli.ExitCode;
import io.cohortrun.workers.model.BundleFolder;
import io.cohortrun.workers.model.Bundles;
import io.cohortrun.workers.model.ModelRejected;
import io.cohortrun.workers.model.TorchModels;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code cohort model verify}: loads a bundle as a worker does. */
@Command(
    name = "verify",
    mixinStandardHelpOptions = true,
    description =
        "Load a bundle as a worker does: digests, every tensor, the golden pair on this machine."
            + " Ends with a status other than 0 where a worker would refuse it.")
final class ModelVerify implements Callable<Integer> {

  @Parameters(paramLabel = "BUNDLE", description = "demo, or a bundle's folder or archive.")
  private String uri;

  @Option(
      names = "--precision",
      paramLabel = "PROFILE",
      defaultValue = "fp32",
      description =
          "fp32 (default); bf16, or fp16 on a GPU: what it costs on the golden pair, and whether"
              + " the bundle tolerates that.")
  private String precision;

  @Override
  public Integer call() throws IOException {
    try {
      BundleFolder folder = Bundles.open(uri);
      TorchModels.caveat(precision).ifPresent(why -> System.err.println("cohort: " + why));
      String verified = TorchModels.verify(folder, precision);
      System.out.println(ModelShow.line(folder));
      System.out.println("verified: " + verified);
      return ExitCode.COMPLETE;
    } catch (ModelRejected e) {
      throw CliFailure.failed(e.getMessage(), e);
    }
  }
}
