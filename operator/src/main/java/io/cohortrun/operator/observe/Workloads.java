package io.cohortrun.operator.observe;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Kueue's Workloads: what a queue knows of a Job. */
public final class Workloads {

  private Workloads() {}

  /**
   * What it says of quota that it does not have; empty for one that has it, or says nothing yet.
   */
  public static Optional<String> waiting(GenericKubernetesResource workload) {
    List<Map<String, Object>> conditions = workload.get("status", "conditions");
    return conditions == null
        ? Optional.empty()
        : conditions.stream()
            .filter(c -> "QuotaReserved".equals(c.get("type")) && "False".equals(c.get("status")))
            .map(c -> String.valueOf(c.get("message")))
            .findFirst();
  }
}
