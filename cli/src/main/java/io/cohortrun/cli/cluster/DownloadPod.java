package io.cohortrun.cli.cluster;

import io.cohortrun.crds.v1alpha1.CohortRun;
import io.cohortrun.crds.v1alpha1.CohortRunStatus;
import io.cohortrun.crds.v1alpha1.Frozen;
import io.cohortrun.crds.v1alpha1.SecretRef;
import io.cohortrun.operator.translate.RunPods;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodSpec;
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
        .withSpec(spec(run))
        .build();
  }

  private static PodSpec spec(CohortRun run) {
    return RunPods.of(
        new PodSpecBuilder()
            .withActiveDeadlineSeconds(LIFE.toSeconds())
            .withTerminationGracePeriodSeconds(0L),
        container(image(run.getStatus()).orElseThrow()),
        Optional.ofNullable(run.getSpec().getOutput().getSecretRef()).map(SecretRef::getName),
        Objects.requireNonNullElse(run.getSpec().getVolumes(), List.of()),
        true);
  }

  /** The image of its CPU workers; empty of a run that has not begun. Once all had the same. */
  static Optional<String> image(CohortRunStatus status) {
    Frozen frozen = Objects.requireNonNullElseGet(status.getFrozen(), Frozen::new);
    return Optional.ofNullable(frozen.getCpuImage())
        .or(() -> Optional.ofNullable(frozen.getImage()));
  }

  private static ContainerBuilder container(String image) {
    ContainerBuilder container =
        new ContainerBuilder()
            .withName(CONTAINER)
            .withImage(image)
            .withCommand("sleep", Long.toString(LIFE.toSeconds()))
            .withNewResources()
            .addToRequests("cpu", new Quantity("100m"))
            .addToRequests("memory", new Quantity("512Mi"))
            .addToLimits("memory", new Quantity("1Gi"))
            .endResources();
    RunPods.withoutGpus(container);
    return container;
  }
}
