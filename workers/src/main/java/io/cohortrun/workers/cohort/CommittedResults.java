package io.cohortrun.workers.cohort;

import io.cohortrun.workers.shard.SlideResult;
import io.cohortrun.workers.store.ObjectStore;
import java.io.IOException;
import java.util.Optional;

/** Reads the committed numbers of a slide. */
@FunctionalInterface
public interface CommittedResults {

  /**
   * Follows {@code slides/<slideKey>/COMMIT}.
   *
   * @return empty where nothing is committed under this key
   * @throws IOException where the store fails, or a file's digest is not the one of the commit
   */
  Optional<SlideResult> find(ObjectStore store, String slideKey) throws IOException;
}
