package io.cohortrun.workers.shard;

import io.cohortrun.workers.slide.SlideOpener;
import io.cohortrun.workers.store.ObjectStore;
import io.cohortrun.workers.store.SlideStager;
import java.nio.file.Path;
import java.util.concurrent.Executor;
import java.util.function.Function;

/**
 * What inference works with; everything that touches a disk, a network or native code.
 *
 * @param staging stages slides, remembering digests in an output store
 * @param opener opens them, in decode children
 * @param models loads and keeps the run's model
 * @param pace how this worker shares its machine
 * @param inferring threads that call the model
 * @param metrics counters and stage times
 * @param scratch local folder for files that are being built
 */
public record ShardTools(
    Function<ObjectStore, SlideStager> staging,
    SlideOpener opener,
    ModelSource models,
    InferencePace pace,
    Executor inferring,
    ShardMetrics metrics,
    Path scratch) {

  /** The same, measuring one shard apart. */
  ShardTools ofShard() {
    return new ShardTools(staging, opener, models, pace, inferring, metrics.ofShard(), scratch);
  }
}
