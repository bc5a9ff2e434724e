package io.cohortrun.operator.desired;

import io.fabric8.kubernetes.api.model.resource.v1.ResourceClaimTemplate;
import io.fabric8.kubernetes.api.model.resource.v1.ResourceClaimTemplateBuilder;

/**
 * Claims of devices that a driver allocates: one for each worker, from one template for each run.
 */
public final class GpuClaims {

  private GpuClaims() {}

  /** The template that the pods of a run name. */
  public static ResourceClaimTemplate template(RunPlace run, GpuRequest.Claim gpu) {
    return new ResourceClaimTemplateBuilder()
        .withNewMetadata()
        .withName(templateName(run))
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

  static String templateName(RunPlace run) {
    return "cohortrun-" + run.uid();
  }
}
