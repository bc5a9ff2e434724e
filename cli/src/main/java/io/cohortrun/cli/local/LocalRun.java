package io.cohortrun.cli.local;

import io.cohortrun.cli.CliFailure;
import io.cohortrun.cli.setup.OpenSlideInstall;
import io.cohortrun.workers.canonical.Json;
import io.cohortrun.workers.cohort.ChangedSlides;
import io.cohortrun.workers.cohort.PreflightFindings;
import io.cohortrun.workers.cohort.RetryChoice;
import io.cohortrun.workers.cohort.RunFiles;
import io.cohortrun.workers.cohort.RunRecord;
import io.cohortrun.workers.cohort.RunRefused;
import io.cohortrun.workers.model.TorchModels;
import io.cohortrun.workers.store.KillPoint;
import io.cohortrun.workers.store.KillPoints;
import io.cohortrun.workers.store.ObjectStore;
import io.cohortrun.workers.store.RunLayout;
import io.cohortrun.workers.store.Staging;
import io.cohortrun.workers.store.Stores;
import io.cohortrun.workflows.contract.CohortInput;
import io.cohortrun.workflows.contract.CohortResult;
import io.cohortrun.workflows.contract.RunRef;
import io.cohortrun.workflows.validate.Validation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** A run on this machine: found complete and shown again, or started, or gone on with. */
public final class LocalRun {

  private final Path file;
  private final Optional<String> temporal;
  private final CohortInput.Mode mode;
  private final boolean terminal;

  /**
   * Of one CohortRun file.
   *
   * @param temporal {@code host:port}, or empty for a server in this process
   * @param terminal whether stderr is one
   */
  public LocalRun(Path file, Optional<String> temporal, CohortInput.Mode mode, boolean terminal) {
    this.file = file;
    this.temporal = temporal;
    this.mode = mode;
    this.terminal = terminal;
  }

  /** Runs the newest attempt to its end. */
  public LocalResult run() {
    long start = System.nanoTime();
    PreparedRun prepared = prepared();
    try (ObjectStore store = Stores.open(prepared.output())) {
      RunRef ref = prepared.ref(Math.max(1, newestAttempt(store, prepared.uid())));
      Optional<LocalResult> shown = complete(store, ref, start);
      if (shown.isPresent()) {
        List<Integer> changed =
            mode == CohortInput.Mode.Run ? changed(new RunFiles(store, ref)) : List.of();
        if (!changed.isEmpty()) {
          System.err.println(changedSentence(changed, ref.attempt()));
          return execute(store, prepared.input(ref.attempt() + 1, mode), start);
        }
        System.err.println(
            "cohort: this run is complete and shown again; change the spec or the manifest for a new one, or use 'cohort retry' for failed rows");
        return shown.get();
      }
      return execute(store, prepared.input(ref.attempt(), mode), start);
    } catch (IOException e) {
      throw CliFailure.failed(e.getMessage(), e);
    }
  }

  /** Tries failed rows again as the next attempt. */
  public LocalResult retry(RetryChoice choice) {
    long start = System.nanoTime();
    PreparedRun prepared = prepared();
    try (ObjectStore store = Stores.open(prepared.output())) {
      int newest = newestAttempt(store, prepared.uid());
      Optional<LocalResult> shown =
          newest == 0 ? Optional.empty() : complete(store, prepared.ref(newest), start);
      if (newest == 0 || (shown.isEmpty() && newest == 1)) {
        throw CliFailure.badInput(
            "this run is not complete yet, so there is nothing to retry: finish it with 'cohort run -f "
                + file
                + "'");
      }
      RunFiles last = new RunFiles(store, prepared.ref(newest));
      if (shown.isEmpty()) {
        requireSameChoice(last, choice);
        return execute(store, prepared.input(newest, mode), start);
      }
      if (choice.slides().isEmpty() && !hasFailed(shown.get().result(), choice)) {
        System.err.println(
            "cohort: nothing to retry: no row ended in "
                + (choice.codes().isEmpty() ? "a failure" : RetryChoice.names(choice.codes()))
                + "; the complete run is shown again");
        return shown.get();
      }
      List<String> problems =
          choice.problems(
              i -> "--slide " + choice.slides().get(i), prepared.manifest(), last.outcomes());
      if (!problems.isEmpty()) {
        throw CliFailure.badInput(String.join("; ", problems) + ": nothing was tried again");
      }
      CohortInput input = prepared.input(newest + 1, mode);
      return execute(store, input.retrying(choice.codes(), choice.slides()), start);
    } catch (IOException e) {
      throw CliFailure.failed(e.getMessage(), e);
    }
  }

  /** An attempt ends on what it began with. */
  private void requireSameChoice(RunFiles attempt, RetryChoice choice) throws IOException {
    if (!choice.isOfAll() && !choice.isSameAs(RetryChoice.of(attempt.input()))) {
      throw CliFailure.badInput(
          "attempt %d is not complete yet, and was begun with other codes or slides: finish it with 'cohort run -f %s', then choose again"
              .formatted(attempt.run().attempt(), file));
    }
  }

