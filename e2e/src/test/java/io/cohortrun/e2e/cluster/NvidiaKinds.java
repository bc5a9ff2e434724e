package io.cohortrun.e2e.cluster;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceBuilder;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The kinds by which NVIDIA's GPU Operator tells of itself, with one object each. */
final class NvidiaKinds implements AutoCloseable {

  private static final String GROUP = "nvidia.com";

  private final KubernetesClient client;
  private final List<CustomResourceDefinition> kinds = new ArrayList<>();

  NvidiaKinds(KubernetesClient client) {
    this.client = client;
    kinds.add(
        NamedKinds.install(client, "Cluster", GROUP, "v1", "ClusterPolicy", "clusterpolicies"));
    kinds.add(
        NamedKinds.install(client, "Cluster", GROUP, "v1alpha1", "NVIDIADriver", "nvidiadrivers"));
  }

  /** What the GPU Operator would write. */
  void tell(String policy, String driver) {
    client.resource(told("v1", "ClusterPolicy", policy)).createOr(r -> r.update());
    client.resource(told("v1alpha1", "NVIDIADriver", driver)).createOr(r -> r.update());
  }

  private static GenericKubernetesResource told(String version, String kind, String state) {
    return new GenericKubernetesResourceBuilder()
        .withApiVersion(GROUP + "/" + version)
        .withKind(kind)
        .withNewMetadata()
        .withName("gpu")
        .endMetadata()
        .addToAdditionalProperties("status", Map.of("state", state))
        .build();
  }

  /** The cluster has neither any more. */
  @Override
  public void close() {
    kinds.forEach(kind -> client.resource(kind).delete());
  }
}
