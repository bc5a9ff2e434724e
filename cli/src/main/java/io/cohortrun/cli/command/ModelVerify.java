package io.cohortrun.cli.command;

import io.cohortrun.cli.CliFailure;
import io.cohortrun.cli.ExitCode;
import io.cohortrun.workers.model.BundleFolder;
import io.cohortrun.workers.model.Bundles;
import io.cohortrun.workers.model.ModelRejected;
import io.cohortrun.workers.model.TileModel;
import io.cohortrun.workers.model.TorchModels;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
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

  @Override
  public Integer call() throws IOException {
    try {
      BundleFolder folder = Bundles.open(uri);
      try (TileModel model = TorchModels.load(folder, "fp32", 1)) {
        System.out.println(ModelShow.line(folder));
        System.out.println(
            "verified: digests, tensors and golden pair on " + model.numericClass().device());
        return ExitCode.COMPLETE;
      }
    } catch (ModelRejected e) {
      throw CliFailure.failed(e.getMessage(), e);
    }
  }
}
