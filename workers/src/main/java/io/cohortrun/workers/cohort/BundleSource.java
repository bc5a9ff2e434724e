package io.cohortrun.workers.cohort;

import io.cohortrun.workers.model.Bundle;
import java.io.IOException;

/** Finds what a bundle says of itself, without loading its network. */
@FunctionalInterface
public interface BundleSource {

  /**
   * Reads {@code bundle.json}.
   *
   * @param uri {@code demo}, or an absolute URI
   */
  Bundle bundle(String uri) throws IOException;
}
