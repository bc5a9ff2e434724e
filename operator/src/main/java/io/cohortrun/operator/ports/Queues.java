package io.cohortrun.operator.ports;

import java.util.Optional;

/** What admits Jobs; read only. */
@FunctionalInterface
public interface Queues {

  /** Why a queue has not admitted a namespace's Job, in its own words; empty where unknown. */
  Optional<String> why(String namespace, String jobUid);
}
