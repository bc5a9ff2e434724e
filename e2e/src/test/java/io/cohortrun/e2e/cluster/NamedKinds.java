package io.cohortrun.e2e.cluster;

import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionBuilder;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionCondition;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Kinds of others by name alone: the API server then takes such objects and does not judge their
 * fields.
 */
final class NamedKinds {

  private NamedKinds() {}

  /** Makes such a kind and waits until it is served. */
  static CustomResourceDefinition install(
      KubernetesClient client,
      String scope,
      String group,
      String version,
      String kind,
      String plural) {
    return install(client, named(scope, group, version, kind, plural));
  }

  /** Makes a kind, with whatever it says of itself, and waits until it is served. */
  static CustomResourceDefinition install(KubernetesClient client, CustomResourceDefinition kind) {
    CustomResourceDefinition crd = client.resource(kind).create();
    await(kind.getMetadata().getName())
        .atMost(Duration.ofSeconds(30))
        .until(
            () ->
                conditions(client.resource(crd).get())
                    .anyMatch(
                        c -> c.getType().equals("Established") && c.getStatus().equals("True")));
    return crd;
  }

  /** There is no list of them until the server has looked at the kind. */
  private static Stream<CustomResourceDefinitionCondition> conditions(
      CustomResourceDefinition kind) {
    return Stream.ofNullable(kind.getStatus().getConditions()).flatMap(List::stream);
  }

  private static CustomResourceDefinition named(
      String scope, String group, String version, String kind, String plural) {
    return new CustomResourceDefinitionBuilder()
        .withNewMetadata()
        .withName(plural + "." + group)
        .endMetadata()
        .withNewSpec()
        .withGroup(group)
        .withScope(scope)
        .withNewNames()
        .withKind(kind)
        .withSingular(kind.toLowerCase(Locale.ROOT))
        .withPlural(plural)
        .endNames()
        .addNewVersion()
        .withName(version)
        .withServed(true)
        .withStorage(true)
        .withNewSchema()
        .withNewOpenAPIV3Schema()
        .withType("object")
        .withXKubernetesPreserveUnknownFields(true)
        .endOpenAPIV3Schema()
        .endSchema()
        .endVersion()
        .endSpec()
        .build();
  }
}
