package io.cohortrun.operator.translate;

import static org.assertj.core.api.Assertions.assertThat;

import io.cohortrun.workflows.contract.StoreVariables;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.api.model.SecretKeySelector;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What of a run's Secret its pods are given. */
class RunPodsTest {

  @Test
  void theVariablesOfStoresArriveAndNoneThatAProcessOrItsRuntimeReads() {
    Container container = given(new ContainerBuilder());
    assertThat(container.getEnv())
        .filteredOn(e -> e.getValueFrom() != null)
        .allSatisfy(
            e -> {
              SecretKeySelector from = e.getValueFrom().getSecretKeyRef();
              assertThat(from.getName()).isEqualTo("store");
              assertThat(from.getKey()).isEqualTo(e.getName());
              assertThat(from.getOptional()).isTrue();
            })
        .extracting(EnvVar::getName)
        .containsExactlyElementsOf(StoreVariables.NAMES)
        .allMatch(name -> name.matches("(AWS|AZURE_STORAGE|GOOGLE|STORAGE)_.+"));
    assertThat(container.getEnvFrom())
        .as("whether it is there at all")
        .singleElement()
        .satisfies(
            all -> {
              assertThat(all.getPrefix()).isEqualTo("COHORTRUN_SECRET_");
              assertThat(all.getSecretRef().getName()).isEqualTo("store");
              assertThat(all.getSecretRef().getOptional()).isFalse();
            });
  }

  @Test
  void whatAProfileSaysOfStoresStands() {
    Container container =
        given(
            new ContainerBuilder()
                .addNewEnv()
                .withName("AWS_REGION")
                .withValue("eu-central-1")
                .endEnv());
    assertThat(container.getEnv())
        .filteredOn(e -> e.getName().equals("AWS_REGION"))
        .extracting(EnvVar::getValue)
        .containsExactly("eu-central-1");
  }

  private static Container given(ContainerBuilder container) {
    return RunPods.of(new PodSpecBuilder(), container, Optional.of("store"), List.of(), false)
        .getContainers()
        .getFirst();
  }
}
