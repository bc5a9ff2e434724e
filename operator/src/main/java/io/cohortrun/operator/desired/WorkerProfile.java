package io.cohortrun.operator.desired;

import io.cohortrun.operator.observe.Ceilings;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import java.util.Set;

/**
 * What the platform team says of a worker; a CohortRun can only name it.
 *
 * @param image with its digest
 * @param gpu at most one form
 * @param template resources, placement, priority, extra mounts; its first container is the
 *     worker's, others are not taken
 * @param ceilings of each attempt of a run that names it, beside the run's own
 * @param bundles sha256 of those that it runs, hex; empty for any
 */
public record WorkerProfile(
    String name,
    String image,
    GpuRequest gpu,
    PodTemplateSpec template,
    Ceilings ceilings,
    Set<String> bundles) {

  /** Of runs that the platform sets no ceilings, and of any bundle. */
  public WorkerProfile(String name, String image, GpuRequest gpu, PodTemplateSpec template) {
    this(name, image, gpu, template, Ceilings.NONE, Set.of());
  }

  /** The same with another image. */
  public WorkerProfile with(String other) {
    return new WorkerProfile(name, other, gpu, template, ceilings, bundles);
  }

  /** Name of the worker's container. */
  public static final String CONTAINER = "worker";
}
