package io.cohortrun.operator.ports;

/** The engine of each Kubernetes namespace: its Temporal namespace is the platform's choice. */
@FunctionalInterface
public interface RunEngines {

  RunEngine in(String namespace);
}
