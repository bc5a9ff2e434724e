package io.cohortrun.workers.cohort;

import io.cohortrun.workers.canonical.Json;
import io.cohortrun.workers.canonical.JsonLines;
import io.cohortrun.workers.model.NumericClass;
import io.cohortrun.workers.shard.CanvasTally;
import io.cohortrun.workers.shard.SlideHeader;
import io.cohortrun.workers.shard.SlideOutcome;
import io.cohortrun.workers.shard.SlideResult;
import io.cohortrun.workers.slide.SlideInspection;
import io.cohortrun.workers.store.ObjectStore;
import io.cohortrun.workflows.contract.Outcome;
import io.cohortrun.workflows.plan.PlannedPartition;
import io.cohortrun.workflows.plan.PlannedRange;
import io.cohortrun.workflows.plan.PlannedShard;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** Stands for the shards: every planned slide gets a small result made of its row number. */
final class FakeResults implements CommittedResults {

  private final Map<String, SlideResult> byKey = new ConcurrentHashMap<>();
  final Set<Integer> failing = new HashSet<>();
  final Set<Integer> lost = new HashSet<>();

  @Override
  public Optional<SlideResult> find(ObjectStore store, String slideKey) {
    return Optional.ofNullable(byKey.get(slideKey));
  }

  /** Infers all shards of a partition. */
  void infer(RunFiles files, int partition) throws IOException {
    List<SlideInspection> inspections = files.inspections();
    PlannedPartition planned =
        Json.MAPPER.readValue(
            files.require(files.layout().planPartition(partition)), PlannedPartition.class);
    for (PlannedShard shard : planned.shards()) {
      List<SlideOutcome> outcomes = new ArrayList<>();
      for (PlannedRange range : shard.ranges()) {
        if (range.whole() && !lost.contains(range.row())) {
          outcomes.add(outcome(inspections.get(range.row())));
        }
      }
      files
          .store()
          .put(
              files.layout().outcomes(partition, shard.shard()),
              JsonLines.write(outcomes, SlideOutcome.class));
    }
  }

  /** Commits the result of one row. */
  SlideOutcome outcome(SlideInspection i) {
    boolean failed = failing.contains(i.row());
    if (!failed) {
      byKey.put(i.slideKey(), result(i));
    }
    return new SlideOutcome(
        i.row(),
        failed ? Outcome.TooManyBadTiles : Outcome.Succeeded,
        failed ? "9 of 9 tiles do not decode; scan it again" : "",
        failed ? 0 : i.tiles(),
        i.mpp(),
        i.mppSource(),
        i.reader(),
        1.25,
        1,
        i.slideKey());
  }

  /** One tile: two halves in the first channel, nothing in the others. */
  private static CanvasTally canvas() {
    byte[] tile = new byte[3 * 64];
    Arrays.fill(tile, 0, 32, (byte) 255);
    CanvasTally canvas = new CanvasTally(3);
    canvas.add(0, 0, tile);
    return canvas;
  }

  private static SlideResult result(SlideInspection i) {
    long[][] histogram = new long[3][256];
    for (int c = 0; c < 3; c++) {
      histogram[c][0] = 600L - i.tiles();
      histogram[c][255] = 400L + i.tiles();
    }
    return new SlideResult(
        SlideResult.FORMAT,
        i.slideKey(),
        new SlideHeader.BundleRef("demo", "1", "b0", true),
        Runs.BUNDLE.channels(),
        new NumericClass("cpu-avx2", "2.7.1", "fp32", "1"),
        new SlideHeader.Geometry(
            i.mpp(), i.mppSource(), 0.5, 512, 256, 0, 512, 512, i.columns(), i.rows(), 0, 0),
        Runs.SETTINGS,
        i.reader(),
        i.tiles(),
        i.tiles(),
        new TreeMap<>(),
        1000,
        new long[] {400L + i.tiles(), 300, 200},
        new long[] {100, 50, 25},
        histogram,
        new long[] {16_000, 32_000, 0},
        1000,
        canvas().sums(),
        List.of());
  }
}