  private PreparedRun prepared() {
    PreparedRun prepared = PreparedRun.of(file);
    if (mode == CohortInput.Mode.Run && prepared.input(1, mode).signOff()) {
      throw CliFailure.badInput(
          file
              + ": spec.signOff.required: a local run knows no reviewer and would publish what nobody approved; set it to false here, or apply the file to a cluster");
    }
    return prepared;
  }

  private static List<Integer> changed(RunFiles attempt) throws IOException {
    try (Staging staging = LocalTools.stagingOver(attempt.store())) {
      return ChangedSlides.since(attempt, staging);
    }
  }

  private static String changedSentence(List<Integer> rows, int attempt) {
    return "cohort: %d slides have changed since this run ended (%s): they, and rows that failed, are computed again as attempt %d; the results of attempt %d stay as they are"
        .formatted(
            rows.size(),
            rows.stream().limit(10).map(r -> "row " + (r + 1)).collect(Collectors.joining(", "))
                + (rows.size() > 10 ? ", ..." : ""),
            attempt + 1,
            attempt);
  }

  private static boolean hasFailed(CohortResult result, RetryChoice choice) {
    return result.ledger().keySet().stream().anyMatch(choice::isCoded);
  }

  private LocalResult execute(ObjectStore store, CohortInput input, long start) throws IOException {
    KillPoints.hit(KillPoint.START_RUN_ID);
    requireSameRelease(new RunFiles(store, input.run()));
    OpenSlideInstall.here().onceWhereMissing();
    System.err.println("cohort: computing on " + TorchModels.placement());
    try (LocalWorkers workers = LocalWorkers.start(input, temporal)) {
      CohortResult result = watched(workers, input);
      String stages = workers.work().stages();
      if (!stages.isEmpty()) {
        System.err.println("cohort: time by stage, summed over threads: " + stages);
      }
      String forecast = "";
      if (result.state() == CohortResult.State.Preflighted) {
        PreflightFindings found = PreflightFindings.read(store, input.run());
        result = new CohortResult(result.state(), result.rows(), found.ended(), result.digest());
        forecast = found.forecast();
      }
      tellFailedChecks(store, input.run(), result);
      return new LocalResult(
          result,
          input.run().uid(),
          folder(input.run()),
          mode == CohortInput.Mode.Run ? report(input.run()) : "",
          forecast,
          (System.nanoTime() - start) / 1e9,
          workers.work().inferSeconds(),
          workers.work().tiles(),
          workers.work().tilesRepeated());
    }
  }

  /** An open workflow, which this process would work for, is past the step that asks. */
  private static void requireSameRelease(RunFiles attempt) throws IOException {
    try {
      LocalTools.release().requireBegan(attempt);
    } catch (RunRefused e) {
      throw CliFailure.failed(e.getMessage(), e);
    }
  }

  /** On stderr, a sentence each, where a check failed. */
  private static void tellFailedChecks(ObjectStore store, RunRef run, CohortResult result)
      throws IOException {
    if (result.validation() == null || result.validation().failed().isEmpty()) {
      return;
    }
    byte[] written = store.get(new RunLayout(run).validation()).orElseThrow();
    Json.MAPPER
        .readValue(written, Validation.class)
        .failed()
        .forEach(
            f ->
                System.err.println(
                    "cohort: check %s failed: %s".formatted(f.name(), f.sentence())));
    if (result.state() == CohortResult.State.NotValidated) {
      System.err.println(
          "cohort: nothing is published: spec.validation stops a run whose checks fail; slide results are kept, and a run with another spec finds them");
    }
  }

  private CohortResult watched(LocalWorkers workers, CohortInput input) {
    Interruption interruption = Interruption.drains(workers);
    try {
      return new Watch(workers, terminal).untilDone(input);
    } finally {
      interruption.close();
    }
  }

  private static Optional<LocalResult> complete(ObjectStore store, RunRef ref, long start)
      throws IOException {
    Optional<byte[]> record = store.get(new RunLayout(ref).runJson());
    if (record.isEmpty()) {
      return Optional.empty();
    }
    CohortResult result = Json.MAPPER.readValue(record.get(), RunRecord.class).result(record.get());
    return Optional.of(
        new LocalResult(
            result,
            ref.uid(),
            folder(ref),
            report(ref),
            "",
            (System.nanoTime() - start) / 1e9,
            0,
            0,
            0));
  }

  /** Number of the newest attempt that the store holds anything of, 0 for none. */
  private static int newestAttempt(ObjectStore store, String uid) throws IOException {
    int newest = 0;
    while (store.stat(new RunLayout(new RunRef(uid, newest + 1, "")).input()).isPresent()) {
      newest++;
    }
    return newest;
  }

  private static String folder(RunRef ref) throws IOException {
    return place(ref, ref.prefix().substring(0, ref.prefix().length() - 1));
  }

  private static String report(RunRef ref) throws IOException {
    return place(ref, new RunLayout(ref).report() + "index.html");
  }

  private static String place(RunRef ref, String key) throws IOException {
    return Stores.isLocal(ref.output())
        ? Stores.localPath(ref.output()).resolve(key).toString()
        : ref.output() + "/" + key;
  }
}
