package io.cohortrun.operator.ports;

import java.util.List;
import java.util.Set;

/** The engine of each Kubernetes namespace: its Temporal namespace is the platform's choice. */
public interface RunEngines {

  RunEngine in(String namespace);

  /**
   * Of every Temporal namespace in which a run may be.
   *
   * @param watched Kubernetes namespaces; empty for all: then also of the one that others share
   */
  Set<RunEngine> all(List<String> watched);
}
