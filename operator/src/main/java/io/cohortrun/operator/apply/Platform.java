package io.cohortrun.operator.apply;

import io.cohortrun.operator.desired.WorkerProfile;
import java.util.Map;
import java.util.Optional;

/**
 * What the platform team says, as of this turn.
 *
 * @param paused holds all runs
 * @param temporal address that workers poll, {@code host:port}
 * @param profiles worker profiles by name
 * @param temporalNamespaces Kubernetes namespace to Temporal namespace; others share {@code
 *     default}
 * @param temporalSecrets Temporal namespace to the Secret that holds its certificates and keys
 */
public record Platform(
    boolean paused,
    String temporal,
    Map<String, WorkerProfile> profiles,
    Map<String, String> temporalNamespaces,
    Map<String, String> temporalSecrets) {

  /** Of Kubernetes namespaces that are given no other. */
  public static final String DEFAULT = "default";

  /** The Temporal namespace of a Kubernetes namespace. */
  public String temporalNamespace(String namespace) {
    return temporalNamespaces.getOrDefault(namespace, DEFAULT);
  }

  /** The Secret, in a Kubernetes namespace, of that namespace's Temporal namespace. */
  public Optional<String> temporalSecret(String namespace) {
    return Optional.ofNullable(temporalSecrets.get(temporalNamespace(namespace)));
  }
}
