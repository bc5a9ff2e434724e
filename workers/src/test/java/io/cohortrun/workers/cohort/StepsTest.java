package io.cohortrun.workers.cohort;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cohortrun.workers.manifest.Manifests;
import io.cohortrun.workers.slide.SlideInspection;
import io.cohortrun.workers.store.Json;
import io.cohortrun.workers.store.RunLayout;
import io.cohortrun.workers.store.Staging;
import io.cohortrun.workflows.contract.CohortInput;
import io.cohortrun.workflows.contract.CohortResult;
import io.cohortrun.workflows.contract.FinishReceipt;
import io.cohortrun.workflows.contract.FrozenManifest;
import io.cohortrun.workflows.contract.Outcome;
import io.cohortrun.workflows.contract.PlanReceipt;
import io.cohortrun.workflows.contract.PreflightReceipt;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The steps one after the other, on an in-memory store, with slides that are described in words.
 */
class StepsTest {

  private static final int ROWS = 9;

  @TempDir Path folder;

  private final MemoryStore store = new MemoryStore();
  private final FakeSlide.Opener opener = new FakeSlide.Opener();
  private final FakeResults results = new FakeResults();
  private Staging staging;
  private Path manifest;

  @BeforeEach
  void cohort() throws IOException {
    staging = new Staging(store, folder.resolve("cache"), Staging.Limits.DEFAULT);
    Files.writeString(folder.resolve("a b.svs"), "tissue 1100");
    Files.writeString(folder.resolve("copy.svs"), "tissue 1100");
    Files.writeString(folder.resolve("ünïcode.svs"), "tissue 1500");
    Files.writeString(folder.resolve("blank.svs"), "blank");
    Files.writeString(folder.resolve("crash.svs"), "crash");
    Files.writeString(folder.resolve("bug.svs"), "bug");
    Files.writeString(folder.resolve("memory.svs"), "memory");
    manifest = folder.resolve("manifest.csv");
    Files.writeString(
        manifest,
        """
        slide_id,patient_id,uri,exclude,mpp
        S0,P0,a b.svs,,
        S1,P1,copy.svs,,
        S2,P2,ünïcode.svs,,
        S3,P3,blank.svs,,
        S4,P4,crash.svs,,
        S5,P5,bug.svs,,
        S6,P6,memory.svs,,
        S7,P7,absent.svs,,
        S8,P8,other.svs,"pen, all over",
        """);
  }

  @Test
  void everyRowEndsInOneOutcomeAndTheRunIsPublishedLast() throws Exception {
    CohortResult result = runAll(1, List.of());

    assertThat(result.rows()).isEqualTo(ROWS);
    assertThat(result.ledger().values().stream().mapToInt(Integer::intValue).sum()).isEqualTo(ROWS);
    assertThat(result.state()).isEqualTo(CohortResult.State.OverBudget);
    assertThat(ledger(1))
        .containsExactly(
            "slide_id,patient_id,outcome,message,tiles,mpp,mpp_source,reader,seconds,attempts,slide_key",
            "S0,P0,Succeeded,,4,0.5,vendor,fake 1,1.3,1," + key(0),
            "S1,P1,DuplicateSlide,\"The file has the same content and mpp as slide S0 (row 1): remove one of the two rows, or correct its uri.\",0,0.5,vendor,fake 1,0.0,1,"
                + key(1),
            "S2,P2,Succeeded,,4,0.5,vendor,fake 1,1.3,1," + key(2),
            ledger(1).get(4),
            "S4,P4,DecodeCrash,The decoder died; convert it.,0,,,,0.0,1,",
            ledger(1).get(6),
            ledger(1).get(7),
            ledger(1).get(8),
            "S8,P8,Excluded,\"pen, all over\",0,,,,0.0,1,");
    assertThat(ledger(1).get(4)).startsWith("S3,P3,NoTissue,").contains(",0.5,vendor,fake 1,");
    assertThat(ledger(1).get(6)).startsWith("S5,P5,Unreadable,");
    assertThat(ledger(1).get(7)).startsWith("S6,P6,TooLarge,");
    assertThat(ledger(1).get(8))
        .startsWith("S7,P7,NotFound,")
        .contains("absent.svs: does not exist");
    assertThat(opener.opened.get("crash.svs")).as("a crash gets a second try").hasValue(2);

    RunRecord record = record(1);
    assertThat(record.ledger()).isEqualTo(result.ledger());
    assertThat(record.files())
        .containsKeys(
            "manifest.parquet",
            "ledger.csv",
            "features.parquet",
            "features_pairs.parquet",
            "data-dictionary.json",
            "plan.json",
            "forecast.json",
            "report/index.html");
    assertThat(record.files().get("ledger.csv").sha256())
        .isEqualTo(Digests.of(store.get(layout(1).ledger()).orElseThrow()));
    assertThat(record.mixedNumericClasses()).isFalse();
    assertThat(record.bundle().intendedUse()).isEqualTo("demonstration");
  }

