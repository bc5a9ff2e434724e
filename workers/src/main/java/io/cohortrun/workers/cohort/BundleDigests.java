package io.cohortrun.workers.cohort;

import java.io.IOException;

/** Finds which bundle stands at a place. */
@FunctionalInterface
public interface BundleDigests {

  /**
   * sha256, hex, of the bundle.
   *
   * @param uri {@code demo}, or an absolute URI
   * @throws io.cohortrun.workers.model.ModelRejected it is none
   */
  String digest(String uri) throws IOException;
}
