package io.cohortrun.workers.shard;

import static org.assertj.core.api.Assertions.assertThat;

import io.cohortrun.workers.canonical.JsonLines;
import io.cohortrun.workers.store.Commit;
import io.cohortrun.workers.store.ObjectStore;
import io.cohortrun.workers.store.RunLayout;
import io.cohortrun.workers.store.SlideCommits;
import io.cohortrun.workers.store.Stores;
import io.cohortrun.workflows.contract.Outcome;
import io.cohortrun.workflows.contract.ShardInput;
import io.cohortrun.workflows.contract.ShardReceipt;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Small cohorts of the quickstart's slides, run shard by shard in a folder of their own. */
abstract class ShardCase {

  static final String SMALL = "CMU-1-Small-Region.svs";
  static final String OTHER = "TCGA-CR-7395-01A-01-TS1.svs";

  @TempDir Path dir;
  ObjectStore store;
  Path slides;

  @BeforeEach
  void open() throws IOException {
    store = Stores.open(dir.resolve("out").toString());
    slides = dir.resolve("slides");
  }

  SmallCohort one(String profile) throws Exception {
    return cohort(store, profile, SMALL).inOneShard();
  }

  SmallCohort two(String profile) throws Exception {
    return cohort(store, profile, SMALL, OTHER).inOneShard();
  }

  SmallCohort cohort(ObjectStore to, String profile, String... names) throws Exception {
    Path scratch = Files.createDirectories(dir.resolve("scratch"));
    var cohort = new SmallCohort(to, scratch, profile);
    for (String name : names) {
      cohort.with(SmallCohort.copy(name, slides));
    }
    return cohort;
  }

  static ShardReceipt run(SmallCohort cohort) throws Exception {
    return run(cohort, whole(0, List.of(), List.of()), () -> false);
  }

  static ShardReceipt run(SmallCohort cohort, ShardInput input, BooleanSupplier stop)
      throws Exception {
    return new ShardRun(cohort.tools(), cohort, input, (row, tile, slides, usage) -> {}, stop)
        .infer();
  }

  static ShardInput whole(int shard, List<Integer> settle, List<Integer> setAside) {
    return new ShardInput(
        new io.cohortrun.workflows.contract.RunRef("small", 1, ""),
        0,
        shard,
        1,
        ShardInput.WHOLE_SHARD,
        settle,
        setAside,
        List.of());
  }

  Map<Integer, Outcome> outcomes(SmallCohort cohort) throws IOException {
    Map<Integer, Outcome> byRow = new TreeMap<>();
    byte[] lines = store.get(new RunLayout(cohort.run()).outcomes(0, 0)).orElseThrow();
    for (SlideOutcome o : JsonLines.read(lines, SlideOutcome.class)) {
      assertThat(byRow.put(o.row(), o.outcome())).isNull();
      assertThat(o.message().isEmpty()).isEqualTo(o.outcome() == Outcome.Succeeded);
    }
    return byRow;
  }

  byte[] commit(SmallCohort cohort, int row) throws IOException {
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
}
