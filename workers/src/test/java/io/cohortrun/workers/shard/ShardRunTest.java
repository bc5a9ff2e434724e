package io.cohortrun.workers.shard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cohortrun.workers.canonical.JsonLines;
import io.cohortrun.workers.store.GoldenRecords;
import io.cohortrun.workers.store.ObjectStore;
import io.cohortrun.workers.store.RunLayout;
import io.cohortrun.workers.store.SlideCommits;
import io.cohortrun.workers.store.Stores;
import io.cohortrun.workflows.contract.Outcome;
import io.cohortrun.workflows.contract.ShardInput;
import io.cohortrun.workflows.contract.ShardReceipt;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** A shard that nothing disturbs: outcomes, what is shared, what is not done twice. */
class ShardRunTest extends ShardCase {

  @Test
  void everyRowEndsInOneOutcomeAndFinishedWorkIsFoundInTheStore() throws Exception {
    var cohort = two("Summary");
    ShardReceipt first = run(cohort);
    assertThat(first.open()).isEmpty();
    assertThat(first.slides()).isEqualTo(2);
    assertThat(outcomes(cohort).values()).containsOnly(Outcome.Succeeded);
    int inferred = cohort.model.inferred.get();
    assertThat(run(cohort).slides()).isEqualTo(2);
    store.deleteAll(new RunLayout(cohort.run()).outcomes());
    assertThat(run(cohort).tiles()).isZero();
    assertThat(cohort.model.inferred).hasValue(inferred);
    assertThat(store.list("slides/")).noneMatch(k -> k.contains("/parts/"));
    assertThat(dir.resolve("scratch")).isEmptyDirectory();
  }

  @Test
  void aWorkerThatInfersLeavesHowItGaveTheGoldenPair() throws Exception {
    var cohort = one("Summary");
    run(cohort);
    assertThat(new GoldenRecords(store).worst(cohort.input().bundleDigest()))
        .containsExactly(Map.entry(cohort.model.numericClass(), 0.25));
  }

  @Test
  void mapsAreCommittedBesideAResultThatTheyDoNotChange() throws Exception {
    var summary = one("Summary");
    run(summary);
    byte[] commit = commit(summary, 0);
    store.deleteAll(new RunLayout(summary.run()).outcomes());
    var pyramid = one("Pyramid");
    assertThat(run(pyramid).tiles()).isEqualTo(pyramid.inspections.getFirst().tiles());
    assertThat(commit(pyramid, 0)).isEqualTo(commit);
    var maps =
        new SlideCommits(store).readMaps(pyramid.inspections.getFirst().slideKey(), "Pyramid");
    assertThat(maps.orElseThrow().files())
        .containsKeys("maps.ome.zarr/.zattrs", "maps.ome.zarr/0/.zarray", "maps.ome.zarr/0/0/0/0");
    ObjectStore fresh = Stores.open(dir.resolve("fresh").toString());
    var at = cohort(fresh, "Pyramid", SMALL).inOneShard();
    run(at);
    assertThat(files(fresh, at, 0)).isEqualTo(files(store, summary, 0));
  }

  @Test
  void rowsSetAsideKeepTheirResultWhereTheStoreHasIt() throws Exception {
    var cohort = two("Summary");
    var alone = new ShardInput(cohort.run(), 0, 0, 1, 1, List.of(), List.of(), List.of());
    assertThat(run(cohort, alone, () -> false).slides()).isEqualTo(1);
    assertThat(store.list(new RunLayout(cohort.run()).outcomes())).isEmpty();
    run(cohort, whole(0, List.of(), List.of(ShardInput.ALL_ROWS)), () -> false);
    assertThat(outcomes(cohort))
        .containsEntry(0, Outcome.Infrastructure)
        .containsEntry(1, Outcome.Succeeded);
  }

  @Test
  void aRowThatIsSetAsideSaysWhetherItsOwnWorkersWereShortOfMemory() throws Exception {
    var cohort = two("Summary");
    run(
        cohort,
        new ShardInput(
            cohort.run(), 0, 0, 5, ShardInput.WHOLE_SHARD, List.of(), List.of(0, 1), List.of(1)),
        () -> false);
    byte[] lines = store.get(new RunLayout(cohort.run()).outcomes(0, 0)).orElseThrow();
    assertThat(JsonLines.read(lines, SlideOutcome.class))
        .extracting(SlideOutcome::message)
        .satisfiesExactly(
            of0 -> assertThat(of0).contains("look at the slide").doesNotContain("OOMKilled"),
            of1 -> assertThat(of1).contains("(OOMKilled): give the profile more"));
  }

  @Test
  void drainingRepeatsNothingThatIsInAPart() throws Exception {
    var cohort = one("Summary");
    var asked = new AtomicInteger();
    assertThatThrownBy(
            () -> run(cohort, whole(0, List.of(), List.of()), () -> asked.incrementAndGet() > 20))
        .isInstanceOf(Drained.class);
    assertThat(run(cohort).open()).isEmpty();
    assertThat(cohort.count("cohortrun_tiles_total"))
        .isEqualTo(cohort.inspections.getFirst().tiles());
  }

  @Test
  void processesOnOneOutputShareTheWorkAndCommitEachSlideOnce() throws Exception {
    one("Summary");
    List<Callable<Map<String, String>>> racers = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      racers.add(
          () -> {
            var cohort = one("Summary");
            assertThat(run(cohort).open()).isEmpty();
            return files(store, cohort, 0);
          });
    }
    try (var pool = Executors.newFixedThreadPool(4)) {
      var all = new ArrayList<Map<String, String>>();
      for (var f : pool.invokeAll(racers)) {
        all.add(f.get());
      }
      assertThat(all).allMatch(all.getFirst()::equals);
    }
    assertThat(store.list("slides/").stream().filter(k -> k.endsWith("/COMMIT"))).hasSize(1);
    assertThat(store.list("slides/")).noneMatch(k -> k.contains("/parts/"));
    assertThat(
            store.list("slides/").stream()
                .filter(k -> k.contains("/try-"))
                .map(k -> k.replaceAll("/try-([^/]*)/.*", "$1"))
                .distinct())
        .hasSize(1);
  }
}
