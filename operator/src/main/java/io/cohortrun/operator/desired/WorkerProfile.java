package io.cohortrun.operator.desired;

import io.fabric8.kubernetes.api.model.PodTemplateSpec;

/**
 * What the platform team says of a worker; a CohortRun can only name it.
 *
 * @param image with its digest
 * @param gpu at most one form
 * @param template resources, placement, priority, extra mounts; its first container is the
 *     worker's, others are not taken
 */
public record WorkerProfile(String name, String image, GpuRequest gpu, PodTemplateSpec template) {

  /** Name of the worker's container. */
  public static final String CONTAINER = "worker";
}
