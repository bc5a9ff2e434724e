package io.cohortrun.operator.observe;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.utils.Serialization;
import org.junit.jupiter.api.Test;

class WorkloadsTest {

  @Test
  void aWorkloadWithoutQuotaSaysWhatIsMissing() {
    assertThat(
            Workloads.waiting(
                workload(
                    """
                    - {type: Evicted, status: "True", reason: Preempted, message: preempted}
                    - {type: QuotaReserved, status: "False", reason: Pending, message: no quota}
                    """)))
        .contains("no quota");
  }

  @Test
  void aWorkloadWithQuotaOrWithoutAnythingToSayDoesNotWait() {
    assertThat(
            Workloads.waiting(
                workload("- {type: QuotaReserved, status: 'True', message: reserved}")))
        .isEmpty();
    assertThat(Workloads.waiting(new GenericKubernetesResource())).isEmpty();
  }

  private static GenericKubernetesResource workload(String conditions) {
    return Serialization.unmarshal(
        """
        apiVersion: kueue.x-k8s.io/v1beta2
        kind: Workload
        status:
          conditions:
        %s"""
            .formatted(conditions.indent(4)),
        GenericKubernetesResource.class);
  }
}
