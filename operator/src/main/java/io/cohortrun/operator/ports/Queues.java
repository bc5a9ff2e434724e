package io.cohortrun.operator.ports;

import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.util.Optional;

/** What admits Jobs; read only. */
@FunctionalInterface
public interface Queues {

  /** Why a queue has not admitted a Job, in its own words; empty where they are not known. */
  Optional<String> why(Job job);
}
