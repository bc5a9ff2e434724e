package io.cohortrun.workers.cohort;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.cohortrun.workers.canonical.Json;
import io.cohortrun.workers.manifest.Manifests;
import io.cohortrun.workers.store.RunLayout;
import io.cohortrun.workers.store.Staging;
import io.cohortrun.workers.store.StoreFailure;
import io.cohortrun.workers.store.Stores;
import io.cohortrun.workflows.contract.CohortInput;
import io.cohortrun.workflows.contract.CohortResult;
import io.cohortrun.workflows.contract.FrozenManifest;
import io.cohortrun.workflows.contract.RunRef;
import io.cohortrun.workflows.contract.SignOff;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.temporal.client.ActivityCanceledException;
import io.temporal.failure.ApplicationFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The activities on a real folder, and what they tell the workflow when something is wrong. */
class CohortStepsTest {

  @TempDir Path folder;

  private final FakeSlide.Opener opener = new FakeSlide.Opener();
  private Path manifest;
  private RunRef run;

  @BeforeEach
  void cohort() throws IOException {
    Files.writeString(folder.resolve("a.svs"), "tissue 1100");
    Files.writeString(folder.resolve("b.svs"), "blank");
    manifest = folder.resolve("manifest.csv");
    Files.writeString(manifest, "slide_id;patient_id;uri\nA;P;a.svs\nB;P;b.svs\n");
    run = new RunRef("r1", 1, folder.resolve("out").toUri().toString());
  }

  @Test
  void theStepsRunOnARealFolder() throws Exception {
    FakeResults results = new FakeResults();
    try (CohortSteps steps = steps(results, Stores::open)) {
      FrozenManifest frozen = steps.freeze(input());
      assertThat(frozen.rows()).isEqualTo(2);
      assertThat(steps.preflight(run, 0, 2).runnable()).isEqualTo(1);
      assertThat(steps.plan(run).shards()).isEqualTo(1);
      try (var store = Stores.open(run.output())) {
        results.infer(new RunFiles(store, run), 0);
      }
      assertThat(steps.finishPartition(run, 0).failed()).isZero();
      CohortResult result = steps.publish(run, false);

      assertThat(result.state()).isEqualTo(CohortResult.State.Complete);
      assertThat(result).isEqualTo(steps.publish(run, false));
    }
    assertThat(folder.resolve("out").resolve(new RunLayout(run).runJson())).isRegularFile();
    assertThat(folder.resolve("out").resolve(new RunLayout(run).features())).isRegularFile();
  }

  @Test
  void aDraftHasEverythingButTheRunJsonWhichThenNamesTheApprover() throws Exception {
    try (CohortSteps steps = steps(new FakeResults(), Stores::open)) {
      steps.freeze(input());
      steps.preflight(run, 0, 2);
      steps.plan(run);
      steps.draft(run);
      Path attempt = folder.resolve("out");
      Path runJson = attempt.resolve(new RunLayout(run).runJson());
      Path ledger = attempt.resolve(new RunLayout(run).ledger());
      assertThat(ledger).isRegularFile();
      assertThat(runJson).doesNotExist();
      byte[] reviewed = Files.readAllBytes(ledger);

      steps.publishSignedOff(run, new SignOff(true, "jane", "seen"));

      assertThat(ledger).hasBinaryContent(reviewed);
      assertThat(Json.MAPPER.readTree(Files.readString(runJson)).at("/signOff/approver").asText())
          .isEqualTo("jane");
    }
  }

  @Test
  void aBadManifestIsTheEndAndSaysEverything() throws Exception {
    Files.writeString(manifest, "slide_id,patient_id,uri\nA,P,../x\nA,,y\n");
    try (CohortSteps steps = steps(new FakeResults(), Stores::open)) {
      ApplicationFailure failure =
          catchThrowableOfType(ApplicationFailure.class, () -> steps.freeze(input()));

      assertThat(failure.isNonRetryable()).isTrue();
      assertThat(failure.getType()).isEqualTo("BadManifest");
      assertThat(failure.getOriginalMessage()).contains("3 errors", "row 2 (line 3)");
    }
    assertThat(folder.resolve("out").resolve(new RunLayout(run).input())).doesNotExist();
  }

