package io.cohortrun.e2e.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.cohortrun.e2e.server.TemporalServer;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/** The very classes that test the engine on the in-process server, on a real one. */
class EngineOnRealServerIT {

  /** Read by the engine's harness. */
  private static final String SERVER = "cohortrun.temporal";

  private static final String ENGINE = "io.cohortrun.workflows.engine.";

  /** They wait for the server's timers most of the time, each for workflows of its own. */
  private static final Map<String, String> SIDE_BY_SIDE =
      Map.of(
          "junit.jupiter.execution.parallel.enabled", "true",
          "junit.jupiter.execution.parallel.mode.default", "same_thread",
          "junit.jupiter.execution.parallel.mode.classes.default", "concurrent",
          "junit.jupiter.execution.parallel.config.strategy", "fixed",
          "junit.jupiter.execution.parallel.config.fixed.parallelism", "4",
          "junit.jupiter.execution.parallel.config.fixed.max-pool-size", "4");

  @TempDir Path temp;

  @Test
  void theSameSuitePasses() throws Exception {
    try (TemporalServer server = TemporalServer.start(temp)) {
      System.setProperty(SERVER, server.address());
      SummaryGeneratingListener listener = new SummaryGeneratingListener();
      // Not by a thread of the pool that runs this test: an executor of tests knows its own only.
      Thread.ofPlatform().start(() -> LauncherFactory.create().execute(suite(), listener)).join();
      TestExecutionSummary summary = listener.getSummary();
      assertThat(summary.getFailures())
          .extracting(f -> f.getTestIdentifier().getDisplayName() + ": " + f.getException())
          .isEmpty();
      assertThat(summary.getTestsSucceededCount()).isGreaterThanOrEqualTo(40);
    } finally {
      System.clearProperty(SERVER);
    }
  }

  private static LauncherDiscoveryRequest suite() {
    return LauncherDiscoveryRequestBuilder.request()
        .selectors(
            Stream.of(
                    "CohortWorkflowTest",
                    "BudgetsTest",
                    "PoisonSlideTest",
                    "PauseTest",
                    "CancelTest",
                    "FailedStepTest",
                    "ProgressTest",
                    "ContinueAsNewTest")
                .map(name -> selectClass(ENGINE + name))
                .toList())
        .configurationParameters(SIDE_BY_SIDE)
        .build();
  }
}
