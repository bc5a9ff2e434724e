package io.cohortrun.e2e.cluster;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSliceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;

/**
 * A port of this machine as a Service.
 *
 * @param port of the Service
 * @param target port of this machine
 */
record HostService(String namespace, String name, String protocol, int port, int target) {

  /**
   * Makes it.
   *
   * @param ip of the Service; null for any
   */
  void create(KubernetesClient client, String ip) throws IOException {
    client
        .resource(
            new ServiceBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName(name)
                .endMetadata()
                .withNewSpec()
                .withClusterIP(ip)
                .addNewPort()
                .withName("port")
                .withProtocol(protocol)
                .withPort(port)
                .withTargetPort(new IntOrString(target))
                .endPort()
                .endSpec()
                .build())
        .create();
    client
        .resource(
            new EndpointSliceBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName(name)
                .addToLabels("kubernetes.io/service-name", name)
                .endMetadata()
                .withAddressType("IPv4")
                .addNewPort()
                .withName("port")
                .withProtocol(protocol)
                .withPort(target)
                .endPort()
                .addNewEndpoint()
                .withAddresses(ControlPlane.address())
                .withNewConditions()
                .withReady(true)
                .endConditions()
                .endEndpoint()
                .build())
        .create();
  }
}
