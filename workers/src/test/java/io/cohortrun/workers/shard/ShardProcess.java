package io.cohortrun.workers.shard;

import io.cohortrun.workers.store.Stores;
import io.cohortrun.workflows.contract.ShardInput;
import io.cohortrun.workflows.contract.ShardReceipt;
import java.nio.file.Path;
import java.util.List;

/** One shard in a process of its own, so that it can be killed. Prints tiles and repeated tiles. */
final class ShardProcess {

  private ShardProcess() {}

  public static void main(String[] arguments) throws Exception {
    Path dir = Path.of(arguments[0]);
    try (var store = Stores.open(dir.resolve("out").toString())) {
      var cohort =
          new SmallCohort(store, dir.resolve("scratch"), "Pyramid")
              .with(SmallCohort.copy("CMU-1-Small-Region.svs", dir.resolve("slides")))
              .inOneShard();
      var input =
          new ShardInput(
              cohort.run(), 0, 0, 1, ShardInput.WHOLE_SHARD, List.of(), List.of(), List.of());
      ShardReceipt receipt =
          new ShardRun(cohort.tools(), cohort, input, (row, tile, slides, usage) -> {}, () -> false)
              .infer();
      System.out.printf(
          "%d %d %d%n",
          cohort.inspections.getFirst().tiles(),
          receipt.tiles(),
          (int) cohort.count("cohortrun_tiles_repeated_total"));
    }
  }
}