  @Test
  void faultsThatMayPassAreTriedAgainAndOthersAreNot() throws Exception {
    assertThat(failureOf(new IOException("connection reset")).isNonRetryable()).isFalse();
    assertThat(
            failureOf(new StoreFailure(StoreFailure.Code.Unavailable, "the bucket is slow"))
                .isNonRetryable())
        .isFalse();
    ApplicationFailure full =
        failureOf(new StoreFailure(StoreFailure.Code.DiskFull, "no space is left; free some"));
    assertThat(full.isNonRetryable()).isTrue();
    assertThat(full.getType()).isEqualTo("OutputUnusable");
    assertThat(full.getOriginalMessage()).isEqualTo("no space is left; free some");
  }

  @Test
  void aLibraryThatDoesNotLoadEndsTheRunWithASentence() throws Exception {
    ApplicationFailure failure =
        failureOf(
            uri -> {
              throw new UnsatisfiedLinkError("libduckdb: cannot map");
            });
    assertThat(failure.isNonRetryable()).isTrue();
    assertThat(failure.getOriginalMessage()).contains("libduckdb", "does not load");
  }

  @Test
  void aFaultOfTheProgramEndsTheRunInsteadOfGoingRoundForEver() throws Exception {
    ApplicationFailure failure =
        failureOf(
            uri -> {
              throw new IllegalStateException("as if");
            });
    assertThat(failure.isNonRetryable()).isTrue();
    assertThat(failure.getType()).isEqualTo("Fault");
  }

  @Test
  void anInputOfAnotherReleaseIsRefused() throws Exception {
    CohortInput i = input();
    CohortInput other =
        new CohortInput(
            99,
            i.run(),
            i.name(),
            i.manifest(),
            i.bundle(),
            i.bundleDigest(),
            i.specDigest(),
            i.mode(),
            i.settings(),
            i.outputs(),
            i.budgets(),
            i.pacing(),
            i.retryRows());
    try (CohortSteps steps = steps(new FakeResults(), Stores::open)) {
      assertThatThrownBy(() -> steps.freeze(other)).hasMessageContaining("same release");
    }
  }

  @Test
  @Timeout(60)
  void aCancelledActivityInterruptsItsStep() {
    CountDownLatch never = new CountDownLatch(1);
    assertThatThrownBy(
            () ->
                cancelled()
                    .during(
                        () -> {
                          never.await();
                          return null;
                        }))
        .isInstanceOf(ActivityCanceledException.class);
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
  }

  @Test
  @Timeout(60)
  void theInterruptOfAStepDoesNotReachTheCallThatAnswersForIt() {
    assertThatThrownBy(
            () ->
                cancelled()
                    .during(
                        () -> {
                          while (!Thread.currentThread().isInterrupted()) {
                            Thread.onSpinWait();
                          }
                          throw new IOException("a channel that was closed by it");
                        }))
        .isInstanceOf(ActivityCanceledException.class);
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
  }

  private static Beating cancelled() {
    return new Beating(
        () ->
            () -> {
              throw new ActivityCanceledException();
            });
  }

  private ApplicationFailure failureOf(IOException e) throws IOException {
    return failureOf(
        uri -> {
          throw e;
        });
  }

  private ApplicationFailure failureOf(Manifests.StoreOpener stores) throws IOException {
    try (CohortSteps steps = steps(new FakeResults(), stores)) {
      return catchThrowableOfType(ApplicationFailure.class, () -> steps.plan(run));
    }
  }

  private CohortInput input() {
    CohortInput i = Runs.input(manifest, 1, List.of());
    return new CohortInput(
        i.version(),
        run,
        i.name(),
        i.manifest(),
        i.bundle(),
        i.bundleDigest(),
        i.specDigest(),
        i.mode(),
        i.settings(),
        i.outputs(),
        i.budgets(),
        i.pacing(),
        i.retryRows());
  }

  private CohortSteps steps(FakeResults results, Manifests.StoreOpener stores) {
    TreeMap<String, String> versions = new TreeMap<>();
    versions.put("readers", "fake 1");
    CohortTools tools =
        new CohortTools(
            stores,
            uri -> Runs.BUNDLE,
            uri -> StepsCohort.FOUND_BUNDLE,
            store -> new Staging(store, folder.resolve("cache"), Staging.Limits.DEFAULT),
            opener,
            Runs.KEYS,
            results,
            (of, row) -> Optional.empty(),
            new StoreChecks(),
            FakeForecast.INSTANCE,
            (of, store) -> {},
            versions,
            2,
            new SimpleMeterRegistry(),
            Clock.systemUTC());
    return new CohortSteps(tools, new Beating(() -> () -> {}));
  }
}
