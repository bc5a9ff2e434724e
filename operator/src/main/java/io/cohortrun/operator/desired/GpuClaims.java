package io.cohortrun.operator.desired;

import io.fabric8.kubernetes.api.model.resource.v1.ResourceClaimTemplate;
import io.fabric8.kubernetes.api.model.resource.v1.ResourceClaimTemplateBuilder;
import java.util.Objects;

/**
 * Claims of devices that a driver allocates: one for each worker, from a template of the run. A
 * template cannot change, and both pools and later attempts may ask for something else: each
 * content has a name of its own.
 */
public final class GpuClaims {

  private GpuClaims() {}

  /** The template that pods of a run name which ask for that. */
  public static ResourceClaimTemplate template(RunPlace run, GpuRequest.Claim gpu) {
    return new ResourceClaimTemplateBuilder()
        .withNewMetadata()
        .withName(templateName(run, gpu))
        .withNamespace(run.namespace())
        .withOwnerReferences(WorkerJobs.owner(run))
        .endMetadata()
        .withNewSpec()
        .withNewSpec()
        .withNewDevices()
        .addNewRequest()
        .withName("gpu")
        .withNewExactly()
        .withDeviceClassName(gpu.deviceClass())
        .withCount((long) gpu.count())
        .endExactly()
        .endRequest()
        .endDevices()
        .endSpec()
        .endSpec()
        .build();
  }

  static String templateName(RunPlace run, GpuRequest.Claim gpu) {
    return "cohortrun-%s-%08x".formatted(run.uid(), Objects.hash(gpu.deviceClass(), gpu.count()));
  }
}
