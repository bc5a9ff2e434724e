package io.cohortrun.cli.cluster;

import io.cohortrun.cli.CliFailure;
import io.cohortrun.crds.v1alpha1.CohortRun;
import io.cohortrun.crds.v1alpha1.CohortRunStatus;
import io.cohortrun.workers.store.RunLayout;
import io.cohortrun.workflows.contract.RunRef;
import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.io.file.PathUtils;

/**
 * Files of a run's latest attempt, read by a pod of the run's own namespace: whoever downloads
 * needs no credentials of the store.
 */
final class Download {

  /** What there is to download. */
  enum What {
    /** The pages. */
    report,
    /** A folder for each slide that failed. */
    failures,
    /** Ledger, features, analyses, validation and run.json. */
    tables;

    private List<String> keys(RunLayout layout) {
      return switch (this) {
        case report -> List.of(layout.report());
        case failures -> List.of(layout.failures());
        case tables ->
            List.of(
                layout.ledger(),
                layout.features(),
                layout.pairs(),
                layout.dictionary(),
                layout.analysis(),
                layout.validation(),
                layout.runJson());
      };
    }
  }

  private final ShortLivedPods pods;

  Download(ShortLivedPods pods) {
    this.pods = pods;
  }

  /**
   * Downloads into a folder that is not there yet; it is there when all of it is.
   *
   * @param mark makes the pod's name unique
   * @return number of files
   */
  int of(CohortRun run, What what, Path to, String mark) {
    CohortRunStatus status = run.getStatus();
    if (status == null || status.getAttempt() == null || DownloadPod.image(status).isEmpty()) {
      throw CliFailure.badInput(
          run.getMetadata().getName() + " has not begun: there is nothing to download");
    }
    if (Files.exists(to)) {
      throw CliFailure.badInput("%s is there already: name another folder by --to".formatted(to));
    }
    Pod pod = DownloadPod.of(run, mark);
    Thread interrupted =
        new Thread(() -> pods.remove(pod), "remove " + pod.getMetadata().getName());
    Runtime.getRuntime().addShutdownHook(interrupted);
    try {
      pods.start(pod);
      return files(pod, command(run, what), to);
    } catch (IOException e) {
      throw CliFailure.failed("the download broke off: " + e.getMessage(), e);
    } finally {
      pods.remove(pod);
      forget(interrupted);
    }
  }

  private static void forget(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException interrupted) {
      // It runs: Ctrl-C is why this ended.
    }
  }

  private static List<String> command(CohortRun run, What what) {
    String output = run.getSpec().getOutput().getUri();
    RunRef ref = new RunRef(run.getMetadata().getUid(), run.getStatus().getAttempt(), output);
    List<String> command = new ArrayList<>(List.of("cohort", "archive", output, ref.prefix()));
    command.addAll(what.keys(new RunLayout(ref)));
    return command;
  }

  private int files(Pod pod, List<String> command, Path to) throws IOException {
    Path folder = to.toAbsolutePath().normalize();
    Files.createDirectories(folder.getParent());
    Path partial = Files.createTempDirectory(folder.getParent(), folder.getFileName() + ".partial");
    int[] files = new int[1];
    try {
      pods.exec(pod, command, output -> files[0] = Unpacking.into(partial, output));
      if (files[0] == 0) {
        throw CliFailure.failed("the attempt has written nothing of it yet", null);
      }
      Files.move(partial, folder);
      return files[0];
    } finally {
      if (Files.exists(partial)) {
        PathUtils.deleteDirectory(partial);
      }
    }
  }
}
