package io.cohortrun.e2e.cluster;

import com.fasterxml.jackson.annotation.JsonAlias;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.KubernetesResourceList;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.MixedOperation;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The monitors of a cluster, and what they find there: the targets that the Prometheus operator, by
 * the documentation of its API, has a Prometheus discover, with the labels that they get.
 */
final class Monitors {

  private static final String API = "monitoring.coreos.com/v1";

  /** It refuses fields that are not among these: each would find or scrape otherwise. */
  private static final ObjectMapper JSON = new ObjectMapper();

  private static final Set<String> ENDED = Set.of("Succeeded", "Failed");

  /**
   * A target, as Prometheus reads it from a file.
   *
   * @param targets each {@code host:port}
   */
  record Target(List<String> targets, Map<String, String> labels) {

    static Target of(String host, int port, Map<String, String> labels) {
      return new Target(List.of(host + ":" + port), labels);
    }
  }

  private record Where(List<String> matchNames) {}

  /**
   * A port by its name, asked for {@code /metrics}.
   *
   * @param interval not kept to: three of them are a whole run here
   */
  private record Endpoint(String port, String interval) {}

  private record Spec(
      Where namespaceSelector,
      LabelSelector selector,
      @JsonAlias("podMetricsEndpoints") List<Endpoint> endpoints) {}

  private record Monitor(String namespace, String name, Spec spec) {

    static Monitor of(GenericKubernetesResource object) {
      String namespace = object.getMetadata().getNamespace();
      String name = object.getMetadata().getName();
      try {
        Object spec = object.getAdditionalProperties().get("spec");
        return new Monitor(namespace, name, JSON.convertValue(spec, Spec.class));
      } catch (IllegalArgumentException e) {
        throw new IllegalStateException(
            "%s %s/%s has a field that Monitors does not heed: do there what Prometheus would do"
                .formatted(object.getKind(), namespace, name),
            e);
      }
    }

    Stream<String> namespaces() {
      return spec.namespaceSelector() == null
          ? Stream.of(namespace)
          : spec.namespaceSelector().matchNames().stream();
    }

    boolean asksFor(String port) {
      return spec.endpoints().stream().anyMatch(endpoint -> endpoint.port().equals(port));
    }
  }

  private final KubernetesClient client;
  private final List<Monitor> ofPods;
  private final List<Monitor> ofServices;

  private Monitors(KubernetesClient client, List<Monitor> ofPods, List<Monitor> ofServices) {
    this.client = client;
    this.ofPods = ofPods;
    this.ofServices = ofServices;
  }

  /**
   * Those that there are now.
   *
   * @throws IllegalStateException where one has a field that is not heeded here
   */
  static Monitors installed(KubernetesClient client) {
    return new Monitors(client, all(client, "PodMonitor"), all(client, "ServiceMonitor"));
  }

  private static List<Monitor> all(KubernetesClient client, String kind) {
    return client.genericKubernetesResources(API, kind).inAnyNamespace().list().getItems().stream()
        .map(Monitor::of)
        .toList();
  }

  /** What they find now. */
  List<Target> targets() {
    return Stream.concat(
            ofPods.stream().flatMap(this::inPods), ofServices.stream().flatMap(this::inServices))
        .toList();
  }

  private static <T extends HasMetadata, L extends KubernetesResourceList<T>> Stream<T> selected(
      Monitor monitor, MixedOperation<T, L, ?> all) {
    return monitor
        .namespaces()
        .flatMap(
            namespace ->
                all
                    .inNamespace(namespace)
                    .withLabelSelector(monitor.spec().selector())
                    .list()
                    .getItems()
                    .stream());
  }

  private Stream<Target> inPods(Monitor monitor) {
    return selected(monitor, client.pods())
        .filter(pod -> pod.getStatus().getPodIP() != null)
        .filter(pod -> !ENDED.contains(pod.getStatus().getPhase()))
        .flatMap(
            pod ->
                pod.getSpec().getContainers().stream()
                    .flatMap(container -> ports(monitor, pod, container)));
  }

  private static Stream<Target> ports(Monitor monitor, Pod pod, Container container) {
    return container.getPorts().stream()
        .filter(port -> monitor.asksFor(port.getName()))
        .map(
            port ->
                Target.of(
                    pod.getStatus().getPodIP(),
                    port.getContainerPort(),
                    Map.of(
                        "job", monitor.namespace() + "/" + monitor.name(),
                        "namespace", pod.getMetadata().getNamespace(),
                        "pod", pod.getMetadata().getName(),
                        "container", container.getName(),
                        "endpoint", port.getName())));
  }

  private Stream<Target> inServices(Monitor monitor) {
    return selected(monitor, client.services())
        .flatMap(
            service ->
                client
                    .discovery()
                    .v1()
                    .endpointSlices()
                    .inNamespace(service.getMetadata().getNamespace())
                    .withLabel("kubernetes.io/service-name", service.getMetadata().getName())
                    .list()
                    .getItems()
                    .stream()
                    .filter(slice -> slice.getPorts() != null) // while no pod is there
                    .flatMap(slice -> ports(monitor, service, slice)));
  }

  private static Stream<Target> ports(Monitor monitor, Service service, EndpointSlice slice) {
    return slice.getPorts().stream()
        .filter(port -> monitor.asksFor(port.getName()))
        .flatMap(
            port ->
                slice.getEndpoints().stream()
                    .map(
                        pod ->
                            Target.of(
                                pod.getAddresses().getFirst(),
                                port.getPort(),
                                Map.of(
                                    "job", service.getMetadata().getName(),
                                    "namespace", service.getMetadata().getNamespace(),
                                    "service", service.getMetadata().getName(),
                                    "pod", pod.getTargetRef().getName(),
                                    "endpoint", port.getName()))));
  }
}
