package io.cohortrun.workers.shard;

import static org.assertj.core.api.Assertions.assertThat;

import io.cohortrun.workers.store.ObjectStore;
import io.cohortrun.workers.store.RunLayout;
import io.cohortrun.workers.store.Stores;
import io.cohortrun.workflows.contract.Outcome;
import io.cohortrun.workflows.contract.ShardInput;
import io.cohortrun.workflows.plan.PlannedRange;
import io.cohortrun.workflows.plan.PlannedShard;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Slides cut into ranges of tiles, which several shards infer. */
class GiantsTest extends ShardCase {

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
  void machinesOfTwoKindsNeverShareAGiantUntilOneHasAllOfIt() throws Exception {
    var cohort = one("Summary");
    var found = cohort.inspections.getFirst();
    int n = found.tiles();
    cohort.shards =
        List.of(
            new PlannedShard(0, List.of(new PlannedRange(0, 0, n / 2, n))),
            new PlannedShard(1, List.of(new PlannedRange(0, n / 2, n, n))));
    ShardInput second = whole(1, List.of(), List.of());
    run(cohort);
    cohort.model.device = "cpu-other";
    run(cohort, second, () -> false);
    var giants = new MergeGiants(dir.resolve("scratch"));
    var maps = new SlideMaps("Summary", 0);
    SlideOutcome mixed = giants.merge(store, found, maps).orElseThrow();
    assertThat(mixed.outcome()).isEqualTo(Outcome.Infrastructure);
    assertThat(mixed.message()).contains("cpu-other", "cpu-test", "cohort retry");

    // The next attempt: its machines are of one kind, which goes on from its own parts.
    cohort.model.device = "cpu-test";
    int before = cohort.model.inferred.get();
    store.deleteAll(new RunLayout(cohort.run()).outcomes());
    run(cohort);
    run(cohort, second, () -> false);
    assertThat(cohort.model.inferred.get() - before).isLessThanOrEqualTo(n - n / 2);
    assertThat(giants.merge(store, found, maps).orElseThrow().outcome())
        .isEqualTo(Outcome.Succeeded);
  }
}
