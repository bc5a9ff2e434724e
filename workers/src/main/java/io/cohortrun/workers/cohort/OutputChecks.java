package io.cohortrun.workers.cohort;

import io.cohortrun.workers.store.ObjectStore;
import java.io.IOException;

/** What must be known of the output store before work begins. */
public interface OutputChecks {

  /**
   * Checks that the store creates atomically if absent, with concurrent writers.
   *
   * @throws IOException where it does not, in a sentence
   */
  void requireAtomic(ObjectStore store) throws IOException;

  /** Bytes that may still be written, -1 where the store cannot tell. */
  long bytesLeft(ObjectStore store) throws IOException;
}
