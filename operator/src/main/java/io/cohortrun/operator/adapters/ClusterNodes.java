package io.cohortrun.operator.adapters;

import io.cohortrun.operator.desired.GpuRequest;
import io.cohortrun.operator.desired.WorkerProfile;
import io.cohortrun.operator.observe.GpuView;
import io.cohortrun.operator.observe.GpuViews;
import io.cohortrun.operator.ports.GpuNodes;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.net.HttpURLConnection;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Nodes, and NVIDIA's kinds where there are any, read at most once a minute for all runs. No turn
 * fails for want of them.
 */
public final class ClusterNodes implements GpuNodes {

  private static final Logger LOG = LoggerFactory.getLogger(ClusterNodes.class);
  private static final Duration FRESH = Duration.ofMinutes(1);
  private static final String NO_RIGHT =
      "the operator cannot read %s; the chart's value gpus.read gives it that right";

  private final KubernetesClient client;
  private final Clock clock;
  private Facts facts = new Facts(Instant.MIN, Optional.empty(), null);

  /**
   * What was read, once for all profiles.
   *
   * @param nodes empty where they cannot be read
   */
  private record Facts(Instant read, Optional<List<Node>> nodes, GpuView.Stack stack) {}

  public ClusterNodes(KubernetesClient client, Clock clock) {
    this.client = client;
    this.clock = clock;
  }

  @Override
  public Optional<GpuView> of(WorkerProfile profile) {
    return switch (profile.gpu()) {
      case GpuRequest.None none -> Optional.empty();
      case GpuRequest.Claim claim ->
          Optional.of(
              new GpuView(
                  claim.deviceClass(),
                  new GpuView.Capacity.Unknown(
                      "devices of class %s are the driver's to count, see its ResourceSlices"
                          .formatted(claim.deviceClass())),
                  fresh().stack()));
      case GpuRequest.Extended extended -> {
        Facts now = fresh();
        yield Optional.of(
            new GpuView(
                extended.resource(),
                now.nodes()
                    .map(
                        all ->
                            GpuViews.capacity(
                                all, extended.resource(), profile.template().getSpec()))
                    .orElseGet(() -> new GpuView.Capacity.Unknown(NO_RIGHT.formatted("nodes"))),
                GpuViews.stack(
                    now.stack(),
                    now.nodes().orElse(List.of()),
                    extended.resource(),
                    profile.template().getSpec())));
      }
    };
  }

  private synchronized Facts fresh() {
    if (Duration.between(facts.read(), clock.instant()).compareTo(FRESH) > 0) {
      facts =
          new Facts(clock.instant(), allowed(() -> client.nodes().list().getItems()), readStack());
    }
    return facts;
  }

  private GpuView.Stack readStack() {
    return allowed(
            () ->
                Stream.concat(
                        kinds("v1", "ClusterPolicy", "clusterpolicies"),
                        kinds("v1alpha1", "NVIDIADriver", "nvidiadrivers"))
                    .toList())
        .map(GpuViews::stack)
        .orElseGet(
            () ->
                new GpuView.Stack.Unknown(NO_RIGHT.formatted("ClusterPolicies and NVIDIADrivers")));
  }

  private Stream<GenericKubernetesResource> kinds(String version, String kind, String plural) {
    ResourceDefinitionContext context =
        new ResourceDefinitionContext.Builder()
            .withGroup("nvidia.com")
            .withVersion(version)
            .withKind(kind)
            .withPlural(plural)
            .withNamespaced(false)
            .build();
    try {
      return client.genericKubernetesResources(context).list().getItems().stream();
    } catch (KubernetesClientException e) {
      if (e.getCode() == HttpURLConnection.HTTP_NOT_FOUND) {
        return Stream.empty(); // not installed
      }
      throw e;
    }
  }

  private interface Reading<T> {
    List<T> read();
  }

  private static <T> Optional<List<T>> allowed(Reading<T> reading) {
    try {
      return Optional.of(reading.read());
    } catch (KubernetesClientException e) {
      if (e.getCode() != HttpURLConnection.HTTP_FORBIDDEN) {
        LOG.warn("GPUs are not known for a minute: {}", e.getMessage());
      }
      return Optional.empty();
    }
  }
}
