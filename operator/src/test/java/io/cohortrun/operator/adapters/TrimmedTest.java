package io.cohortrun.operator.adapters;

import static org.assertj.core.api.Assertions.assertThat;

import io.cohortrun.crds.v1alpha1.CohortRun;
import io.cohortrun.crds.v1alpha1.Mode;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodList;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import org.junit.jupiter.api.Test;

/** What a cache keeps of an object, and what whoever writes must keep. */
class TrimmedTest {

  private static final String META =
      """
      "metadata": {"name": "w", "uid": "u", "labels": {"cohortrun.io/pool": "gpu"},
                   "annotations": {"cohortrun.io/run": "gi"},
                   "ownerReferences": [{"apiVersion": "v", "kind": "CohortRun", "name": "gi", "uid": "r"}],
                   "managedFields": [{"manager": "kubelet", "fieldsV1": {"f:status": {}}}]}
      """;

  private static final String POD =
      """
      {"apiVersion": "v1", "kind": "Pod", %s,
       "spec": {"nodeName": "n", "containers": [{"name": "worker", "env": [{"name": "A"}]}],
                "volumes": [{"name": "tmp", "emptyDir": {}}], "tolerations": [{"operator": "Exists"}]},
       "status": {"phase": "Running",
                  "containerStatuses": [{"name": "worker", "state": {"running": {}}}]}}
      """
          .formatted(META);

  private static final String JOB =
      """
      {"apiVersion": "batch/v1", "kind": "Job", %s,
       "spec": {"parallelism": 4, "suspend": true,
                "template": {"spec": {"containers": [{"name": "worker"}]}}},
       "status": {"ready": 3}}
      """
          .formatted(META);

  private static final String RUN =
      """
      {"apiVersion": "cohortrun.io/v1alpha1", "kind": "CohortRun", %s,
       "spec": {"manifest": {"uri": "m"}, "mode": "Preflight", "later": {"x": 1},
                "signOff": {"decision": "Approved", "approver": "jane"}}}
      """
          .formatted(META);

  private final KubernetesSerialization children = Trimmed.children();

  @Test
  void ofAPodItsNodeAndItsStatusAreKept() {
    Pod pod = children.unmarshal(POD, Pod.class);
    assertThat(pod.getSpec().getNodeName()).isEqualTo("n");
    assertThat(pod.getStatus().getContainerStatuses()).hasSize(1);
    assertThat(pod.getMetadata().getAnnotations()).containsKey("cohortrun.io/run");
    assertThat(pod.getSpec().getContainers()).isEmpty();
    assertThat(pod.getSpec().getVolumes()).isEmpty();
    assertThat(pod.getSpec().getAdditionalProperties()).isEmpty();
    assertThat(pod.getMetadata().getManagedFields()).isEmpty();
    assertThat(pod.getMetadata().getAdditionalProperties()).isEmpty();
  }

  @Test
  void ofAListsPodsToo() {
    PodList list =
        children.unmarshal(
            "{\"apiVersion\": \"v1\", \"kind\": \"PodList\", \"items\": [%s]}".formatted(POD));
    assertThat(list.getItems().getFirst().getSpec().getContainers()).isEmpty();
    assertThat(list.getItems().getFirst().getSpec().getNodeName()).isEqualTo("n");
  }

  @Test
  void ofAJobAllButItsTemplateIsKept() {
    Job job = children.unmarshal(JOB, Job.class);
    assertThat(job.getSpec().getParallelism()).isEqualTo(4);
    assertThat(job.getSpec().getSuspend()).isTrue();
    assertThat(job.getStatus().getReady()).isEqualTo(3);
    assertThat(job.getMetadata().getOwnerReferences()).hasSize(1);
    assertThat(job.getSpec().getTemplate()).isNull();
    assertThat(job.getSpec().getAdditionalProperties()).isEmpty();
  }

  @Test
  void ofARunTheDefaultsThatTheServersKindLacksAreFilledIn() {
    KubernetesSerialization objects = Trimmed.objects();
    CohortRun run = objects.unmarshal(RUN, CohortRun.class);
    assertThat(run.getMetadata().getManagedFields()).isEmpty();
    assertThat(run.getSpec().getMode()).as("given").isEqualTo(Mode.Preflight);
    assertThat(run.getSpec().getSignOff().getAttempt()).isEqualTo(1);
    assertThat(run.getSpec().getSuspend()).isFalse();
    assertThat(run.getSpec().getWorkers().getGpu().getReplicas()).isEqualTo(1);
    assertThat(run.getSpec().getAnalyses()).as("has no default").isNull();
    assertThat(objects.clone(run).getSpec().getSignOff().getAttempt()).isEqualTo(1);
  }

  @Test
  void whoWritesKeepsAllButWhoOwnsWhichField() {
    KubernetesSerialization objects = Trimmed.objects();
    Job job = objects.unmarshal(JOB, Job.class);
    assertThat(job.getSpec().getTemplate().getSpec().getContainers()).hasSize(1);
    assertThat(job.getMetadata().getManagedFields()).isEmpty();
    assertThat(objects.asJson(job)).contains("template").doesNotContain("managedFields");
  }
}
