package io.cohortrun.operator.translate;

import io.cohortrun.crds.v1alpha1.Volume;
import io.cohortrun.workflows.contract.StoreVariables;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import java.util.List;
import java.util.Optional;

/** What every pod of a run sees of its namespace, and what none may do: workers and downloads. */
public final class RunPods {

  /**
   * What the NVIDIA runtime reads, where nodes have it for all their containers: an image based on
   * CUDA says {@code all} here, and would be given every card of its node without having asked.
   */
  private static final String VISIBLE = "NVIDIA_VISIBLE_DEVICES";

  private static final String SCRATCH = "scratch";

  private RunPods() {}

  /**
   * A pod of one container, under the restricted standard, that writes to scratch and to claims.
   *
   * @param pod what else it has; where that contradicts, this here holds
   * @param secret of the run's store
   * @param readOnly every claim, whatever the run says
   */
  public static PodSpec of(
      PodSpecBuilder pod,
      ContainerBuilder container,
      Optional<String> secret,
      List<Volume> claims,
      boolean readOnly) {
    restrict(pod, container);
    secret.ifPresent(name -> store(container, name));
    for (int i = 0; i < claims.size(); i++) {
      Volume claim = claims.get(i);
      boolean reads = readOnly || !Boolean.FALSE.equals(claim.getReadOnly());
      claim(pod, container, "data-" + i, claim, reads);
    }
    return pod.withContainers(container.build()).build();
  }

  /** Shows the container no GPU, whatever its image says. */
  public static void withoutGpus(ContainerBuilder container) {
    container
        .removeMatchingFromEnv(e -> VISIBLE.equals(e.getName()))
        .addNewEnv()
        .withName(VISIBLE)
        .withValue("void")
        .endEnv();
  }

  private static void restrict(PodSpecBuilder pod, ContainerBuilder container) {
    pod.withRestartPolicy("Never")
        .withAutomountServiceAccountToken(false)
        .withEnableServiceLinks(false)
        .editOrNewSecurityContext()
        .withRunAsNonRoot(true)
        .editOrNewSeccompProfile()
        .withType("RuntimeDefault")
        .endSeccompProfile()
        .endSecurityContext()
        .addNewVolume()
        .withName(SCRATCH)
        .withNewEmptyDir()
        .endEmptyDir()
        .endVolume();
    container
        .editOrNewSecurityContext()
        .withPrivileged(false)
        .withAllowPrivilegeEscalation(false)
        .withReadOnlyRootFilesystem(true)
        .withNewCapabilities()
        .withDrop("ALL")
        .endCapabilities()
        .endSecurityContext()
        .addNewVolumeMount()
        .withName(SCRATCH)
        .withMountPath("/tmp")
        .endVolumeMount()
        // The one place that can be written to: staged slides, what libraries keep.
        .addNewEnv()
        .withName("COHORT_HOME")
        .withValue("/tmp/cohort")
        .endEnv();
  }

  /**
   * Who makes a run must not set what else a process or its runtime reads: which cards a container
   * is shown, what is loaded into it. So the Secret's keys arrive by name. Each may be absent; that
   * the Secret is not, the last lines ask, under names that nobody reads.
   */
  private static void store(ContainerBuilder container, String secret) {
    for (String name : StoreVariables.NAMES) {
      // What the platform's profile says of stores stands.
      if (!container.hasMatchingEnv(e -> name.equals(e.getName()))) {
        container
            .addNewEnv()
            .withName(name)
            .withNewValueFrom()
            .withNewSecretKeyRef(name, secret, true)
            .endValueFrom()
            .endEnv();
      }
    }
    container
        .addNewEnvFrom()
        .withPrefix("COHORTRUN_SECRET_")
        .withNewSecretRef(secret, false)
        .endEnvFrom();
  }

  private static void claim(
      PodSpecBuilder pod, ContainerBuilder container, String name, Volume claim, boolean readOnly) {
    pod.addNewVolume()
        .withName(name)
        .withNewPersistentVolumeClaim(claim.getClaim(), readOnly)
        .endVolume();
    container
        .addNewVolumeMount()
        .withName(name)
        .withMountPath(claim.getMountPath())
        .withReadOnly(readOnly)
        .endVolumeMount();
  }
}
