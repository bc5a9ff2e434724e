package io.cohortrun.workers.shard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cohortrun.workers.canonical.Json;
import io.cohortrun.workers.canonical.JsonLines;
import io.cohortrun.workers.slide.SlideFailure;
import io.cohortrun.workers.slide.SlideInfo;
import io.cohortrun.workers.slide.SlideOpener;
import io.cohortrun.workers.slide.SlideReader;
import io.cohortrun.workers.slide.read.Readers;
import io.cohortrun.workers.store.Commit;
import io.cohortrun.workers.store.ObjectStore;
import io.cohortrun.workers.store.RunLayout;
import io.cohortrun.workers.store.SlideCommits;
import io.cohortrun.workers.store.Stores;
import io.cohortrun.workflows.contract.Outcome;
import io.cohortrun.workflows.contract.ShardInput;
import io.cohortrun.workflows.contract.ShardReceipt;
import io.cohortrun.workflows.plan.PlannedRange;
import io.cohortrun.workflows.plan.PlannedShard;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShardRunTest {

  private static final String SMALL = "CMU-1-Small-Region.svs";
  private static final String OTHER = "TCGA-CR-7395-01A-01-TS1.svs";

  @TempDir Path dir;
  private ObjectStore store;
  private Path slides;

  @BeforeEach
  void open() throws IOException {
    store = Stores.open(dir.resolve("out").toString());
    slides = dir.resolve("slides");
  }

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
  void anyShardingAndAnyOrderGiveTheSameBytes() throws Exception {
    var whole = two("Summary");
    run(whole);
    var random = new Random(5);
    for (int round = 0; round < 2; round++) {
      ObjectStore other = Stores.open(dir.resolve("round" + round).toString());
      var cut = cohort(other, "Summary", SMALL, OTHER);
      List<PlannedShard> shards = new ArrayList<>();
      for (var i : cut.inspections) {
        for (int from = 0; from < i.tiles(); ) {
          int to = Math.min(i.tiles(), from + 1 + random.nextInt(i.tiles()));
          var range = new PlannedRange(i.row(), from, to, i.tiles());
          shards.add(new PlannedShard(shards.size(), List.of(range)));
          from = to;
        }
      }
      cut.shards = shards;
      List<Integer> order = new ArrayList<>(shards.stream().map(PlannedShard::shard).toList());
      Collections.shuffle(order, random);
      for (int shard : order) {
        assertThat(run(cut, whole(shard, List.of(), List.of()), () -> false).open()).isEmpty();
      }
      for (var i : cut.inspections) {
        var merged =
            new MergeGiants(dir.resolve("scratch")).merge(other, i, new SlideMaps("Summary", 0));
        assertThat(merged.orElseThrow().outcome()).isEqualTo(Outcome.Succeeded);
        assertThat(files(other, cut, i.row())).isEqualTo(files(store, whole, i.row()));
      }
      assertThat(other.list("slides/")).noneMatch(k -> k.contains("/parts/"));
    }
  }

  @Test
  void aGiantWithAMissingRangeIsNotMerged() throws Exception {
    var cohort = one("Summary");
    int n = cohort.inspections.getFirst().tiles();
    cohort.shards = List.of(new PlannedShard(0, List.of(new PlannedRange(0, 0, n / 2, n))));
    run(cohort);
    assertThat(
            new MergeGiants(dir.resolve("scratch"))
                .merge(store, cohort.inspections.getFirst(), new SlideMaps("Summary", 0)))
        .isEmpty();
  }

  @Test
  void aCrashingDecoderLeavesItsRowOpenAndIsFinalOnceSettled() throws Exception {
    var cohort = two("Summary");
    cohort.opener =
        failing(
            1,
            () -> {
              throw new SlideFailure(Outcome.DecodeCrash, "the decoder died; look at the slide");
            });
    ShardReceipt first = run(cohort);
    assertThat(first.open()).containsExactly(new ShardReceipt.OpenRow(1, Outcome.DecodeCrash));
    assertThat(first.slides()).isEqualTo(1);
    ShardReceipt last = run(cohort, whole(0, List.of(1), List.of()), () -> false);
    assertThat(last.open()).isEmpty();
    assertThat(outcomes(cohort)).containsEntry(1, Outcome.DecodeCrash);
    var failure =
        Json.MAPPER.readTree(
            store.get(new RunLayout(cohort.run()).failure(1) + "failure.json").orElseThrow());
    assertThat(failure.get("message").asText()).isEqualTo("the decoder died; look at the slide");
    assertThat(failure.get("slideId").asText()).isEqualTo("slide-1");
    assertThat(failure.get("tryAgain").asText()).contains("cohort retry", "DecodeCrash");
    assertThat(store.list(new RunLayout(cohort.run()).failure(1))).hasSize(3);
  }

  @Test
  void aProgramFaultOnOneSlideCostsTheOthersNothing() throws Exception {
    var cohort = two("Summary");
    cohort.opener =
        failing(
            0,
            () -> {
              throw new IllegalStateException("bug");
            });
    assertThat(run(cohort).open())
        .containsExactly(new ShardReceipt.OpenRow(0, Outcome.Infrastructure));
    run(cohort, whole(0, List.of(0), List.of()), () -> false);
    assertThat(outcomes(cohort))
        .containsEntry(0, Outcome.Infrastructure)
        .containsEntry(1, Outcome.Succeeded);
  }

  @Test
  void aSlideThatChangedAfterPreflightIsADigestMismatch() throws Exception {
    var cohort = two("Summary");
    byte[] bytes = Files.readAllBytes(slides.resolve(SMALL));
    bytes[bytes.length / 2] ^= 1;
    Files.write(slides.resolve(SMALL), bytes);
    run(cohort);
    assertThat(outcomes(cohort))
        .containsEntry(0, Outcome.DigestMismatch)
        .containsEntry(1, Outcome.Succeeded);
  }

  @Test
  void rowsSetAsideKeepTheirResultWhereTheStoreHasIt() throws Exception {
    var cohort = two("Summary");
    var alone = new ShardInput(cohort.run(), 0, 0, 1, 1, List.of(), List.of());
    assertThat(run(cohort, alone, () -> false).slides()).isEqualTo(1);
    assertThat(store.list(new RunLayout(cohort.run()).outcomes())).isEmpty();
    run(cohort, whole(0, List.of(), List.of(ShardInput.ALL_ROWS)), () -> false);
    assertThat(outcomes(cohort))
        .containsEntry(0, Outcome.Infrastructure)
        .containsEntry(1, Outcome.Succeeded);
  }

  @Test
  void aDamagedResultIsComputedAgain() throws Exception {
    var cohort = one("Summary");
    run(cohort);
    Map<String, String> before = files(store, cohort, 0);
    String key = cohort.inspections.getFirst().slideKey();
    Commit commit = new SlideCommits(store).read(key).orElseThrow();
    store.put(commit.key(SlideResult.FILE), new byte[] {1, 2, 3});
    store.deleteAll(new RunLayout(cohort.run()).outcomes());
    assertThat(run(cohort).tiles()).isEqualTo(cohort.inspections.getFirst().tiles());
    assertThat(files(store, cohort, 0)).isEqualTo(before);
  }

  @Test
  void anUnreachableStoreIsNeverASlidesOutcome() throws Exception {
    var away = new MemoryStore();
    var cohort = cohort(away, "Summary", SMALL).inOneShard();
    for (int writes = 0; writes < 12; writes++) {
      away.writesLeft.set(writes);
      assertThatThrownBy(() -> run(cohort)).isInstanceOf(IOException.class);
    }
    away.writesLeft.set(-1);
    assertThat(run(cohort).open()).isEmpty();
    assertThat(cohort.count("cohortrun_tiles_total"))
        .isLessThan(cohort.inspections.getFirst().tiles() + 12 * 64);
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

  private SmallCohort one(String profile) throws Exception {
    return cohort(store, profile, SMALL).inOneShard();
  }

  private SmallCohort two(String profile) throws Exception {
    return cohort(store, profile, SMALL, OTHER).inOneShard();
  }

  private SmallCohort cohort(ObjectStore to, String profile, String... names) throws Exception {
    Path scratch = Files.createDirectories(dir.resolve("scratch"));
    var cohort = new SmallCohort(to, scratch, profile);
    for (String name : names) {
      cohort.with(SmallCohort.copy(name, slides));
    }
    return cohort;
  }

  private static ShardReceipt run(SmallCohort cohort) throws Exception {
    return run(cohort, whole(0, List.of(), List.of()), () -> false);
  }

  private static ShardReceipt run(SmallCohort cohort, ShardInput input, BooleanSupplier stop)
      throws Exception {
    return new ShardRun(cohort.tools(), cohort, input, (row, tile, slides) -> {}, stop).infer();
  }

  private static ShardInput whole(int shard, List<Integer> settle, List<Integer> setAside) {
    return new ShardInput(
        new io.cohortrun.workflows.contract.RunRef("small", 1, ""),
        0,
        shard,
        1,
        ShardInput.WHOLE_SHARD,
        settle,
        setAside);
  }

  private Map<Integer, Outcome> outcomes(SmallCohort cohort) throws IOException {
    Map<Integer, Outcome> byRow = new TreeMap<>();
    byte[] lines = store.get(new RunLayout(cohort.run()).outcomes(0, 0)).orElseThrow();
    for (SlideOutcome o : JsonLines.read(lines, SlideOutcome.class)) {
      assertThat(byRow.put(o.row(), o.outcome())).isNull();
      assertThat(o.message().isEmpty()).isEqualTo(o.outcome() == Outcome.Succeeded);
    }
    return byRow;
  }

  private byte[] commit(SmallCohort cohort, int row) throws IOException {
    return store.get("slides/" + cohort.inspections.get(row).slideKey() + "/COMMIT").orElseThrow();
  }

  /** Committed files of a row with their digests, checked against the bytes. */
  static Map<String, String> files(ObjectStore in, SmallCohort cohort, int row) throws IOException {
    var commits = new SlideCommits(in);
    Commit commit = commits.read(cohort.inspections.get(row).slideKey()).orElseThrow();
    commits.verify(commit);
    assertThat(commit.files())
        .containsKeys(
            "result.json.zst", "preview.png", "tiles.geojson", "canvas.zarr/canvas/.zarray");
    return commit.files();
  }

  private interface Fault {
    void happen() throws SlideFailure;
  }

  /** Opens slides, but the row's 40th read goes wrong. */
  private SlideOpener failing(int row, Fault fault) {
    String name = row == 0 ? SMALL : OTHER;
    var readers = new Readers();
    return path -> {
      SlideReader real = readers.open(path);
      if (!path.endsWith(name)) {
        return real;
      }
      var reads = new AtomicInteger();
      return new SlideReader() {
        @Override
        public SlideInfo info() {
          return real.info();
        }

        @Override
        public void read(int level, long x, long y, int width, int height, int[] argb)
            throws SlideFailure {
          if (reads.incrementAndGet() == 40) {
            fault.happen();
          }
          real.read(level, x, y, width, height, argb);
        }

        @Override
        public void close() {
          real.close();
        }
      };
    };
  }
}
