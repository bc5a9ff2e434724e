package io.cohortrun.e2e.engine;

import io.cohortrun.workflows.contract.CohortActivities;
import io.cohortrun.workflows.contract.CohortInput;
import io.cohortrun.workflows.contract.CohortResult;
import io.cohortrun.workflows.contract.FinishReceipt;
import io.cohortrun.workflows.contract.FrozenManifest;
import io.cohortrun.workflows.contract.Outcome;
import io.cohortrun.workflows.contract.PlanReceipt;
import io.cohortrun.workflows.contract.PreflightReceipt;
import io.cohortrun.workflows.contract.RunRef;
import io.cohortrun.workflows.contract.ShardActivities;
import io.cohortrun.workflows.contract.ShardInput;
import io.cohortrun.workflows.contract.ShardReceipt;
import io.cohortrun.workflows.contract.SignOff;
import io.cohortrun.workflows.contract.Tally;
import io.cohortrun.workflows.contract.Usage;
import io.cohortrun.workflows.plan.Packing;
import io.cohortrun.workflows.plan.PackingSettings;
import io.cohortrun.workflows.plan.Plan;
import io.cohortrun.workflows.plan.PlannedShard;
import io.cohortrun.workflows.plan.SlideTiles;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/** A cohort whose every step is instant: what is left is Temporal and the engine. */
final class InstantCohort implements CohortActivities, ShardActivities {

  private static final String DIGEST = "0".repeat(64);

  final List<SlideTiles> slides;
  final Plan plan;
  final AtomicInteger inferred = new AtomicInteger();

  /** {@code count} slides of 200 to 12,000 tiles, packed for GPUs of 100 tiles/s. */
  InstantCohort(int count) {
    Random tiles = new Random(7);
    slides =
        IntStream.range(0, count)
            .mapToObj(row -> new SlideTiles(row, 200 + tiles.nextInt(11_800)))
            .toList();
    plan = Packing.pack(slides, new PackingSettings(100, 10, 64));
  }

  @Override
  public FrozenManifest freeze(CohortInput input) {
    return new FrozenManifest("manifest.parquet", DIGEST, slides.size(), DIGEST, "1");
  }

  @Override
  public PreflightReceipt preflight(RunRef run, int from, int to) {
    long tiles = slides.subList(from, to).stream().mapToLong(SlideTiles::tiles).sum();
    return new PreflightReceipt(from, to, to - from, 0, tiles, Tally.NONE);
  }

  @Override
  public PlanReceipt plan(RunRef run) {
    return new PlanReceipt(
        DIGEST,
        slides.size(),
        slides.stream().mapToLong(SlideTiles::tiles).sum(),
        plan.partitions().stream().map(p -> p.shards().size()).toList());
  }

  @Override
  public ShardReceipt inferShard(ShardInput input) {
    PlannedShard shard = plan.partitions().get(input.partition()).shards().get(input.shard());
    int rows = shard.ranges().size();
    inferred.addAndGet(rows);
    long tiles = shard.ranges().stream().mapToLong(r -> r.toTile() - r.fromTile()).sum();
    return new ShardReceipt(rows, 0, tiles, List.of(), new Usage(600, 0, 0), Tally.NONE);
  }

  @Override
  public FinishReceipt finishPartition(RunRef run, int partition) {
    int rows =
        plan.partitions().get(partition).shards().stream().mapToInt(s -> s.ranges().size()).sum();
    return new FinishReceipt(rows, 0, 0, Tally.NONE);
  }

  @Override
  public CohortResult publish(RunRef run, boolean cancelled) {
    TreeMap<Outcome, Integer> ledger = new TreeMap<>();
    ledger.put(Outcome.Succeeded, inferred.get());
    return new CohortResult(CohortResult.State.Complete, slides.size(), ledger, DIGEST);
  }

  @Override
  public CohortResult draft(RunRef run) {
    return null;
  }

  @Override
  public CohortResult publishSignedOff(RunRef run, SignOff signOff) {
    return publish(run, false);
  }
}
