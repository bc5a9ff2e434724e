package io.cohortrun.workflows.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cohortrun.workflows.contract.CohortActivities;
import io.cohortrun.workflows.contract.CohortInput;
import io.cohortrun.workflows.contract.CohortResult;
import io.cohortrun.workflows.contract.CohortWorkflow;
import io.cohortrun.workflows.contract.PartitionWorkflow;
import io.cohortrun.workflows.contract.RunProgress;
import io.cohortrun.workflows.contract.SignOff;
import io.cohortrun.workflows.contract.WorkerLost;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.testing.WorkflowHistoryLoader;
import io.temporal.testing.WorkflowReplayer;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Runs that began on an earlier release go on: recorded histories give the same commands. Recorded
 * again, beside the old ones, by {@code -Dcohortrun.regenerate=NAME}.
 */
class HistoriesTest {

  private static final Path FOLDER = Path.of("src/test/resources/histories");
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String RECORD = System.getProperty("cohortrun.regenerate");

  private static List<Path> recorded(String prefix) throws Exception {
    try (Stream<Path> files = Files.walk(FOLDER)) {
      return files
          .filter(Files::isRegularFile)
          .filter(f -> f.getFileName().toString().startsWith(prefix))
          .sorted()
          .toList();
    }
  }

  private static void replay(Path history, Class<?>... otherwise) throws Exception {
    try (TestWorkflowEnvironment environment = TestWorkflowEnvironment.newInstance()) {
      // A machine that is at work elsewhere may take more than the usual second for a first step.
      Worker worker =
          environment.newWorker(
              "replay",
              WorkerOptions.newBuilder()
                  .setDefaultDeadlockDetectionTimeout(PATIENCE.toMillis())
                  .build());
      ContinueRule rule =
          history.getFileName().toString().startsWith("continued")
              ? Stories.LENGTH
              : ContinueRule.SUGGESTED;
      if (otherwise.length > 0) {
        worker.registerWorkflowImplementationTypes(otherwise);
      } else {
        worker.registerWorkflowImplementationFactory(
            CohortWorkflow.class, () -> new CohortWorkflowImpl(rule));
      }
      worker.registerWorkflowImplementationFactory(
          PartitionWorkflow.class, () -> new PartitionWorkflowImpl(rule, Harness.WORD));
      WorkflowReplayer.replayWorkflowExecution(
          WorkflowHistoryLoader.readHistory(history.toFile()), worker);
    }
  }

  @ParameterizedTest
  @EnumSource(Stories.class)
  void everyRecordedHistoryIsReplayed(Stories story) throws Exception {
    String name = story.name().toLowerCase(java.util.Locale.ROOT);
    if (RECORD != null) {
      for (Map.Entry<String, String> history : story.record().entrySet()) {
        Path file = FOLDER.resolve(RECORD).resolve(name + "-" + history.getKey() + ".json");
        Files.createDirectories(file.getParent());
        Files.writeString(file, history.getValue());
      }
    }
    List<Path> histories = recorded(name);
    assertThat(histories).isNotEmpty();
    for (Path history : histories) {
      replay(history);
    }
  }

  @Test
  void aChangedOrderOfStepsIsFoundOut() throws Exception {
    Path plain = recorded("plain-run").getFirst();
    assertThatThrownBy(() -> replay(plain, PlansBeforePreflight.class))
        .hasStackTraceContaining("NonDeterministic");
  }

  /** The workflow as somebody might change it. */
  public static final class PlansBeforePreflight implements CohortWorkflow {
    @Override
    public CohortResult run(CohortInput input) {
      CohortActivities cpu = Stubs.cpu(input.pacing());
      cpu.freeze(input);
      cpu.plan(input.run());
      cpu.preflight(input.run(), 0, 8);
      return cpu.publish(input.run(), false);
    }

    @Override
    public void pause() {}

    @Override
    public void resume() {}

    @Override
    public void workerLost(WorkerLost lost) {}

    @Override
    public void deviceFailed(String uuid, String node) {}

    @Override
    public void signOff(SignOff decision) {}

    @Override
    public RunProgress progress() {
      return null;
    }
  }
}