  @Test
  void finishedStepsAreFoundAndCostNothing() throws Exception {
    CohortResult first = runAll(1, List.of());
    int writes = store.writes();
    int opened = opener.opened.size();

    CohortResult second = runAll(1, List.of());

    assertThat(second).isEqualTo(first);
    // Only the stand-in for the shards writes again.
    assertThat(store.writes() - writes).isEqualTo(shards());
    assertThat(opener.opened).hasSize(opened);
    assertThat(opener.opened.get("a b.svs")).hasValue(1);
  }

  @Test
  void aKilledPreflightDoesNotOpenSlidesAgain() throws Exception {
    freeze(1, List.of());
    store.breakAt("preflight/");
    assertThatThrownBy(() -> preflight(1, 0, 5)).hasMessage("the store is away");
    store.breakAt("");

    preflight(1, 0, 5);

    assertThat(opener.opened.get("a b.svs")).hasValue(1);
    assertThat(opener.opened.get("blank.svs")).hasValue(1);
    assertThat(opener.opened.get("crash.svs")).as("failures are tried again").hasValue(4);
    assertThat(store.get(layout(1).mask(2))).isPresent();

    store.deleteAll("runs/");
    freeze(1, List.of());
    preflight(1, 0, 5);
    assertThat(opener.opened.get("a b.svs")).as("its pictures were gone").hasValue(2);
    preflight(1, 0, 3);
    assertThat(opener.opened.get("a b.svs")).as("and are remembered anew").hasValue(2);
  }

  @Test
  void theSameCohortGivesTheSameTablesInAnotherStore() throws Exception {
    runAll(1, List.of());
    List<String> ledger = ledger(1);
    byte[] features = store.get(layout(1).features()).orElseThrow();

    store.deleteAll("");
    runAll(1, List.of());

    assertThat(ledger(1)).isEqualTo(ledger);
    assertThat(rows(store.get(layout(1).features()).orElseThrow())).isEqualTo(rows(features));
    assertThat(rows(features)).hasSize(2 * 3);
    assertThat(rows(features).getFirst())
        .isEqualTo(
            "S0|P0|%s|DAPI|nuclear|1000|404|0.404|0.404|0.973242|0.823318|0.003922|0.5|0.5|4|true"
                .formatted(key(0)));
  }

  @Test
  void aRetryTakesUpTheFailedRowsOnly() throws Exception {
    results.failing.add(2);
    runAll(1, List.of());
    results.failing.clear();
    Files.writeString(folder.resolve("absent.svs"), "tissue 2100");
    Files.writeString(manifest, "no manifest any more");
    opener.opened.clear();

    CohortResult result = runAll(2, List.of());

    assertThat(opener.opened.keySet())
        .containsExactlyInAnyOrder("crash.svs", "bug.svs", "memory.svs", "absent.svs");
    assertThat(result.ledger())
        .containsEntry(Outcome.Succeeded, 3)
        .containsEntry(Outcome.DuplicateSlide, 1)
        .containsEntry(Outcome.Excluded, 1)
        .doesNotContainKey(Outcome.NotFound);
    assertThat(rows(store.get(layout(2).features()).orElseThrow())).hasSize(3 * 3);
    assertThat(store.get(layout(1).ledger()).map(String::new).orElseThrow()).contains("NotFound");
    assertThat(store.get(layout(2).mask(0))).as("masks of carried rows").isPresent();
  }

  @Test
  void aRetryByCodeLeavesOtherFailuresAsTheyAre() throws Exception {
    runAll(1, List.of());
    opener.opened.clear();

    CohortResult result = runAll(2, List.of(Outcome.DecodeCrash));

    assertThat(opener.opened.keySet()).containsExactly("crash.svs");
    assertThat(result.ledger()).isEqualTo(record(1).ledger());
  }

  @Test
  void rowsThatNoShardSettledAreInfrastructure() throws Exception {
    results.lost.add(2);

    CohortResult result = runAll(1, List.of());

    assertThat(result.ledger()).containsEntry(Outcome.Infrastructure, 1);
    assertThat(ledger(1).get(3)).startsWith("S2,P2,Infrastructure,").contains("cohort retry");
  }

  @Test
  void aCancelledRunIsPublishedWithWhatItHas() throws Exception {
    freeze(1, List.of());
    preflight(1, 0, 5);

    CohortResult result = publish(1, true);

    assertThat(result.state()).isEqualTo(CohortResult.State.Cancelled);
    assertThat(result.ledger())
        .containsEntry(Outcome.Cancelled, 7)
        .containsEntry(Outcome.NoTissue, 1)
        .containsEntry(Outcome.DecodeCrash, 1);
    assertThat(rows(store.get(layout(1).features()).orElseThrow())).isEmpty();
  }

  @Test
  void aStoreThatFailsCostsTheStepNotTheSlide() throws Exception {
    freeze(1, List.of());
    store.breakAt("masks/");

    assertThatThrownBy(() -> preflight(1, 0, ROWS))
        .isInstanceOf(IOException.class)
        .hasMessage("the store is away");
    store.breakAt("");

    assertThat(preflight(1, 0, ROWS)).isEqualTo(new PreflightReceipt(0, ROWS, 3, 4, 12));
  }

