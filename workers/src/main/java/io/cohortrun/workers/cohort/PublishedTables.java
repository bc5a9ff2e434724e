package io.cohortrun.workers.cohort;

import io.cohortrun.workers.canonical.Json;
import io.cohortrun.workers.manifest.Manifest;
import io.cohortrun.workers.model.NumericClass;
import io.cohortrun.workers.shard.SlideOutcome;
import io.cohortrun.workers.store.ObjectStore;
import io.cohortrun.workers.store.RunLayout;
import io.cohortrun.workflows.plan.PlannedPartition;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.commons.io.file.PathUtils;

/**
 * {@code features.parquet} and {@code features_pairs.parquet}: the tables of all partitions, and of
 * rows with a result that belong to no finished one (carried over, or done before a cancel).
 */
final class PublishedTables {

  private final RunFiles files;
  private final ObjectStore store;
  private final RunLayout layout;
  private final CommittedResults results;

  PublishedTables(RunFiles files, CommittedResults results) {
    this.files = files;
    this.store = files.store();
    this.layout = files.layout();
    this.results = results;
  }

  /** Writes both and the data dictionary; returns the numeric classes found. */
  List<NumericClass> write(Manifest manifest, Ledger ledger) throws IOException {
    Set<Integer> covered = new HashSet<>();
    List<Integer> finished = finishedPartitions(covered);
    List<SlideOutcome> others =
        ledger.outcomes().stream().filter(o -> !covered.contains(o.row())).toList();
    Path folder = Files.createTempDirectory("cohortrun-tables");
    try {
      List<Path> features = new ArrayList<>();
      List<Path> pairs = new ArrayList<>();
      for (int p : finished) {
        features.add(fetch(layout.features(p), folder.resolve("f" + p + ".parquet")));
        pairs.add(fetch(layout.pairs(p), folder.resolve("p" + p + ".parquet")));
      }
      FeatureParts rest = new FeatureParts(store, results);
      features.add(folder.resolve("f-rest.parquet"));
      pairs.add(folder.resolve("p-rest.parquet"));
      rest.writeLocal(manifest, others, features.getLast(), pairs.getLast());

      Path joined = folder.resolve("joined.parquet");
      FeatureTables.join(features, joined, FeatureColumns.FEATURES);
      store.put(layout.features(), joined);
      FeatureTables.join(pairs, joined, FeatureColumns.PAIRS);
      store.put(layout.pairs(), joined);
      store.put(
          layout.dictionary(),
          Json.MAPPER
              .writerWithDefaultPrettyPrinter()
              .writeValueAsBytes(FeatureColumns.dictionary()));
      return FeatureTables.numericClasses(features);
    } finally {
      PathUtils.deleteDirectory(folder);
    }
  }

  private List<Integer> finishedPartitions(Set<Integer> rows) throws IOException {
    List<Integer> finished = new ArrayList<>();
    Optional<byte[]> plan = store.get(layout.plan());
    if (plan.isEmpty()) {
      return finished;
    }
    int partitions = Json.MAPPER.readValue(plan.get(), StoredPlan.class).receipt().partitions();
    for (int p = 0; p < partitions; p++) {
      if (store.stat(layout.pairs(p)).isPresent()) {
        finished.add(p);
        Json.MAPPER
            .readValue(files.require(layout.planPartition(p)), PlannedPartition.class)
            .shards()
            .stream()
            .flatMap(shard -> shard.ranges().stream())
            .forEach(range -> rows.add(range.row()));
      }
    }
    return finished;
  }

  private Path fetch(String key, Path to) throws IOException {
    try (InputStream in = store.open(key)) {
      Files.copy(in, to);
    }
    return to;
  }
}
