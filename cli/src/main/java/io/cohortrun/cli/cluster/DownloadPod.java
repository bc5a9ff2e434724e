package io.cohortrun.cli.cluster;

import io.cohortrun.crds.v1alpha1.CohortRun;
import io.cohortrun.crds.v1alpha1.CohortRunStatus;
import io.cohortrun.crds.v1alpha1.Frozen;
import io.cohortrun.crds.v1alpha1.SecretRef;
import io.cohortrun.crds.v1alpha1.Volume;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Pure: the pod that a download reads through. It sees of the namespace what the run's workers see,
 * its claims for reading only, and ends by itself.
 */
final class DownloadPod {

  static final String CONTAINER = "download";

  /** It ends then, whatever became of who made it. */
  static final Duration LIFE = Duration.ofHours(1);

  private static final int LONGEST_NAME = 40;

  private DownloadPod() {}

  /**
   * Of a run that has begun.
   *
   * @param mark makes the name unique
   */
  static Pod of(CohortRun run, String mark) {
    String name = run.getMetadata().getName();
    return new PodBuilder()
        .withNewMetadata()
        .withName(
            "%s-download-%s"
                .formatted(name.substring(0, Math.min(LONGEST_NAME, name.length())), mark))
        .withNamespace(run.getMetadata().getNamespace())
        .addToLabels("app.kubernetes.io/name", "cohortrun-download")
        .addNewOwnerReference()
        .withApiVersion(HasMetadata.getApiVersion(CohortRun.class))
        .withKind(HasMetadata.getKind(CohortRun.class))
        .withName(name)
        .withUid(run.getMetadata().getUid())
        .endOwnerReference()
        .endMetadata()
        .withSpec(spec(run).build())
        .build();
  }

  private static PodSpecBuilder spec(CohortRun run) {
    PodSpecBuilder pod =
        new PodSpecBuilder()
            .withRestartPolicy("Never")
            .withActiveDeadlineSeconds(LIFE.toSeconds())
            .withTerminationGracePeriodSeconds(0L)
            .withAutomountServiceAccountToken(false)
            .withEnableServiceLinks(false)
            .withNewSecurityContext()
            .withRunAsNonRoot(true)
            .withNewSeccompProfile()
            .withType("RuntimeDefault")
            .endSeccompProfile()
            .endSecurityContext()
            .addNewVolume()
            .withName("scratch")
            .withNewEmptyDir()
            .endEmptyDir()
            .endVolume();
    ContainerBuilder container = container(image(run.getStatus()).orElseThrow());
    SecretRef secret = run.getSpec().getOutput().getSecretRef();
    if (secret != null) {
      container.addNewEnvFrom().withNewSecretRef(secret.getName(), false).endEnvFrom();
    }
    List<Volume> claims = Objects.requireNonNullElse(run.getSpec().getVolumes(), List.<Volume>of());
    for (int i = 0; i < claims.size(); i++) {
      pod.addNewVolume()
          .withName("data-" + i)
          .withNewPersistentVolumeClaim(claims.get(i).getClaim(), true)
          .endVolume();
      container
          .addNewVolumeMount()
          .withName("data-" + i)
          .withMountPath(claims.get(i).getMountPath())
          .withReadOnly(true)
          .endVolumeMount();
    }
    return pod.withContainers(container.build());
  }

  /** The image of its CPU workers; empty of a run that has not begun. Once all had the same. */
  static Optional<String> image(CohortRunStatus status) {
    Frozen frozen = Objects.requireNonNullElseGet(status.getFrozen(), Frozen::new);
    return Optional.ofNullable(frozen.getCpuImage())
        .or(() -> Optional.ofNullable(frozen.getImage()));
  }

  private static ContainerBuilder container(String image) {
    return new ContainerBuilder()
        .withName(CONTAINER)
        .withImage(image)
        .withCommand("sleep", Long.toString(LIFE.toSeconds()))
        .addNewEnv()
        .withName("COHORT_HOME")
        .withValue("/tmp/cohort")
        .endEnv()
        // Of an image based on CUDA, the NVIDIA runtime would show it every card of its node.
        .addNewEnv()
        .withName("NVIDIA_VISIBLE_DEVICES")
        .withValue("void")
        .endEnv()
        .withNewResources()
        .addToRequests("cpu", new Quantity("100m"))
        .addToRequests("memory", new Quantity("512Mi"))
        .addToLimits("memory", new Quantity("1Gi"))
        .endResources()
        .withNewSecurityContext()
        .withPrivileged(false)
        .withAllowPrivilegeEscalation(false)
        .withReadOnlyRootFilesystem(true)
        .withNewCapabilities()
        .withDrop("ALL")
        .endCapabilities()
        .endSecurityContext()
        .addNewVolumeMount()
        .withName("scratch")
        .withMountPath("/tmp")
        .endVolumeMount();
  }
}
