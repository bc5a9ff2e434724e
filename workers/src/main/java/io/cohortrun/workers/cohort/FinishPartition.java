package io.cohortrun.workers.cohort;

import io.cohortrun.workers.canonical.Json;
import io.cohortrun.workers.canonical.JsonLines;
import io.cohortrun.workers.manifest.Manifest;
import io.cohortrun.workers.shard.SlideOutcome;
import io.cohortrun.workers.slide.SlideInspection;
import io.cohortrun.workers.store.KillPoint;
import io.cohortrun.workers.store.KillPoints;
import io.cohortrun.workers.store.RunLayout;
import io.cohortrun.workers.store.SlideCommits;
import io.cohortrun.workflows.contract.FinishReceipt;
import io.cohortrun.workflows.contract.Outcome;
import io.cohortrun.workflows.contract.Tally;
import io.cohortrun.workflows.plan.PlannedPartition;
import io.cohortrun.workflows.plan.PlannedRange;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Closes a partition: giants are merged, rows that no shard could settle get their outcome, and the
 * features of all its slides go into one table.
 */
final class FinishPartition {

  private static final String LOST =
      "the machines that worked on this slide were lost too often; run it again with 'cohort retry'";

  private final CommittedResults results;
  private final GiantMerge giants;

  FinishPartition(CommittedResults results, GiantMerge giants) {
    this.results = results;
    this.giants = giants;
  }

  FinishReceipt run(RunFiles files, int partition) throws IOException {
    RunLayout layout = files.layout();
    SortedMap<Integer, Boolean> wholeByRow = rows(files, partition);
    SortedMap<Integer, SlideOutcome> outcomes = settledByShards(files, partition);
    if (files.store().stat(layout.pairs(partition)).isEmpty()) {
      List<SlideOutcome> settled = settle(files, wholeByRow, outcomes);
      files
          .store()
          .put(layout.outcomesOfPartition(partition), JsonLines.write(settled, SlideOutcome.class));
      settled.forEach(o -> outcomes.put(o.row(), o));
      writeTables(files, partition, outcomes.values());
      KillPoints.hit(KillPoint.FEATURES_RECEIPT);
    }
    int failed = (int) outcomes.values().stream().filter(o -> o.outcome().isFailure()).count();
    SortedMap<Integer, Outcome> ended = new TreeMap<>();
    outcomes.forEach((row, o) -> ended.put(row, o.outcome()));
    return new FinishReceipt(
        wholeByRow.size(), failed, giantBytes(files, wholeByRow, outcomes), Tally.ofRows(ended));
  }

  /** What shards tell of slides that they have whole, this tells of the others. */
  private static long giantBytes(
      RunFiles files, Map<Integer, Boolean> wholeByRow, Map<Integer, SlideOutcome> outcomes)
      throws IOException {
    SlideCommits commits = new SlideCommits(files.store());
    long bytes = 0;
    for (SlideOutcome o : outcomes.values()) {
      if (o.outcome().hasResult() && !wholeByRow.get(o.row())) {
        bytes += commits.size(o.slideKey());
      }
    }
    return bytes;
  }

  /** Rows of a partition, and whether one shard had the whole of each. */
  private static SortedMap<Integer, Boolean> rows(RunFiles files, int partition)
      throws IOException {
    PlannedPartition planned =
        Json.MAPPER.readValue(
            files.require(files.layout().planPartition(partition)), PlannedPartition.class);
    SortedMap<Integer, Boolean> rows = new TreeMap<>();
    planned.shards().stream()
        .flatMap(shard -> shard.ranges().stream())
        .forEach((PlannedRange range) -> rows.put(range.row(), range.whole()));
    return rows;
  }

  private static SortedMap<Integer, SlideOutcome> settledByShards(RunFiles files, int partition)
      throws IOException {
    SortedMap<Integer, SlideOutcome> outcomes = new TreeMap<>();
    for (String key : files.store().list(files.layout().outcomesPrefix(partition))) {
      for (SlideOutcome o : JsonLines.read(files.require(key), SlideOutcome.class)) {
        outcomes.put(o.row(), o);
      }
    }
    return outcomes;
  }

  private List<SlideOutcome> settle(
      RunFiles files, SortedMap<Integer, Boolean> wholeByRow, Map<Integer, SlideOutcome> known)
      throws IOException {
    List<SlideOutcome> settled = new ArrayList<>();
    Map<Integer, SlideInspection> inspections = null;
    for (Map.Entry<Integer, Boolean> row : wholeByRow.entrySet()) {
      if (known.containsKey(row.getKey())) {
        continue;
      }
      Optional<SlideOutcome> merged =
          row.getValue() ? Optional.empty() : giants.merge(files.run(), row.getKey());
      if (merged.isEmpty() && inspections == null) {
        inspections = new HashMap<>();
        for (SlideInspection i : files.inspections()) {
          inspections.put(i.row(), i);
        }
      }
      settled.add(
          merged.isPresent()
              ? merged.get()
              : RunFiles.ended(inspections.get(row.getKey()), Outcome.Infrastructure, LOST));
    }
    return settled;
  }

  private void writeTables(RunFiles files, int partition, Collection<SlideOutcome> outcomes)
      throws IOException {
    Manifest manifest = files.manifest();
    FeatureParts parts = new FeatureParts(files.store(), results);
    parts.write(
        manifest, outcomes, files.layout().features(partition), files.layout().pairs(partition));
  }
}
