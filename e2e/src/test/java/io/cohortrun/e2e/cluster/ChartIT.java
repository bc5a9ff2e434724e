package io.cohortrun.e2e.cluster;

import static io.fabric8.kubernetes.client.dsl.FieldValidateable.Validation.STRICT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReview;
import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReviewBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the chart makes, by Helm, judged by a real API server. */
class ChartIT {

  private static final String NAMESPACE = "cohortrun-system";
  private static final String OTHER = "other-system";
  private static final String KIND = "cohortruns.cohortrun.io";

  @TempDir static Path temp;
  private static ControlPlane plane;
  private static KubernetesClient client;
  private static Helm helm;

  @BeforeAll
  static void start() throws Exception {
    plane = ControlPlane.start(temp);
    client = plane.client();
    MonitoringKinds.install(client);
    helm = new Helm(plane.kubeconfig("admin"));
    for (String name : List.of(NAMESPACE, OTHER, "team-a", "team-b")) {
      Namespaces.restricted(client, name);
    }
  }

  @AfterAll
  static void stop() {
    if (plane != null) {
      plane.close();
    }
  }

  @AfterEach
  void theKindGoes() {
    if (!kind().delete().isEmpty()) {
      await("the kind to go").atMost(Duration.ofMinutes(1)).until(() -> kind().get() == null);
    }
  }

  static Stream<Path> examples() throws IOException {
    try (Stream<Path> all = Files.list(Helm.CHART.resolve("examples"))) {
      return Stream.concat(Stream.of(Helm.CHART.resolve("values.yaml")), all.toList().stream());
    }
  }

  @ParameterizedTest
  @MethodSource("examples")
  void everyExampleIsTakenByHelmAndByTheApiServer(Path values) throws Exception {
    assertThat(helm.run("lint", "--strict", Helm.CHART.toString(), "-f", values.toString()))
        .contains("0 chart(s) failed");
    List<HasMetadata> objects = objects("-f", values.toString());
    assertThat(objects)
        .extracting(HasMetadata::getKind)
        .contains("CustomResourceDefinition", "Deployment", "ConfigMap", "ServiceAccount");
    for (HasMetadata object : objects) {
      client.resource(object).dryRun().fieldValidation(STRICT).create();
    }
  }

  @ParameterizedTest
  @MethodSource("examples")
  void everyPodOfTheChartKeepsToTheRestrictedStandard(Path values) throws Exception {
    await("the default service account")
        .atMost(Duration.ofMinutes(1))
        .until(
            () ->
                client.serviceAccounts().inNamespace(NAMESPACE).withName("default").get() != null);
    List<PodTemplateSpec> templates =
        objects("-f", values.toString()).stream().flatMap(ChartIT::template).toList();
    assertThat(templates).as("operator, workflow worker, hook").hasSize(3);
    for (PodTemplateSpec template : templates) {
      template.getSpec().setServiceAccountName(null);
      assertThat(
              client
                  .resource(
                      new PodBuilder()
                          .withNewMetadata()
                          .withNamespace(NAMESPACE)
                          .withName("pod")
                          .endMetadata()
                          .withSpec(
                              new PodSpecBuilder(template.getSpec())
                                  .withRestartPolicy("Never")
                                  .build())
                          .build())
                  .dryRun(true)
                  .create())
          .isNotNull();
    }
  }

  private static Stream<PodTemplateSpec> template(HasMetadata object) {
    return switch (object) {
      case Deployment deployment -> Stream.of(deployment.getSpec().getTemplate());
      case Job job -> Stream.of(job.getSpec().getTemplate());
      default -> Stream.empty();
    };
  }

  @Test
  void everyPodOfTheChartIsPlacedAsThePlatformSaysAndShownNoGpu() throws Exception {
    assertThat(objects("--set=placement.priorityClassName=platform"))
        .flatMap(o -> template(o).toList())
        .hasSize(3)
        .allMatch(pod -> pod.getSpec().getPriorityClassName().equals("platform"))
        .allMatch(pod -> pod.toString().contains("name=NVIDIA_VISIBLE_DEVICES, value=void"));
  }

