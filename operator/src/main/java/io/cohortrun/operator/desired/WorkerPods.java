package io.cohortrun.operator.desired;

import io.cohortrun.operator.observe.Pool;
import io.cohortrun.operator.translate.RunPods;
import io.cohortrun.workflows.contract.wire.TemporalSecret;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.List;
import java.util.Map;

/**
 * A worker's pod: the platform's template, with what belongs to the run added. What a CohortRun
 * says can add claims and store credentials of its own namespace, and nothing else.
 */
final class WorkerPods {

  private static final String DEVICE = "COHORTRUN_DEVICE";

  /** A checkpoint is at most 30 s away; then the shard is left to others. */
  private static final long GRACE_SECONDS = 90;

  /** Where a worker serves {@code /metrics} when it is told nothing else. */
  private static final int METRICS = 8080;

  private static final String TEMPORAL = "temporal";
  private static final String SECRETS = "/etc/temporal";
  private static final String GPU_CLAIM = "gpu";

  private WorkerPods() {}

  static PodTemplateSpec template(
      RunPlace run, Pool pool, Map<String, String> labels, WorkerProfile profile) {
    PodTemplateSpec base = profile.template();
    PodSpecBuilder pod =
        new PodSpecBuilder(base.getSpec()).withTerminationGracePeriodSeconds(GRACE_SECONDS);
    run.temporalSecret()
        .ifPresent(
            name ->
                pod.addNewVolume()
                    .withName(TEMPORAL)
                    .withNewSecret()
                    .withSecretName(name)
                    .endSecret()
                    .endVolume());
    if (profile.gpu() instanceof GpuRequest.Claim gpu) {
      pod.addNewResourceClaim()
          .withName(GPU_CLAIM)
          .withResourceClaimTemplateName(GpuClaims.templateName(run, gpu))
          .endResourceClaim();
    }
    return new PodTemplateSpecBuilder(base)
        .editOrNewMetadata()
        .addToLabels(labels)
        .addToAnnotations(WorkerJobs.RUN, run.name())
        .endMetadata()
        .withSpec(RunPods.of(pod, container(run, pool, profile), run.secret(), run.claims(), false))
        .build();
  }

  private static ContainerBuilder container(RunPlace run, Pool pool, WorkerProfile profile) {
    List<Container> given = profile.template().getSpec().getContainers();
    ContainerBuilder container =
        (given.isEmpty() ? new ContainerBuilder() : new ContainerBuilder(given.getFirst()))
            .withName(WorkerProfile.CONTAINER)
            .withImage(profile.image())
            .withArgs("worker", "--pool", WorkerJobs.word(pool))
            .addNewEnv()
            .withName("COHORTRUN_UID")
            .withValue(run.uid())
            .endEnv()
            .addNewEnv()
            .withName("COHORTRUN_WORKFLOW")
            .withValue(run.workflowId())
            .endEnv()
            .addNewEnv()
            .withName("COHORTRUN_TEMPORAL")
            .withValue(run.temporal())
            .endEnv()
            .addNewEnv()
            .withName("COHORTRUN_TEMPORAL_NAMESPACE")
            .withValue(run.temporalNamespace())
            .endEnv()
            .addNewEnv()
            .withName("COHORTRUN_WORKER")
            .withNewValueFrom()
            .withNewFieldRef("v1", "metadata.uid")
            .endValueFrom()
            .endEnv()
            // A card that fails is told with the node that it is in.
            .addNewEnv()
            .withName("COHORTRUN_NODE")
            .withNewValueFrom()
            .withNewFieldRef("v1", "spec.nodeName")
            .endValueFrom()
            .endEnv()
            // The last sentence of a worker that fails stands in its pod's status.
            .withTerminationMessagePolicy("FallbackToLogsOnError")
            .addNewPort()
            .withName("metrics")
            .withContainerPort(METRICS)
            .endPort();
    // A worker that is promised a GPU and sees none ends, and never computes on the CPU, unless the
    // platform's profile itself says so.
    if (!container.hasMatchingEnv(e -> DEVICE.equals(e.getName()))) {
      container
          .addNewEnv()
          .withName(DEVICE)
          .withValue(profile.gpu() instanceof GpuRequest.None ? "cpu" : "gpu")
          .endEnv();
    }
    run.temporalSecret()
        .ifPresent(
            name ->
                container
                    .addNewEnv()
                    .withName(TemporalSecret.FOLDERS)
                    .withValue(SECRETS)
                    .endEnv()
                    .addNewVolumeMount()
                    .withName(TEMPORAL)
                    .withMountPath(SECRETS + "/" + run.temporalNamespace())
                    .withReadOnly(true)
                    .endVolumeMount());
    switch (profile.gpu()) {
      case GpuRequest.None none -> RunPods.withoutGpus(container);
      case GpuRequest.Extended gpu ->
          container
              .editOrNewResources()
              .addToLimits(gpu.resource(), new Quantity(Integer.toString(gpu.count())))
              .endResources();
      case GpuRequest.Claim gpu ->
          container.editOrNewResources().addNewClaim(GPU_CLAIM, null).endResources();
    }
    return container;
  }
}
