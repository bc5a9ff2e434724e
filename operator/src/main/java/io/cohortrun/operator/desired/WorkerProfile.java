package io.cohortrun.operator.desired;

import io.cohortrun.operator.observe.Ceilings;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;

/**
 * What the platform team says of a worker; a CohortRun can only name it.
 *
 * @param image with its digest
 * @param gpu at most one form
 * @param template resources, placement, priority, extra mounts; its first container is the
 *     worker's, others are not taken
 * @param ceilings of each attempt of a run that names it, beside the run's own
 */
public record WorkerProfile(
    String name, String image, GpuRequest gpu, PodTemplateSpec template, Ceilings ceilings) {

  /** Of runs that the platform sets no ceilings. */
  public WorkerProfile(String name, String image, GpuRequest gpu, PodTemplateSpec template) {
    this(name, image, gpu, template, Ceilings.NONE);
  }

  /** Name of the worker's container. */
  public static final String CONTAINER = "worker";
}
