package io.cohortrun.cli.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.cohortrun.crds.v1alpha1.CohortRun;
import io.cohortrun.crds.v1alpha1.CohortRunSpec;
import io.cohortrun.crds.v1alpha1.CohortRunStatus;
import io.cohortrun.crds.v1alpha1.Frozen;
import io.cohortrun.crds.v1alpha1.OutputSpec;
import io.cohortrun.crds.v1alpha1.SecretRef;
import io.cohortrun.crds.v1alpha1.Volume;
import io.cohortrun.workflows.contract.StoreVariables;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.VolumeMount;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the pod of a download may see, and how long it lives. */
class DownloadPodTest {

  private final Pod pod = DownloadPod.of(run("s3", "slides"), "a1b2c3");
  private final Container container = pod.getSpec().getContainers().getFirst();

  @Test
  void itSeesTheRunsSecretAndClaimsAndWritesToNeither() {
    assertThat(container.getEnv())
        .filteredOn(e -> e.getValueFrom() != null)
        .extracting(EnvVar::getName)
        .isEqualTo(StoreVariables.NAMES);
    assertThat(container.getEnvFrom())
        .singleElement()
        .satisfies(
            from -> {
              assertThat(from.getPrefix()).isNotEmpty();
              assertThat(from.getSecretRef().getName()).isEqualTo("s3");
              assertThat(from.getSecretRef().getOptional()).isFalse();
            });
    assertThat(container.getVolumeMounts())
        .filteredOn(mount -> mount.getMountPath().startsWith("/data"))
        .singleElement()
        .extracting(VolumeMount::getMountPath, VolumeMount::getReadOnly)
        .containsExactly("/data/slides", true);
    assertThat(pod.getSpec().getVolumes())
        .filteredOn(volume -> volume.getPersistentVolumeClaim() != null)
        .singleElement()
        .satisfies(
            volume -> {
              assertThat(volume.getPersistentVolumeClaim().getClaimName()).isEqualTo("slides");
              assertThat(volume.getPersistentVolumeClaim().getReadOnly()).isTrue();
            });
  }

  @Test
  void itHasNoTokenAndNoRightsAndFitsRestrictedPodSecurity() {
    assertThat(pod.getSpec().getServiceAccountName()).isNull();
    assertThat(pod.getSpec().getAutomountServiceAccountToken()).isFalse();
    assertThat(pod.getSpec().getSecurityContext().getRunAsNonRoot()).isTrue();
    assertThat(pod.getSpec().getSecurityContext().getSeccompProfile().getType())
        .isEqualTo("RuntimeDefault");
    assertThat(container.getSecurityContext().getAllowPrivilegeEscalation()).isFalse();
    assertThat(container.getSecurityContext().getReadOnlyRootFilesystem()).isTrue();
    assertThat(container.getSecurityContext().getCapabilities().getDrop()).containsExactly("ALL");
  }

  @Test
  void itIsShownNoGpuWhateverItsImageSays() {
    assertThat(container.getEnv())
        .anySatisfy(
            e -> {
              assertThat(e.getName()).isEqualTo("NVIDIA_VISIBLE_DEVICES");
              assertThat(e.getValue()).isEqualTo("void");
            });
  }

  @Test
  void itEndsByItselfAndWithItsRun() {
    assertThat(pod.getSpec().getActiveDeadlineSeconds()).isEqualTo(3600);
    assertThat(pod.getSpec().getRestartPolicy()).isEqualTo("Never");
    assertThat(pod.getMetadata().getOwnerReferences())
        .singleElement()
        .extracting(OwnerReference::getKind, OwnerReference::getUid)
        .containsExactly("CohortRun", "u");
  }

  @Test
  void itIsNotTakenForAWorker() {
    assertThat(pod.getMetadata().getLabels())
        .containsOnlyKeys("app.kubernetes.io/name")
        .containsValue("cohortrun-download");
    assertThat(container.getImage()).isEqualTo("worker@sha256:1");
  }

  @Test
  void aRunWithoutSecretAndClaimsAndWithALongNameHasAPodToo() {
    CohortRun bare = run(null, null);
    bare.getMetadata().setName("a".repeat(200));
    Pod plain = DownloadPod.of(bare, "a1b2c3");
    assertThat(plain.getMetadata().getName()).hasSizeLessThanOrEqualTo(63).endsWith("-a1b2c3");
    assertThat(plain.getSpec().getContainers().getFirst().getEnvFrom()).isEmpty();
    assertThat(plain.getSpec().getVolumes()).hasSize(1);
  }

  @Test
  void aRunOfTheFirstReleaseIsReadByItsOneImage() {
    CohortRun first = run(null, null);
    first.getStatus().setFrozen(new Frozen());
    assertThat(DownloadPod.image(first.getStatus())).isEmpty();
    first.getStatus().getFrozen().setImage("worker@sha256:0");
    assertThat(DownloadPod.of(first, "m").getSpec().getContainers().getFirst().getImage())
        .isEqualTo("worker@sha256:0");
  }

  private static CohortRun run(String secret, String claim) {
    CohortRun run = new CohortRun();
    run.setMetadata(
        new ObjectMetaBuilder().withName("gi").withNamespace("team").withUid("u").build());
    OutputSpec output = new OutputSpec();
    output.setUri("/data/slides/out");
    if (secret != null) {
      output.setSecretRef(new SecretRef());
      output.getSecretRef().setName(secret);
    }
    CohortRunSpec spec = new CohortRunSpec();
    spec.setOutput(output);
    if (claim != null) {
      Volume volume = new Volume();
      volume.setClaim(claim);
      volume.setMountPath("/data/" + claim);
      volume.setReadOnly(false);
      spec.setVolumes(List.of(volume));
    }
    run.setSpec(spec);
    CohortRunStatus status = new CohortRunStatus();
    Frozen frozen = new Frozen();
    frozen.setCpuImage("worker@sha256:1");
    status.setFrozen(frozen);
    run.setStatus(status);
    return run;
  }
}
