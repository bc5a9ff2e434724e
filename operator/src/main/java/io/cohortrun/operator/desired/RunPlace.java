package io.cohortrun.operator.desired;

import io.cohortrun.crds.v1alpha1.Volume;
import java.util.List;
import java.util.Optional;

/**
 * Where a run lives, and what of its namespace its workers may see.
 *
 * @param workflowId that its workers serve
 * @param secret store credentials, as environment
 * @param claims mounted below {@code /data}
 * @param queue Kueue LocalQueue that admits its Jobs
 * @param temporal address that its workers poll
 * @param temporalNamespace of the Kubernetes namespace
 * @param temporalSecret the platform's, with certificates and keys for Temporal
 */
public record RunPlace(
    String namespace,
    String name,
    String uid,
    String workflowId,
    Optional<String> secret,
    List<Volume> claims,
    Optional<String> queue,
    String temporal,
    String temporalNamespace,
    Optional<String> temporalSecret) {}