  @Test
  void everyProcessOfTheChartIsProbed() throws Exception {
    assertThat(objects())
        .filteredOn(Deployment.class::isInstance)
        .extracting(o -> ((Deployment) o).getSpec().getTemplate().getSpec().getContainers())
        .hasSize(2)
        .allSatisfy(
            containers ->
                assertThat(containers)
                    .allSatisfy(
                        container -> {
                          assertThat(container.getStartupProbe()).isNotNull();
                          assertThat(container.getReadinessProbe().getHttpGet().getPath())
                              .isEqualTo("/readyz");
                          assertThat(container.getLivenessProbe().getHttpGet().getPath())
                              .isEqualTo("/healthz");
                          assertThat(container.getPorts())
                              .extracting(ContainerPort::getName)
                              .contains(
                                  container.getReadinessProbe().getHttpGet().getPort().getStrVal());
                        }));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "temporal.address=temporal",
        "image.digest=latest",
        "profiles.card.gpu=1",
        "profiles.card.ceilings.pod=1",
        "profiles.card.ceilings.gpuHours=0",
        "operator.replica=2",
        "placement.nodeName=node-1",
        "watch.namespace=team-a",
        "signOff.enforce=true",
        "monitoring.monitor=true",
        "networkPolicies.enable=true"
      })
  void aValueThatIsNotKnownIsRefused(String value) {
    assertThatThrownBy(() -> objects("--set", value))
        .hasMessageContaining(value.substring(0, value.indexOf('.')));
  }

  @Test
  void aProfileAsksForAGpuInOneFormOnly() {
    assertThatThrownBy(
            () ->
                objects(
                    "--set", "profiles.both.gpuResource=nvidia.com/gpu",
                    "--set", "profiles.both.gpuDeviceClass=gpu.nvidia.com"))
        .hasMessageContaining("both");
  }

  @Test
  void theOperatorHasNoVerbOnSecretsAndNoRightWhereItDoesNotWatch() throws Exception {
    install("rights", NAMESPACE, "team-a");
    try {
      for (String verb : List.of("get", "list", "watch", "create", "update", "patch", "delete")) {
        assertThat(may(verb, "", "secrets", "team-a")).as(verb).isFalse();
        assertThat(may(verb, "", "secrets", NAMESPACE)).as(verb).isFalse();
        assertThat(may(verb, "batch", "jobs", "team-b")).as(verb).isFalse();
      }
      assertThat(may("create", "", "pods", "team-a")).isFalse();
      assertThat(may("patch", "cohortrun.io", "cohortruns", "team-a")).isFalse();
      assertThat(may("update", "kueue.x-k8s.io", "workloads", "team-a")).isFalse();
      assertThat(may("list", "kueue.x-k8s.io", "workloads", "team-a")).isTrue();
      assertThat(may("create", "batch", "jobs", "team-a")).isTrue();
    } finally {
      uninstall("rights", NAMESPACE);
    }
    assertThat(kind().get())
        .as("the kind stays when the release goes: with it, every run would go")
        .isNotNull();
  }

  @Test
  void twoReleasesOfOneNameStandSideBySideAndEachGoesAlone() throws Exception {
    install("cohortrun", NAMESPACE, "team-a");
    try {
      assertThatThrownBy(() -> install("cohortrun", OTHER, "team-b"))
          .as("the kind is the first one's")
          .hasMessageContaining("CustomResourceDefinition \"" + KIND + "\"");
      install("cohortrun", OTHER, "team-b", "--set=crds.install=false");
      assertThat(helm.made(client, "cohortrun", OTHER)).isNotEmpty().allMatch(ChartIT::isThere);
      uninstall("cohortrun", OTHER);
      assertThat(helm.made(client, "cohortrun", NAMESPACE)).isNotEmpty().allMatch(ChartIT::isThere);
    } finally {
      uninstall("cohortrun", NAMESPACE);
    }
    install("cohortrun", OTHER, "team-b", "--take-ownership");
    uninstall("cohortrun", OTHER);
  }

  @ParameterizedTest
  @CsvSource({
    "false, Role \"cohortrun-operator\" in namespace \"team-a\"",
    "true, ClusterRole \"cohortrun-operator\""
  })
  void whatOneReleaseWatchesIsRefusedToTheNext(boolean all, String refusal) throws Exception {
    String watched = "--set=watch.all=" + all;
    install("first", NAMESPACE, "team-a", watched);
    try {
      assertThatThrownBy(
              () -> install("next", OTHER, "team-a", watched, "--set=crds.install=false"))
          .hasMessageContaining(refusal)
          .hasMessageContaining("current value is \"first\"");
    } finally {
      uninstall("first", NAMESPACE);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "false, Role \"cohortrun-operator\" in namespace \"team-a\" exists",
    "true, ClusterRole \"cohortrun-operator\" exists"
  })
  void whoWatchesEveryNamespaceIsTheOnlyOne(boolean first, String refusal) throws Exception {
    String next = "--set=watch.all=" + !first;
    install("first", NAMESPACE, "team-a", "--set=watch.all=" + first);
    try {
      assertThatThrownBy(() -> install("next", OTHER, "team-b", next, "--set=crds.install=false"))
          .hasMessageContaining(refusal)
          .hasMessageContaining("release \"first\" in namespace \"" + NAMESPACE + "\"");
      helm.run("upgrade", "first", Helm.CHART.toString(), "-n", NAMESPACE, "--reuse-values", next);
    } finally {
      uninstall("first", NAMESPACE);
    }
  }

  @Test
  void aNamespaceThatHoldsAReleaseIsRefusedToTheNext() throws Exception {
    install("first", NAMESPACE, "team-a");
    try {
      assertThatThrownBy(() -> install("next", NAMESPACE, "team-b", "--set=crds.install=false"))
          .hasMessageContaining("Role \"cohortrun-operator-lease\" in namespace \"" + NAMESPACE)
          .hasMessageContaining("current value is \"first\"");
    } finally {
      uninstall("first", NAMESPACE);
    }
  }

  @Test
  void theChartHasTheKindAsItIs() throws IOException {
    assertThat(Helm.CHART.resolve("files").resolve(TestCluster.CRD.getFileName()))
        .as("copy %s there", TestCluster.CRD)
        .hasSameTextualContentAs(TestCluster.CRD);
  }

  private static boolean may(String verb, String group, String resource, String namespace) {
    SubjectAccessReview review =
        new SubjectAccessReviewBuilder()
            .withNewSpec()
            .withUser("system:serviceaccount:%s:rights-operator".formatted(NAMESPACE))
            .withNewResourceAttributes()
            .withVerb(verb)
            .withGroup(group)
            .withResource(resource)
            .withNamespace(namespace)
            .endResourceAttributes()
            .endSpec()
            .build();
    return client.resource(review).create().getStatus().getAllowed();
  }

  /** But for its pods, which nobody would run here. */
  private static void install(String release, String namespace, String watched, String... options)
      throws IOException, InterruptedException {
    helm.run(
        Stream.concat(
                Stream.of(
                    "install",
                    release,
                    Helm.CHART.toString(),
                    "--namespace=" + namespace,
                    "--set=operator.replicas=0",
                    "--set=workflowWorker.replicas=0",
                    "--set=gpus.read=true",
                    "--set=watch.namespaces={" + watched + "}"),
                Stream.of(options))
            .toArray(String[]::new));
  }

  /** Nothing here would run the hook that ends runs. */
  private static void uninstall(String release, String namespace)
      throws IOException, InterruptedException {
    helm.run("uninstall", release, "--namespace=" + namespace, "--no-hooks");
  }

  private static Resource<CustomResourceDefinition> kind() {
    return client.apiextensions().v1().customResourceDefinitions().withName(KIND);
  }

  private static boolean isThere(HasMetadata object) {
    return client.resource(object).get() != null;
  }

  private static List<HasMetadata> objects(String... options)
      throws IOException, InterruptedException {
    return Helm.objects(client, helm.template(NAMESPACE, options), NAMESPACE);
  }
}
