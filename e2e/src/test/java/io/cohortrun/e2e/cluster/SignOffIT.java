package io.cohortrun.e2e.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cohortrun.crds.v1alpha1.CohortRun;
import io.cohortrun.crds.v1alpha1.CohortRunStatus;
import io.cohortrun.crds.v1alpha1.Decision;
import io.cohortrun.crds.v1alpha1.FailureCode;
import io.cohortrun.crds.v1alpha1.SignOffSpec;
import io.cohortrun.crds.v1alpha1.State;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.authentication.TokenRequest;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBindingBuilder;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who decides on a run is who the API server says it is: the chart's policy, two real users. */
class SignOffIT {

  private static final String RUN =
      """
      {"apiVersion": "cohortrun.io/v1alpha1", "kind": "CohortRun",
       "metadata": {"name": "gi", "namespace": "default"},
       "spec": {"manifest": {"uri": "m.csv"}, "model": {"bundle": "demo"}, "output": {"uri": "out"},
                "signOff": {"required": true%s}}}
      """;

  @TempDir static Path temp;
  private static ControlPlane plane;
  private static KubernetesClient admin;

  @BeforeAll
  static void start() throws Exception {
    plane = ControlPlane.start(temp);
    admin = plane.client();
    new Helm(plane.kubeconfig("admin"))
        .run(
            "install",
            "signed",
            Helm.CHART.toString(),
            "--set",
            "operator.replicas=0",
            "--set",
            "workflowWorker.replicas=0");
    admin
        .resource(
            new ClusterRoleBuilder()
                .withNewMetadata()
                .withName("reviewer")
                .endMetadata()
                .addNewRule()
                .withApiGroups("cohortrun.io")
                .withResources("cohortruns")
                .withVerbs("get", "create", "patch", "update")
                .endRule()
                .build())
        .create();
    admin
        .resource(
            new ClusterRoleBindingBuilder()
                .withNewMetadata()
                .withName("reviewer")
                .endMetadata()
                .withNewRoleRef("rbac.authorization.k8s.io", "ClusterRole", "reviewer")
                .addNewSubject("rbac.authorization.k8s.io", "Group", "system:serviceaccounts", null)
                .build())
        .create();
    // The server takes a policy up a moment after it has stored it.
    await("the policy")
        .atMost(Duration.ofMinutes(1))
        .until(
            () -> refusal(admin, run(", \"decision\": \"Approved\", \"approver\": \"x\"")) != null);
  }

  @AfterAll
  static void stop() {
    if (plane != null) {
      plane.close();
    }
  }

  @BeforeEach
  void aRunThatWaits() {
    admin.resources(CohortRun.class).inNamespace("default").delete();
    await().atMost(Duration.ofMinutes(1)).until(() -> stored() == null);
    admin.resource(run("")).create();
    is(State.AwaitingSignOff);
  }

  @Test
  void nobodySignsInTheNameOfAnother() throws Exception {
    try (KubernetesClient joe = client("joe")) {
      CohortRun signed = stored();
      sign(signed, user("jane"));
      assertThat(refusal(joe, signed)).contains("spec.signOff.approver").contains(user("joe"));
      sign(signed, user("joe"));
      assertThat(refusal(joe, signed)).isNull();
    }
    try (KubernetesClient jane = client("jane")) {
      CohortRun other = stored();
      other.getSpec().getSignOff().setAttempt(2);
      assertThat(refusal(jane, other)).as("a signature is for one attempt").contains("approver");
      CohortRun untouched = stored();
      untouched.getSpec().setSuspend(true);
      assertThat(refusal(jane, untouched)).as("what was signed stands").isNull();
    }
  }

  @Test
  void theCommandSignsAsWhomTheApiServerKnows() throws Exception {
    assertThat(cohort("jane", "status", "gi")).isZero();
    assertThat(cohort("jane", "approve", "gi", "-n", "default", "--comment", "seen")).isZero();
    SignOffSpec signOff = stored().getSpec().getSignOff();
    assertThat(signOff.getDecision()).isEqualTo(Decision.Approved);
    assertThat(signOff.getApprover()).isEqualTo(user("jane"));
    assertThat(signOff.getComment()).isEqualTo("seen");
    assertThat(signOff.getAttempt()).isEqualTo(1);
    assertThat(signOff.getRequired()).isTrue();
  }

  @Test
  void theCommandSignsNothingThatDoesNotWaitAndRetriesWhatHasEnded() throws Exception {
    is(State.Failed);
    assertThat(cohort("jane", "reject", "gi")).isNotZero();
    assertThat(stored().getSpec().getSignOff().getDecision()).isNull();
    assertThat(cohort("jane", "failures", "gi")).isZero();
    assertThat(cohort("jane", "retry", "gi")).isZero();
    assertThat(stored().getSpec().getRetry()).isEqualTo(1);
    assertThat(stored().getSpec().getRetryOnly()).isNull();
    assertThat(cohort("jane", "retry", "gi", "--code", "NotFound,Truncated", "--slide", "a b"))
        .isZero();
    assertThat(stored().getSpec().getRetryOnly().getCodes())
        .containsExactly(FailureCode.NotFound, FailureCode.Truncated);
    assertThat(stored().getSpec().getRetryOnly().getSlides()).containsExactly("a b");
    assertThat(cohort("jane", "retry", "gi")).isZero();
    assertThat(stored().getSpec().getRetryOnly()).as("every failure again").isNull();
    assertThat(cohort("jane", "status", "nobody")).isNotZero();
  }

  private static int cohort(String who, String... args) throws Exception {
    return ClusterCli.run(kubeconfig(who), new StringWriter(), args);
  }

  private static CohortRun stored() {
    return admin.resources(CohortRun.class).inNamespace("default").withName("gi").get();
  }

  private static void is(State state) {
    admin
        .resources(CohortRun.class)
        .inNamespace("default")
        .withName("gi")
        .editStatus(
            run -> {
              run.setStatus(new CohortRunStatus());
              run.getStatus().setState(state);
              run.getStatus().setAttempt(1);
              return run;
            });
  }

  private static void sign(CohortRun run, String approver) {
    run.getSpec().getSignOff().setDecision(Decision.Approved);
    run.getSpec().getSignOff().setApprover(approver);
  }

  private static CohortRun run(String signature) {
    return admin.getKubernetesSerialization().unmarshal(RUN.formatted(signature), CohortRun.class);
  }

  /** What the server says against it; null where it takes it. */
  private static String refusal(KubernetesClient as, CohortRun run) {
    try {
      if (run.getMetadata().getResourceVersion() == null) {
        as.resource(run).dryRun(true).create();
      } else {
        as.resource(run).update();
      }
      return null;
    } catch (KubernetesClientException e) {
      return e.getMessage();
    }
  }

  private static String user(String who) {
    return "system:serviceaccount:default:" + who;
  }

  private static KubernetesClient client(String who) throws Exception {
    return new KubernetesClientBuilder()
        .withConfig(Config.fromKubeconfig(Files.readString(kubeconfig(who))))
        .build();
  }

  private static Path kubeconfig(String who) throws Exception {
    admin
        .resource(
            new ServiceAccountBuilder()
                .withNewMetadata()
                .withName(who)
                .withNamespace("default")
                .endMetadata()
                .build())
        .serverSideApply();
    TokenRequest token =
        admin.serviceAccounts().inNamespace("default").withName(who).tokenRequest();
    return plane.kubeconfigOfToken(who, token.getStatus().getToken());
  }
}