  @Test
  void theSameRunWithAnotherBundleIsRefused() throws Exception {
    freeze(1, List.of());
    CohortInput input = Runs.input(manifest, 1, List.of());
    CohortInput other =
        new CohortInput(
            input.version(),
            input.run(),
            input.name(),
            input.manifest(),
            input.bundle(),
            "another",
            input.specDigest(),
            input.mode(),
            input.settings(),
            input.outputs(),
            input.budgets(),
            input.pacing(),
            input.retryRows());

    assertThatThrownBy(() -> new Freeze(manifests()).run(other, store))
        .isInstanceOf(RunRefused.class)
        .hasMessageContaining("model bundle has changed");
  }

  @Test
  void aRunThatDoesNotFitIsRefusedBeforeAnyWork() throws Exception {
    freeze(1, List.of());
    preflight(1, 0, ROWS);

    assertThatThrownBy(
            () ->
                new PlanStep(uri -> Runs.BUNDLE, new FakeOutput(7_000), FakeForecast.INSTANCE)
                    .run(files(1)))
        .isInstanceOf(RunRefused.class)
        .hasMessageContaining("7.81 KiB")
        .hasMessageContaining("6.84 KiB left");
    assertThat(store.get(layout(1).forecast())).isPresent();
    assertThat(store.get(layout(1).plan())).isEmpty();
  }

  @Test
  void aPreflightThatDoesNotFitPlansButIsNoLeaveToRun() throws Exception {
    PlanStep small = new PlanStep(uri -> Runs.BUNDLE, new FakeOutput(7_000), FakeForecast.INSTANCE);
    new Freeze(manifests())
        .run(Runs.input(manifest, 1, List.of(), 0, CohortInput.Mode.Preflight), store);
    preflight(1, 0, ROWS);

    assertThat(small.run(files(1)).slides()).isEqualTo(2);
    freeze(1, List.of());

    assertThatThrownBy(() -> small.run(files(1))).isInstanceOf(RunRefused.class);
    assertThat(
            new PlanStep(uri -> Runs.BUNDLE, FakeOutput.ROOMY, FakeForecast.INSTANCE)
                .run(files(1))
                .slides())
        .isEqualTo(2);
  }

  private CohortResult runAll(int attempt, List<Outcome> retry) throws Exception {
    FrozenManifest frozen = freeze(attempt, retry);
    preflight(attempt, 0, 5);
    preflight(attempt, 5, frozen.rows());
    PlanReceipt plan =
        new PlanStep(uri -> Runs.BUNDLE, FakeOutput.ROOMY, FakeForecast.INSTANCE)
            .run(files(attempt));
    for (int p = 0; p < plan.partitions(); p++) {
      results.infer(files(attempt), p);
      FinishReceipt receipt =
          new FinishPartition(results, (run, row) -> Optional.empty()).run(files(attempt), p);
      assertThat(receipt.slides()).isEqualTo(plan.slides());
    }
    return publish(attempt, false);
  }

  private FrozenManifest freeze(int attempt, List<Outcome> retry) throws Exception {
    return new Freeze(manifests()).run(Runs.input(manifest, attempt, retry), store);
  }

  private PreflightReceipt preflight(int attempt, int from, int to) throws IOException {
    return new Preflight(
            new RowInspector(opener, Runs.KEYS),
            uri -> Runs.BUNDLE,
            "readers 1",
            3,
            new SimpleMeterRegistry())
        .run(files(attempt), staging::stage, from, to);
  }

  private CohortResult publish(int attempt, boolean cancelled) throws IOException {
    return new Publish(
            uri -> Runs.BUNDLE,
            results,
            (run, to) -> to.put(new RunLayout(run).report() + "index.html", new byte[] {1}),
            new TreeMap<>(),
            Clock.systemUTC())
        .run(files(attempt), cancelled);
  }

  private Manifests manifests() {
    return new Manifests(uri -> store);
  }

  private RunFiles files(int attempt) {
    return new RunFiles(store, Runs.run(attempt));
  }

  private static RunLayout layout(int attempt) {
    return new RunLayout(Runs.run(attempt));
  }

  private int shards() {
    return (int)
        store.list(layout(1).outcomesPrefix(0)).stream().filter(k -> k.contains("-s0")).count();
  }

  private String key(int row) throws IOException {
    return files(1).inspections().stream()
        .filter(i -> i.row() == row)
        .map(SlideInspection::slideKey)
        .findFirst()
        .orElseThrow();
  }

  private RunRecord record(int attempt) throws IOException {
    return Json.MAPPER.readValue(
        store.get(layout(attempt).runJson()).orElseThrow(), RunRecord.class);
  }

  private List<String> ledger(int attempt) {
    return new String(store.get(layout(attempt).ledger()).orElseThrow(), StandardCharsets.UTF_8)
        .lines()
        .toList();
  }

  private List<String> rows(byte[] parquet) throws IOException {
    return Tables.rows(folder, parquet);
  }
}
