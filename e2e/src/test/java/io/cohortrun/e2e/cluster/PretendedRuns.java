package io.cohortrun.e2e.cluster;

import io.cohortrun.operator.app.OperatorMain;
import io.cohortrun.operator.observe.EngineView;
import io.cohortrun.operator.ports.RunEngine;
import io.cohortrun.operator.ports.RunEngines;
import io.cohortrun.workflows.contract.CohortInput;
import io.cohortrun.workflows.contract.CohortResult;
import io.cohortrun.workflows.contract.Outcome;
import io.cohortrun.workflows.contract.RunProgress;
import io.cohortrun.workflows.contract.SignOff;
import io.cohortrun.workflows.contract.Usage;
import io.cohortrun.workflows.contract.WorkerLost;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The operator over workflows that are pretended, behind its own port: each goes on by the clock,
 * and every second one ends. When each began is written to a file.
 */
final class PretendedRuns implements RunEngine, RunEngines {

  private static final int SLIDES = 100_000;
  private static final int FIRST_END_SECONDS = 30;
  private static final int ENDS_WITHIN_SECONDS = 60;

  private final Map<String, Instant> starts = new ConcurrentHashMap<>();
  private final Path log;

  private PretendedRuns(Path log) {
    this.log = log;
  }

  /**
   * The process.
   *
   * @param args the platform's file, the file for starts
   */
  public static void main(String[] args) throws IOException {
    OperatorMain.run(Path.of(args[0]), new PretendedRuns(Path.of(args[1])));
  }

  /** Whether it ends at all. */
  static boolean ends(String workflowId) {
    return workflowId.hashCode() % 2 == 0;
  }

  /** When, after its start. */
  static Duration length(String workflowId) {
    return Duration.ofSeconds(
        FIRST_END_SECONDS + Math.floorMod(workflowId.hashCode() / 2, ENDS_WITHIN_SECONDS));
  }

  @Override
  public RunEngine in(String namespace) {
    return this;
  }

  @Override
  public Set<RunEngine> all(List<String> watched) {
    return Set.of(this);
  }

  @Override
  public synchronized String start(String workflowId, String namespace, CohortInput input) {
    Instant now = Instant.now();
    if (starts.putIfAbsent(workflowId, now) == null) {
      try {
        Files.writeString(
            log,
            workflowId + " " + now + "\n",
            StandardOpenOption.CREATE,
            StandardOpenOption.APPEND);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return "run-" + workflowId;
  }

  @Override
  public EngineView describe(String workflowId) {
    Instant start = starts.get(workflowId);
    if (start == null) {
      return new EngineView.Absent();
    }
    Duration age = Duration.between(start, Instant.now());
    if (ends(workflowId) && age.compareTo(length(workflowId)) >= 0) {
      return new EngineView.Ended(
          "run-" + workflowId,
          new CohortResult(
              CohortResult.State.Complete,
              SLIDES,
              new TreeMap<>(Map.of(Outcome.Succeeded, SLIDES)),
              "0".repeat(64)),
          Usage.NONE);
    }
    int done = (int) age.toSeconds() * 10;
    return new EngineView.Open(
        "run-" + workflowId,
        new RunProgress(
            "Infer", false, done, SLIDES, done / 50, done * 900L, SLIDES * 900L, 0, Usage.NONE));
  }

  @Override
  public void pause(String workflowId) {}

  @Override
  public void resume(String workflowId) {}

  @Override
  public void signOff(String workflowId, SignOff decision) {}

  @Override
  public void tellLost(String workflowId, WorkerLost lost) {}

  @Override
  public List<OpenRun> open() {
    return List.of();
  }

  @Override
  public void end(String workflowId, boolean force) {}
}
