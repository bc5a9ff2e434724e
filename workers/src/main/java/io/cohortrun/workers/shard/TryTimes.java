package io.cohortrun.workers.shard;

import io.cohortrun.workflows.contract.Usage;
import java.util.SortedMap;

/**
 * Times of one try of a shard, kept beside the run's results for {@code run.json}.
 *
 * @param stages seconds by stage, summed over threads
 * @param usage time of the device
 */
public record TryTimes(SortedMap<String, Double> stages, Usage usage) {}
