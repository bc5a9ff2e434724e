package io.cohortrun.workers.cohort;

import io.cohortrun.workers.manifest.Manifest;
import io.cohortrun.workers.shard.SlideOutcome;
import io.cohortrun.workers.shard.SlideResult;
import io.cohortrun.workers.store.ObjectStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Collection;

/** Writes the tables of one set of rows from the committed results. */
final class FeatureParts {

  private final ObjectStore store;
  private final CommittedResults results;

  FeatureParts(ObjectStore store, CommittedResults results) {
    this.store = store;
    this.results = results;
  }

  /** Writes both tables to the store, the pairs last: their presence means that both are there. */
  void write(Manifest manifest, Collection<SlideOutcome> outcomes, String features, String pairs)
      throws IOException {
    Path localFeatures = Files.createTempFile("cohortrun-features", ".parquet");
    Path localPairs = Files.createTempFile("cohortrun-pairs", ".parquet");
    try {
      writeLocal(manifest, outcomes, localFeatures, localPairs);
      store.put(features, localFeatures);
      store.put(pairs, localPairs);
    } finally {
      Files.deleteIfExists(localFeatures);
      Files.deleteIfExists(localPairs);
    }
  }

  /** Writes both tables to this disk. */
  void writeLocal(Manifest manifest, Collection<SlideOutcome> outcomes, Path features, Path pairs)
      throws IOException {
    FeatureTables.writeFeatures(features, visitor -> each(manifest, outcomes, visitor));
    FeatureTables.writePairs(pairs, visitor -> each(manifest, outcomes, visitor));
  }

  private void each(
      Manifest manifest, Collection<SlideOutcome> outcomes, FeatureTables.Visitor visitor)
      throws IOException, SQLException {
    for (SlideOutcome outcome : outcomes) {
      if (outcome.outcome().hasResult()) {
        SlideResult result =
            results
                .find(store, outcome.slideKey())
                .orElseThrow(
                    () ->
                        new IOException(
                            "the committed result of row %d disappeared".formatted(outcome.row())));
        visitor.slide(manifest.rows().get(outcome.row()), result);
      }
    }
  }
}
