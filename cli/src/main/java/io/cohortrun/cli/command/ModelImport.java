package io.cohortrun.cli.command;

import io.cohortrun.cli.CliFailure;
import io.cohortrun.cli.ExitCode;
import io.cohortrun.workers.model.GoldenPairs;
import io.cohortrun.workers.model.ModelRejected;
import io.cohortrun.workers.model.imported.Architecture;
import io.cohortrun.workers.model.imported.CheckpointImport;
import io.cohortrun.workers.model.imported.HubFolder;
import io.cohortrun.workflows.contract.SlideSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code cohort model import}: a published checkpoint becomes a bundle. */
@Command(
    name = "import",
    mixinStandardHelpOptions = true,
    description = {
      "Make a bundle of a published checkpoint (.pth or .safetensors), strictly: every tensor is"
          + " accounted for, nothing in the file is executed, and the result must reproduce its"
          + " golden pair before it appears."
    })
final class ModelImport implements Callable<Integer> {

  @Option(
      names = "--arch",
      required = true,
      paramLabel = "NAME",
      description = "The network: gigatime or gigatime-flash.")
  private String arch;

  @ArgGroup(multiplicity = "1")
  private Source source;

  @Option(
      names = {"-o", "--output"},
      required = true,
      paramLabel = "BUNDLE",
      description = "The bundle's folder; it must not be there yet.")
  private Path bundle;

  @Option(
      names = "--golden",
      paramLabel = "FILE.npz",
      description =
          "Windows (input_u8) and the logits (logits_f32) that the network must give; without it"
              + " the bundle records what it gives here, which shows later drift only.")
  private Path golden;

  @Option(
      names = "--mpp",
      paramLabel = "UM",
      description =
          "Resolution of the bundle: ${DEFAULT-VALUE} um/px as published, or 0.5 as one sentence of"
              + " the paper has it.")
  private double mpp = CheckpointImport.PUBLISHED_MPP;

  /** Where the checkpoint is. */
  static final class Source {
    @Parameters(paramLabel = "CHECKPOINT", description = "The checkpoint.")
    private Path checkpoint;

    @Option(
        names = "--hub-dir",
        paramLabel = "DIR",
        description = "A model's folder as the model hub's client downloads it.")
    private Path hubDir;
  }

  @Override
  public Integer call() throws IOException {
    Architecture architecture =
        Architecture.of(arch)
            .orElseThrow(
                () ->
                    CliFailure.badInput(
                        "--arch must be one of %s, not %s"
                            .formatted(
                                Architecture.ALL.stream()
                                    .map(Architecture::id)
                                    .collect(Collectors.joining(", ")),
                                arch)));
    if (mpp != CheckpointImport.PUBLISHED_MPP && mpp != SlideSettings.PAPER_LITERAL_MPP) {
      throw CliFailure.badInput("--mpp must be 0.25 or 0.5, not " + mpp);
    }
    if (Files.exists(bundle, LinkOption.NOFOLLOW_LINKS)) {
      throw CliFailure.badInput("%s is there already; name another folder".formatted(bundle));
    }
    try {
      Path checkpoint =
          source.hubDir == null ? source.checkpoint : HubFolder.checkpoint(source.hubDir);
      tell(
          new CheckpointImport(architecture, checkpoint, Optional.ofNullable(golden), mpp)
              .into(bundle));
      return ExitCode.COMPLETE;
    } catch (ModelRejected e) {
      throw CliFailure.badInput(e.getMessage());
    }
  }

  private void tell(CheckpointImport.Imported imported) {
    System.out.println(ModelShow.line(imported.bundle()));
    if (imported.agreement().isEmpty()) {
      System.err.println(
          "cohort: no --golden given: the bundle records what this machine computes, which does not"
              + " prove that it is what the authors compute");
      return;
    }
    GoldenPairs.Agreement a = imported.agreement().get();
    System.out.printf(
        Locale.ROOT,
        "golden pair reproduced: largest difference %.2g of a logit, %.2g of a probability; %d of %d"
            + " pixels on the other side of the threshold%n",
        a.logit(),
        a.probability(),
        a.changed(),
        a.pixels());
  }
}
