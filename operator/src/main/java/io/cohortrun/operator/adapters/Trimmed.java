package io.cohortrun.operator.adapters;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonIncludeProperties;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import io.cohortrun.crds.v1alpha1.CohortRunSpec;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobSpec;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;

/**
 * Objects without what the operator never looks at, left out while they are read: caches hold every
 * run with its Jobs and pods. An informer's own store cannot do it: one is shared by the informers
 * of all namespaces, each of which removes what it did not list. Runs have all of their defaults.
 */
public final class Trimmed {

  @JsonIgnoreProperties("managedFields")
  interface Meta {}

  @JsonDeserialize(converter = SpecDefaults.class)
  interface Spec {}

  interface ReadPod {
    @JsonIncludeProperties("nodeName")
    PodSpec getSpec();
  }

  interface ReadJob {
    @JsonIgnoreProperties("template")
    JobSpec getSpec();
  }

  private Trimmed() {}

  /** For whoever writes, too: all but who owns which field. */
  public static KubernetesSerialization objects() {
    return new KubernetesSerialization(mapper(), true);
  }

  /** For whoever only reads: of a pod's spec its node alone, of a Job's all but its template. */
  public static KubernetesSerialization children() {
    return new KubernetesSerialization(
        mapper().addMixIn(Pod.class, ReadPod.class).addMixIn(Job.class, ReadJob.class), true);
  }

  private static ObjectMapper mapper() {
    return new ObjectMapper()
        .addMixIn(ObjectMeta.class, Meta.class)
        .addMixIn(CohortRunSpec.class, Spec.class);
  }
}
