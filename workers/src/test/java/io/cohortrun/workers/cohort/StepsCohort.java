package io.cohortrun.workers.cohort;

import static org.assertj.core.api.Assertions.assertThat;

import io.cohortrun.workers.canonical.Json;
import io.cohortrun.workers.manifest.Manifests;
import io.cohortrun.workers.population.ClinicalPlaces;
import io.cohortrun.workers.slide.SlideInspection;
import io.cohortrun.workers.store.RunLayout;
import io.cohortrun.workers.store.Staging;
import io.cohortrun.workflows.contract.CohortInput;
import io.cohortrun.workflows.contract.CohortResult;
import io.cohortrun.workflows.contract.FinishReceipt;
import io.cohortrun.workflows.contract.FrozenManifest;
import io.cohortrun.workflows.contract.Outcome;
import io.cohortrun.workflows.contract.PlanReceipt;
import io.cohortrun.workflows.contract.PreflightReceipt;
import io.cohortrun.workflows.contract.Tally;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A cohort of slides that are described in words, in memory, and its steps one after the other. */
abstract class StepsCohort {

  static final int ROWS = 9;
  static final String FOUND_BUNDLE = "b0"; // as runs name it

  @TempDir Path folder;

  final MemoryStore store = new MemoryStore();
  final FakeSlide.Opener opener = new FakeSlide.Opener();
  final FakeResults results = new FakeResults();
  Staging staging;
  Path manifest;
  SlideKeyMaker keys = Runs.KEYS;

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

  CohortResult runAll(int attempt, List<Outcome> retry) throws Exception {
    return runAll(Runs.input(manifest, attempt, retry));
  }

  CohortResult runAll(CohortInput input) throws Exception {
    int attempt = input.run().attempt();
    FrozenManifest frozen = freeze().run(input, store);
    Tally told =
        preflight(attempt, 0, 5).tally().plus(preflight(attempt, 5, frozen.rows()).tally());
    PlanReceipt plan =
        new PlanStep(uri -> Runs.BUNDLE, FakeOutput.ROOMY, FakeForecast.INSTANCE)
            .run(files(attempt));
    SortedMap<Integer, Outcome> duplicates = new TreeMap<>();
    for (int i = 0; i < plan.duplicates(); i++) {
      duplicates.put(plan.firstDuplicate() + i, Outcome.DuplicateSlide);
    }
    told = told.plus(Tally.ofRows(duplicates));
    for (int p = 0; p < plan.partitions(); p++) {
      results.infer(files(attempt), p);
      FinishReceipt receipt =
          new FinishPartition(results, (run, row) -> Optional.empty()).run(files(attempt), p);
      assertThat(receipt.slides()).isEqualTo(plan.slides());
      told = told.plus(receipt.tally());
    }
    CohortResult result = publish(attempt, false);
    assertThat(told.counts()).as("what receipts told").isEqualTo(result.ledger());
    assertThat(told.examples()).containsAllEntriesOf(result.examples());
    return result;
  }

  FrozenManifest freeze(int attempt, List<Outcome> retry) throws Exception {
    return freeze().run(Runs.input(manifest, attempt, retry), store);
  }

  PreflightReceipt preflight(int attempt, int from, int to) throws IOException {
    return new Preflight(
            new RowInspector(opener, keys),
            uri -> Runs.BUNDLE,
            "readers 1",
            3,
            new SimpleMeterRegistry())
        .run(files(attempt), staging, from, to);
  }

  CohortResult publish(int attempt, boolean cancelled) throws IOException {
    return new Publish(
            uri -> Runs.BUNDLE,
            results,
            (run, to) ->
                to.put(new RunLayout(run.input().run()).report() + "index.html", new byte[] {1}),
            new TreeMap<>(),
            Clock.systemUTC())
        .run(files(attempt), cancelled);
  }

  Freeze freeze() {
    return freeze(FOUND_BUNDLE);
  }

  Freeze freeze(String bundle) {
    return new Freeze(
        manifests(), new ClinicalPlaces(uri -> store), uri -> bundle, uri -> Runs.BUNDLE, keys);
  }

  Manifests manifests() {
    return new Manifests(uri -> store);
  }

  RunFiles files(int attempt) {
    return new RunFiles(store, Runs.run(attempt));
  }

  static RunLayout layout(int attempt) {
    return new RunLayout(Runs.run(attempt));
  }

  int shards() {
    return (int)
        store.list(layout(1).outcomesPrefix(0)).stream().filter(k -> k.contains("-s0")).count();
  }

  String key(int row) throws IOException {
    return files(1).inspections().stream()
        .filter(i -> i.row() == row)
        .map(SlideInspection::slideKey)
        .findFirst()
        .orElseThrow();
  }

  RunRecord record(int attempt) throws IOException {
    return Json.MAPPER.readValue(
        store.get(layout(attempt).runJson()).orElseThrow(), RunRecord.class);
  }

  List<String> ledger(int attempt) {
    return new String(store.get(layout(attempt).ledger()).orElseThrow(), StandardCharsets.UTF_8)
        .lines()
        .toList();
  }

  List<String> rows(byte[] parquet) throws IOException {
    return Tables.rows(folder, parquet);
  }
}
