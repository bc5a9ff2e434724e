package io.cohortrun.cli.command;

import io.cohortrun.cli.ExitCode;
import io.cohortrun.workers.model.BundleFolder;
import io.cohortrun.workers.model.Bundles;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code cohort model}: the models at hand. */
@Command(
    name = "model",
    mixinStandardHelpOptions = true,
    description = "Model bundles.",
    subcommands = {
      ModelCommand.ListModels.class,
      ModelImport.class,
      ModelShow.class,
      ModelVerify.class
    })
public final class ModelCommand implements Callable<Integer> {

  @Override
  public Integer call() throws Exception {
    return new ListModels().call();
  }

  /** {@code cohort model list}. */
  @Command(
      name = "list",
      mixinStandardHelpOptions = true,
      description = "List the built-in bundles: what spec.model.bundle can name without a path.")
  public static final class ListModels implements Callable<Integer> {

    @Override
    public Integer call() throws Exception {
      for (BundleFolder folder : Bundles.builtIn()) {
        System.out.println(ModelShow.line(folder));
      }
      return ExitCode.COMPLETE;
    }
  }
}
