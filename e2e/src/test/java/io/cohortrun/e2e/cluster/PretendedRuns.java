package io.cohortrun.e2e.cluster;

import io.cohortrun.operator.app.OperatorMain;
import io.cohortrun.operator.observe.EngineView;
import io.cohortrun.operator.ports.RunEngine;
import io.cohortrun.operator.ports.RunEngines;
import io.cohortrun.workflows.contract.CohortInput;
import io.cohortrun.workflows.contract.SignOff;
import io.cohortrun.workflows.contract.WorkerLost;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * The operator over workflows that are pretended, behind its own port: each goes by the clock. When
 * each began is written to a file.
 */
final class PretendedRuns implements RunEngine, RunEngines {

  private final Map<String, PretendedRun> runs = new ConcurrentHashMap<>();
  private final Map<String, Instant> held = new ConcurrentHashMap<>();
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

  /** What began so far, by the file for starts. */
  static Stream<PretendedRun> begun(Path starts) throws IOException {
    return Files.exists(starts)
        ? Files.readAllLines(starts).stream().map(PretendedRun::parse)
        : Stream.empty();
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
    PretendedRun run = new PretendedRun(workflowId, Instant.now(), input.name());
    if (runs.putIfAbsent(workflowId, run) == null) {
      try {
        Files.writeString(
            log, run.line() + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return "run-" + workflowId;
  }

  @Override
  public EngineView describe(String workflowId) {
    PretendedRun run = runs.get(workflowId);
    if (run == null) {
      return new EngineView.Absent();
    }
    Instant since = held.get(workflowId);
    return since == null ? run.at(Instant.now(), false) : run.at(since, true);
  }

  @Override
  public void pause(String workflowId) {
    held.putIfAbsent(workflowId, Instant.now());
  }

  @Override
  public void resume(String workflowId) {
    held.remove(workflowId);
  }

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
