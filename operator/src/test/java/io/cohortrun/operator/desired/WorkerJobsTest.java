package io.cohortrun.operator.desired;

import static org.assertj.core.api.Assertions.assertThat;

import io.cohortrun.crds.v1alpha1.Volume;
import io.cohortrun.operator.observe.Epoch;
import io.cohortrun.operator.observe.Pool;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.PodFailurePolicyRule;
import io.fabric8.kubernetes.api.model.resource.v1.ResourceClaimTemplate;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class WorkerJobsTest {

  private static final Epoch FIRST = new Epoch(1, 0);

  private static final PodTemplateSpec PLATFORM =
      new PodTemplateSpecBuilder()
          .withNewSpec()
          .addToNodeSelector("pool", "gpu")
          .withPriorityClassName("batch")
          .withServiceAccountName("worker")
          .addNewContainer()
          .withName("main")
          .withImage("somebody/else:1")
          .withNewSecurityContext()
          .withPrivileged(true)
          .endSecurityContext()
          .endContainer()
          .addNewContainer()
          .withName("sidecar")
          .endContainer()
          .endSpec()
          .build();

  @Test
  void completionsAndParallelismAreOneNumber() {
    Job job = job(new GpuRequest.None());
    assertThat(job.getSpec().getCompletionMode()).isEqualTo("Indexed");
    assertThat(job.getSpec().getParallelism()).isEqualTo(4);
    assertThat(job.getSpec().getCompletions()).isEqualTo(4);
    assertThat(job.getSpec().getSuspend()).isNull();
  }

  @Test
  void drainedAndDisruptedWorkersAreReplacedAndNotCounted() {
    List<PodFailurePolicyRule> rules =
        job(new GpuRequest.None()).getSpec().getPodFailurePolicy().getRules();
    assertThat(rules).extracting(PodFailurePolicyRule::getAction).containsOnly("Ignore");
    assertThat(rules.get(0).getOnPodConditions().getFirst().getType())
        .isEqualTo("DisruptionTarget");
    assertThat(rules.get(1).getOnExitCodes().getValues()).containsExactly(77);
    assertThat(rules.get(1).getOnExitCodes().getContainerName()).isEqualTo("worker");
  }

  @Test
  void aQueuedJobBeginsSuspended() {
    Job job = WorkerJobs.job(run("study", Optional.of("gpus")), Pool.GPU, FIRST, 4, profile(null));
    assertThat(job.getSpec().getSuspend()).isTrue();
    assertThat(job.getMetadata().getLabels()).containsEntry("kueue.x-k8s.io/queue-name", "gpus");
  }

  @Test
  void thePlatformPlacesAndTheRunAddsItsClaimsOnly() {
    PodSpec pod = pod(new GpuRequest.None());
    assertThat(pod.getNodeSelector()).containsEntry("pool", "gpu");
    assertThat(pod.getPriorityClassName()).isEqualTo("batch");
    assertThat(pod.getVolumes()).hasSize(2);
    assertThat(pod.getVolumes().get(0).getEmptyDir()).isNotNull();
    assertThat(pod.getVolumes().get(1).getPersistentVolumeClaim().getClaimName())
        .isEqualTo("slides");
    assertThat(worker(pod).getVolumeMounts())
        .extracting(VolumeMount::getMountPath)
        .containsExactly("/tmp", "/data/slides");
    assertThat(worker(pod).getEnvFrom().getFirst().getSecretRef().getName()).isEqualTo("store");
  }

  @Test
  void aWorkerIsRestrictedWhateverItsProfileSays() {
    PodSpec pod = pod(new GpuRequest.None());
    assertThat(pod.getAutomountServiceAccountToken()).isFalse();
    assertThat(pod.getSecurityContext().getRunAsNonRoot()).isTrue();
    assertThat(pod.getSecurityContext().getSeccompProfile().getType()).isEqualTo("RuntimeDefault");
    Container worker = worker(pod);
    assertThat(worker.getImage()).isEqualTo("registry/worker@sha256:00");
    assertThat(worker.getSecurityContext().getPrivileged()).isFalse();
    assertThat(worker.getSecurityContext().getAllowPrivilegeEscalation()).isFalse();
    assertThat(worker.getSecurityContext().getReadOnlyRootFilesystem()).isTrue();
    assertThat(worker.getSecurityContext().getCapabilities().getDrop()).containsExactly("ALL");
    assertThat(pod.getContainers()).hasSize(1);
  }

  @Test
  void aGpuIsAskedForInOneForm() {
    Container extended = worker(pod(new GpuRequest.Extended("nvidia.com/mig-1g.10gb", 1)));
    assertThat(extended.getResources().getLimits().get("nvidia.com/mig-1g.10gb").getAmount())
        .isEqualTo("1");
    assertThat(extended.getResources().getClaims()).isEmpty();

    GpuRequest.Claim claim = new GpuRequest.Claim("gpu.nvidia.com", 1);
    PodSpec claiming = pod(claim);
    ResourceClaimTemplate template = GpuClaims.template(run("study", Optional.empty()), claim);
    assertThat(worker(claiming).getResources().getClaims()).hasSize(1);
    assertThat(worker(claiming).getResources().getLimits()).isEmpty();
    assertThat(claiming.getResourceClaims().getFirst().getResourceClaimTemplateName())
        .isEqualTo(template.getMetadata().getName());
    assertThat(template.getMetadata().getOwnerReferences()).hasSize(1);

    assertThat(worker(pod(new GpuRequest.None())).getResources()).isNull();
  }

  @Test
  void claimsOfDifferentContentNeverShareATemplate() {
    RunPlace run = run("study", Optional.empty());
    assertThat(
            Stream.of(
                    new GpuRequest.Claim("gpu.nvidia.com", 1),
                    new GpuRequest.Claim("gpu.nvidia.com", 2),
                    new GpuRequest.Claim("mig.nvidia.com", 1))
                .map(claim -> GpuClaims.template(run, claim).getMetadata().getName()))
        .doesNotHaveDuplicates()
        .allMatch(name -> name.matches("cohortrun-01234567-89ab-[0-9a-f]{8}"));
  }

  @Test
  void aWorkerIsToldWhetherItsProfilePromisesAGpu() {
    assertThat(device(new GpuRequest.Extended("nvidia.com/gpu", 1))).isEqualTo("gpu");
    assertThat(device(new GpuRequest.Claim("gpu.nvidia.com", 1))).isEqualTo("gpu");
    assertThat(device(new GpuRequest.None())).isEqualTo("cpu");
  }

  @Test
  void aWorkerWithoutAGpuIsShownNoneWhateverItsImageOrProfileSays() {
    assertThat(shown(new GpuRequest.None(), PLATFORM)).containsExactly("void");
    PodTemplateSpec all =
        new PodTemplateSpecBuilder()
            .withNewSpec()
            .addNewContainer()
            .addNewEnv()
            .withName("NVIDIA_VISIBLE_DEVICES")
            .withValue("all")
            .endEnv()
            .endContainer()
            .endSpec()
            .build();
    assertThat(shown(new GpuRequest.None(), all)).containsExactly("void");
    assertThat(shown(new GpuRequest.Extended("nvidia.com/gpu", 1), PLATFORM))
        .as("the device plugin says which")
        .isEmpty();
    assertThat(shown(new GpuRequest.Claim("gpu.nvidia.com", 1), PLATFORM)).isEmpty();
  }

  private static List<String> shown(GpuRequest gpu, PodTemplateSpec template) {
    WorkerProfile profile = new WorkerProfile("p", "i", gpu, template);
    Job job = WorkerJobs.job(run("study", Optional.empty()), Pool.CPU, FIRST, 4, profile);
    return values(job.getSpec().getTemplate().getSpec(), "NVIDIA_VISIBLE_DEVICES");
  }

  @Test
  void aProfileItselfMayLetWorkersComputeOnTheCpuWhateverCardTheyHold() {
    PodTemplateSpec template =
        new PodTemplateSpecBuilder()
            .withNewSpec()
            .addNewContainer()
            .addNewEnv()
            .withName("COHORTRUN_DEVICE")
            .withValue("cpu")
            .endEnv()
            .endContainer()
            .endSpec()
            .build();
    WorkerProfile profile =
        new WorkerProfile("tests", "i", new GpuRequest.Extended("nvidia.com/gpu", 1), template);
    Job job = WorkerJobs.job(run("study", Optional.empty()), Pool.GPU, FIRST, 4, profile);
    assertThat(devices(job.getSpec().getTemplate().getSpec())).containsExactly("cpu");
  }

  private static String device(GpuRequest request) {
    return devices(pod(request)).getFirst();
  }

  private static List<String> devices(PodSpec pod) {
    return values(pod, "COHORTRUN_DEVICE");
  }

  private static List<String> values(PodSpec pod, String variable) {
    return worker(pod).getEnv().stream()
        .filter(e -> e.getName().equals(variable))
        .map(EnvVar::getValue)
        .toList();
  }

  @Test
  void namesAreShortAndDifferBetweenRunsOfOneName() {
    String name = "a".repeat(253);
    RunPlace one = run(name, Optional.empty());
    RunPlace other =
        new RunPlace(
            "ns",
            name,
            "ffffffff-2",
            "w",
            Optional.empty(),
            List.of(),
            Optional.empty(),
            "t",
            "d",
            Optional.empty());
    Epoch twelfth = new Epoch(12, 0);
    assertThat(WorkerJobs.name(one, Pool.GPU, twelfth)).hasSize(63).endsWith("-01234567-gpu-12");
    assertThat(WorkerJobs.name(other, Pool.GPU, twelfth))
        .isNotEqualTo(WorkerJobs.name(one, Pool.GPU, twelfth));
    assertThat(WorkerJobs.name(one, Pool.GPU, new Epoch(12, 3)))
        .hasSize(63)
        .endsWith("-01234567-gpu-12-3");
  }

  @Test
  void whatTakesThePlaceOfAJobHasANameOfItsOwnAndItsAttemptsLabels() {
    RunPlace run = run("study", Optional.empty());
    Epoch second = new Epoch(2, 1);
    Job job = WorkerJobs.job(run, Pool.GPU, second, 4, profile(null));
    assertThat(job.getMetadata().getName()).isEqualTo("study-01234567-gpu-2-1");
    assertThat(Epoch.of(job)).isEqualTo(second);
    assertThat(job.getSpec().getTemplate().getMetadata().getLabels())
        .containsEntry("cohortrun.io/epoch", "2")
        .containsEntry("cohortrun.io/replacement", "1");
  }

  @Test
  void aWorkerKnowsItsRunAndItself() {
    assertThat(worker(pod(new GpuRequest.None())).getEnv())
        .extracting(EnvVar::getName)
        .contains(
            "COHORTRUN_UID",
            "COHORTRUN_WORKFLOW",
            "COHORTRUN_TEMPORAL",
            "COHORT_HOME",
            "COHORTRUN_NODE",
            "COHORTRUN_WORKER");
    assertThat(job(new GpuRequest.None()).getMetadata().getOwnerReferences().getFirst())
        .satisfies(
            owner -> {
              assertThat(owner.getKind()).isEqualTo("CohortRun");
              assertThat(owner.getApiVersion()).isEqualTo("cohortrun.io/v1alpha1");
              assertThat(owner.getController()).isTrue();
            });
  }

  private static Job job(GpuRequest gpu) {
    return WorkerJobs.job(run("study", Optional.empty()), Pool.GPU, FIRST, 4, profile(gpu));
  }

  private static PodSpec pod(GpuRequest gpu) {
    return job(gpu).getSpec().getTemplate().getSpec();
  }

  private static Container worker(PodSpec pod) {
    return pod.getContainers().getFirst();
  }

  private static WorkerProfile profile(GpuRequest gpu) {
    return new WorkerProfile(
        "default",
        "registry/worker@sha256:00",
        gpu == null ? new GpuRequest.None() : gpu,
        PLATFORM);
  }

  @Test
  void thePlatformsSecretForTemporalIsMountedWhereTheWorkerLooks() {
    RunPlace run = run("study", Optional.empty(), Optional.of("cohorts-a"));
    PodSpec pod =
        WorkerJobs.job(run, Pool.CPU, FIRST, 1, profile(null)).getSpec().getTemplate().getSpec();
    assertThat(pod.getVolumes())
        .filteredOn(v -> v.getSecret() != null)
        .singleElement()
        .satisfies(v -> assertThat(v.getSecret().getSecretName()).isEqualTo("cohorts-a"));
    assertThat(worker(pod).getVolumeMounts())
        .extracting(VolumeMount::getMountPath)
        .contains("/etc/temporal/default");
    assertThat(worker(pod).getEnv())
        .anySatisfy(
            e -> {
              assertThat(e.getName()).isEqualTo("COHORTRUN_TEMPORAL_SECRETS");
              assertThat(e.getValue()).isEqualTo("/etc/temporal");
            });
  }

  private static RunPlace run(String name, Optional<String> queue) {
    return run(name, queue, Optional.empty());
  }

  private static RunPlace run(String name, Optional<String> queue, Optional<String> temporal) {
    Volume slides = new Volume();
    slides.setClaim("slides");
    slides.setMountPath("/data/slides");
    slides.setReadOnly(true);
    return new RunPlace(
        "ns",
        name,
        "01234567-89ab",
        "cohortrun-u-1",
        Optional.of("store"),
        List.of(slides),
        queue,
        "temporal:7233",
        "default",
        temporal);
  }
}
