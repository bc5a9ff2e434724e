package io.cohortrun.operator.apply;

import io.cohortrun.operator.desired.WorkerProfile;
import java.util.Map;

/**
 * What the platform team says, as of this turn.
 *
 * @param paused holds all runs
 * @param temporal address that workers poll, {@code host:port}
 * @param profiles worker profiles by name
 * @param temporalNamespaces Kubernetes namespace to Temporal namespace; others share {@code
 *     default}
 */
public record Platform(
    boolean paused,
    String temporal,
    Map<String, WorkerProfile> profiles,
    Map<String, String> temporalNamespaces) {

  /** Of Kubernetes namespaces that are given no other. */
  public static final String DEFAULT = "default";

  /** The Temporal namespace of a Kubernetes namespace. */
  public String temporalNamespace(String namespace) {
    return temporalNamespaces.getOrDefault(namespace, DEFAULT);
  }
}
