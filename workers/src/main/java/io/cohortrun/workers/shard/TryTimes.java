package io.cohortrun.workers.shard;

import io.cohortrun.workers.canonical.Json;
import io.cohortrun.workers.store.ObjectStore;
import io.cohortrun.workers.store.RunLayout;
import io.cohortrun.workflows.contract.Usage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/**
 * Times of one try of a shard, kept beside the run's results for {@code run.json}.
 *
 * @param stages seconds by stage, summed over threads
 * @param usage time of the device
 */
public record TryTimes(SortedMap<String, Double> stages, Usage usage) {

  /** Of all tries of an attempt that were not killed. */
  public static List<TryTimes> of(ObjectStore store, RunLayout layout) throws IOException {
    List<TryTimes> all = new ArrayList<>();
    for (String key : store.list(layout.times())) {
      Optional<byte[]> bytes = store.get(key);
      if (bytes.isPresent()) {
        all.add(Json.MAPPER.readValue(bytes.get(), TryTimes.class));
      }
    }
    return all;
  }
}
