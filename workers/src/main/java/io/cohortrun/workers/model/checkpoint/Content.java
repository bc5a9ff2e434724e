package io.cohortrun.workers.model.checkpoint;

import io.cohortrun.workers.model.checkpoint.CheckpointFile.Region;
import java.util.Map;

/**
 * What a file holds.
 *
 * @param root the outermost value
 * @param storages where raw elements lie, by key
 */
record Content(PickleValue root, Map<String, Region> storages) {}
