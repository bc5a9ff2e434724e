package io.cohortrun.cli.command;

import io.cohortrun.cli.CliFailure;
import io.cohortrun.cli.ExitCode;
import io.cohortrun.workers.model.Bundle;
import io.cohortrun.workers.model.BundleFolder;
import io.cohortrun.workers.model.Bundles;
import io.cohortrun.workers.model.ModelRejected;
import java.io.IOException;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code cohort model show}: what a bundle says of itself. */
@Command(
    name = "show",
    mixinStandardHelpOptions = true,
    description = "Show what a bundle is: geometry, channels, licence. Its network is not loaded.")
final class ModelShow implements Callable<Integer> {

  @Parameters(paramLabel = "BUNDLE", description = "demo, or a bundle's folder or archive.")
  private String uri;

  @Override
  public Integer call() throws IOException {
    try {
      BundleFolder folder = Bundles.open(uri);
      Bundle b = folder.bundle();
      System.out.println(line(folder));
      System.out.println("sha256:      " + folder.digest());
      if (b.architecture() != null) {
        System.out.println("network:     " + b.architecture());
      }
      System.out.printf(
          Locale.ROOT,
          "geometry:    tiles of %d px, windows of %d px, %s um/px%n",
          b.tilePx(),
          b.windowPx(),
          b.mpp());
      System.out.println("input:       (RGB / 255 - " + b.mean() + ") / " + b.sd());
      System.out.printf(
          Locale.ROOT,
          "tolerances:  fp32 %s; reduced precision %s mean, %s density%n",
          b.tolerances().fp32(),
          b.tolerances().reducedMean(),
          b.tolerances().reducedDensity());
      System.out.println("licence:     " + b.licence());
      System.out.println("use:         " + b.intendedUse());
      System.out.println("channels:");
      for (int i = 0; i < b.channels().size(); i++) {
        Bundle.Channel c = b.channels().get(i);
        System.out.printf(
            Locale.ROOT,
            "  %2d  %-12s %-10s positive above %s%n",
            i,
            c.id(),
            c.role(),
            c.threshold());
      }
      return ExitCode.COMPLETE;
    } catch (ModelRejected e) {
      throw CliFailure.badInput(e.getMessage());
    }
  }

  /** A bundle in one line, as in {@code cohort model list}. */
  static String line(BundleFolder folder) {
    Bundle b = folder.bundle();
    return String.format(
        Locale.ROOT,
        "%s %s: %d channels at %s um/px, sha256 %s; %s",
        b.id(),
        b.version(),
        b.channels().size(),
        b.mpp(),
        folder.digest().substring(0, 12),
        b.intendedUse());
  }
}
