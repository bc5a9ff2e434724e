package io.cohortrun.e2e.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cohortrun.crds.v1alpha1.CohortRun;
import io.cohortrun.crds.v1alpha1.CohortRunStatus;
import io.cohortrun.crds.v1alpha1.State;
import io.cohortrun.crds.v1alpha1.TopReason;
import io.cohortrun.e2e.run.CohortFolder;
import io.cohortrun.e2e.run.CohortProcess;
import io.cohortrun.e2e.run.IdenticalResults;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.resource.v1.ResourceClaim;
import io.fabric8.kubernetes.api.model.resource.v1.ResourceClaimTemplate;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowExecutionMetadata;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The operator as a process, on a real API server with its controllers and a real Temporal server;
 * workers are processes that are started with what the operator wrote into its Jobs.
 */
class OperatorIT {

  @TempDir static Path temp;

  private static TestCluster cluster;
  private static WorkflowServiceStubs stubs;

  @BeforeAll
  static void start() throws Exception {
    cluster = TestCluster.start(temp);
    stubs =
        WorkflowServiceStubs.newServiceStubs(
            WorkflowServiceStubsOptions.newBuilder().setTarget(cluster.temporal()).build());
  }

  @AfterAll
  static void stop() {
    if (stubs != null) {
      stubs.shutdownNow();
    }
    if (cluster != null) {
      cluster.close();
    }
  }

  @Test
  void aRunCompletesAsTheLocalRunDoesThoughTheOperatorIsKilledMeanwhile() throws Exception {
    CohortFolder local = CohortFolder.ofRealSlides(temp.resolve("local"));
    CohortProcess undisturbed = local.run(Map.of());
    assertThat(undisturbed.exit()).as(undisturbed.stderr()).isEqualTo(3); // 2 of 5 rows fail

    CohortFolder folder = OnCluster.place(CohortFolder.ofRealSlides(temp.resolve("cohort")));
    try (HostWorkers workers = new HostWorkers(temp.resolve("workers"))) {
      // A team whose namespace Temporal lacks holds up no other.
      workers.workflows(cluster.temporal(), "absent,default");
      OperatorProcess first = cluster.operator();
      Resource<CohortRun> run = cluster.team().apply(folder.path().resolve("real.yaml"));
      Job cpu = cluster.team().job(run, "cpu");
      first.kill();
      try (OperatorProcess second = cluster.operator()) {
        CohortProcess.Running steps = workers.of(cpu);
        Job gpu = cluster.team().job(run, "gpu");
        await("why slides failed, while others wait for a worker")
            .atMost(Duration.ofMinutes(2))
            .until(() -> reasons(run), List.of("NotFound", "Truncated")::equals);
        assertThat(run.get().getStatus().getState().isTerminal()).isFalse();
        CohortProcess.Running shards = workers.of(gpu);
        CohortRunStatus status = cluster.team().ended(run);
        assertThat(status.getState()).isEqualTo(State.OverBudget);
        assertThat(status.getSlides().getOutcomes())
            .isEqualTo(Map.of("Succeeded", 3, "NotFound", 1, "Truncated", 1));
        assertThat(status.getResult().getUri())
            .isEqualTo(runFolder(folder, run).toUri().toString().replaceAll("/$", ""));
        assertThat(IdenticalResults.of(local.output(), localRun(undisturbed)))
            .isEqualTo(IdenticalResults.of(folder.output(), runFolder(folder, run)));
        assertThat(startsOf(run)).hasSize(1);
        await("the Jobs to go")
            .atMost(Duration.ofSeconds(30))
            .until(() -> cluster.team().jobs().isEmpty());
        assertThat(steps.process().waitFor()).as(steps.stderr()).isZero();
        assertThat(shards.process().waitFor()).as(shards.stderr()).isZero();
        Path results = runFolder(folder, run);
        JsonNode input = new ObjectMapper().readTree(results.resolve("input.json").toFile());
        assertThat(status.getFrozen().getBundle()).isEqualTo(input.get("bundleDigest").asText());
        assertThat(status.getFrozen().getManifest()).hasSize(64);
        assertThat(status.getFrozen().getFeatureVersion()).isNotBlank();
        Team.change(run, "{\"ttlSecondsAfterFinished\": 1}");
        await("the resource to go, and it alone")
            .atMost(Duration.ofSeconds(30))
            .until(() -> run.get() == null);
        assertThat(results.resolve("run.json")).exists();
        assertThat(second.complaints()).isEmpty();
      }
    }
  }

  @Test
  void theLackOfACardIsSaidByItsNameUntilThereIsOne() throws Exception {
    Path yaml = oneSlide("card", "  workers: {cpu: {profile: card, replicas: 1}}\n");
    try (OperatorProcess operator = cluster.operator()) {
      Resource<CohortRun> run = cluster.team().apply(yaml);
      assertThat(cluster.team().condition(run, "WorkersReady", "NoGpuCapacity").getMessage())
          .contains("nvidia.com/gpu")
          .contains("0/1 nodes");
      assertThat(run.get().getStatus().getPendingReason()).contains("nvidia.com/gpu");
      cluster.cards(1);
      cluster.team().condition(run, "WorkersReady", "PodsPending");
      Team.change(run, "{\"workers\": {\"cpu\": {\"replicas\": 2}}}");
      await("as many workers as are asked for now")
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(
              () -> {
                Job job = cluster.team().job(run, "cpu");
                assertThat(job.getSpec().getParallelism()).isEqualTo(2);
                assertThat(job.getSpec().getCompletions()).isEqualTo(2);
              });
      run.delete();
      assertThat(operator.complaints()).isEmpty();
    }
  }

  @Test
  void whatNvidiasKindsSayOfTheStackIsSaidOfTheRun() throws Exception {
    Path yaml = oneSlide("stack", "  workers: {gpu: {profile: card, replicas: 1}}\n");
    // The operator reads nodes and kinds once a minute.
    Duration soon = Duration.ofMinutes(2);
    try (NvidiaKinds nvidia = new NvidiaKinds(cluster.client())) {
      nvidia.tell("ready", "ready");
      try (OperatorProcess operator = cluster.operator()) {
        Resource<CohortRun> run = cluster.team().apply(yaml);
        assertThat(cluster.team().condition(run, "GpuStackReady", "StackReady", soon).getMessage())
            .isEqualTo("ClusterPolicy gpu: ready; NVIDIADriver gpu: ready");
        nvidia.tell("ready", "notReady");
        assertThat(
                cluster.team().condition(run, "GpuStackReady", "StackNotReady", soon).getMessage())
            .isEqualTo("ClusterPolicy gpu: ready; NVIDIADriver gpu: notReady");
        run.delete();
        assertThat(operator.complaints()).isEmpty();
      }
    }
  }

  @Test
  void aWorkerOfAClaimingProfileIsGivenTheDeviceOfItsOwnClaim() throws Exception {
    Path yaml = oneSlide("claiming", "  workers: {cpu: {profile: claimed, replicas: 1}}\n");
    cluster.driver();
    try (OperatorProcess operator = cluster.operator()) {
      Resource<CohortRun> run = cluster.team().apply(yaml);
      Job cpu = cluster.team().job(run, "cpu");
      var dra = cluster.client().dynamicResourceAllocation().v1();
      ResourceClaimTemplate template =
          dra.resourceClaimTemplates().inNamespace(TestCluster.TEAM).list().getItems().getFirst();
      assertThat(template.getMetadata().getOwnerReferences().getFirst().getUid())
          .isEqualTo(run.get().getMetadata().getUid());
      assertThat(
              cpu.getSpec()
                  .getTemplate()
                  .getSpec()
                  .getResourceClaims()
                  .getFirst()
                  .getResourceClaimTemplateName())
          .isEqualTo(template.getMetadata().getName());
      ResourceClaim claim =
          await("the scheduler to give the card")
              .atMost(Duration.ofMinutes(1))
              .until(
                  () -> dra.resourceClaims().inNamespace(TestCluster.TEAM).list().getItems(),
                  all -> all.stream().anyMatch(OperatorIT::isAllocated))
              .getFirst();
      assertThat(claim.getStatus().getAllocation().getDevices().getResults().getFirst().getDevice())
          .isEqualTo("card-0");
      run.delete();
      await("the template to go with its run")
          .atMost(Duration.ofMinutes(1))
          .until(
              () ->
                  dra.resourceClaimTemplates()
                      .inNamespace(TestCluster.TEAM)
                      .list()
                      .getItems()
                      .isEmpty());
      assertThat(operator.complaints()).isEmpty();
    }
  }

  @Test
  void suspendTakesThePodsResumeBringsThemBackAndADrainedWorkerSaysThatWorkIsLeft()
      throws Exception {
    Resource<CohortRun> run = waiting("held");
    try (HostWorkers workers = new HostWorkers(temp.resolve("held-workers"));
        OperatorProcess operator = cluster.operator()) {
      workers.workflows(cluster.temporal());
      Job cpu = cluster.team().job(run, "cpu");
      Team.change(run, "{\"suspend\": true}");
      cluster.team().condition(run, "Suspended", "SuspendedByUser");
      CohortProcess.Running steps = workers.of(cpu);
      await("a worker")
          .atMost(Duration.ofSeconds(60))
          .until(() -> steps.stderr().contains("polling"));
      steps.process().destroy();
      assertThat(steps.process().waitFor()).as(steps.stderr()).isEqualTo(77);
      await("the pods to go").atMost(Duration.ofSeconds(60)).until(cluster::allPodsAreToldToGo);
      Team.change(run, "{\"suspend\": false}");
      cluster.team().job(run, "cpu");
      cluster.team().condition(run, "Suspended", "NotSuspended");
      assertThat(startsOf(run)).hasSize(1);
      run.delete();
      assertThat(operator.complaints()).isEmpty();
    }
  }

  @Test
  void ofARunThatIsDeletedWhileNoOperatorIsThereTheJobsGoAtOnceAndTheWorkflowOnceOneIs()
      throws Exception {
    Resource<CohortRun> run = waiting("deleted");
    String workflow;
    try (OperatorProcess operator = cluster.operator()) {
      cluster.team().job(run, "cpu");
      workflow = run.get().getStatus().getWorkflowId();
      operator.kill();
    }
    run.delete();
    await("the Jobs to go")
        .atMost(Duration.ofSeconds(60))
        .until(() -> cluster.team().jobs().isEmpty());
    assertThat(cancelRequested(workflow)).isFalse();
    try (OperatorProcess next = cluster.operator()) {
      await("the workflow to be ended")
          .atMost(Duration.ofMinutes(5))
          .pollInterval(Duration.ofSeconds(1))
          .until(() -> cancelRequested(workflow));
      assertThat(next.complaints()).isEmpty();
    }
  }

  @Test
  void aStatusOfARunThatHasChangedSinceIsRefusedAndTheNextTurnWritesTheTruth() throws Exception {
    Path yaml = oneSlide("changed", "");
    StatusWebhook.Point start =
        new StatusWebhook.Point(
            yaml,
            status -> status.getWorkflowId() != null,
            () -> Team.change(cluster.team().run("changed"), "{\"suspend\": true}"),
            true);
    try (StatusWebhook webhook = new StatusWebhook(cluster.plane(), start);
        OperatorProcess operator = cluster.operator()) {
      Resource<CohortRun> run = cluster.team().apply(yaml);
      assertThat(webhook.awaitPoint()).as("the intent to start, while it is written").isTrue();
      cluster.team().condition(run, "Suspended", "SuspendedByUser");
      assertThat(run.get().getStatus().getWorkflowId()).as("what was refused").isNull();
      assertThat(startsOf(run)).isEmpty();
      assertThat(operator.metrics())
          .containsPattern("cohortrun_reconciles_total\\{result=\"conflict\"} [1-9]");
      run.delete();
      assertThat(operator.complaints()).isEmpty();
    }
  }

  @Test
  void aProfileThatThePlatformLacksIsRefusedByNameAndStartsNothing() throws Exception {
    Path yaml = oneSlide("lacking", "  workers: {gpu: {profile: h100, replicas: 1}}\n");
    try (OperatorProcess operator = cluster.operator()) {
      Resource<CohortRun> run = cluster.team().apply(yaml);
      assertThat(cluster.team().condition(run, "Accepted", "UnknownProfile").getMessage())
          .isEqualTo(
              "spec.workers.gpu.profile: the platform has no worker profile h100, only card, claimed, default");
      assertThat(startsOf(run)).isEmpty();
      run.delete();
      assertThat(operator.complaints()).isEmpty();
    }
  }

  private static List<String> reasons(Resource<CohortRun> run) {
    return Objects.requireNonNullElse(run.get().getStatus().getTopReasons(), List.<TopReason>of())
        .stream()
        .filter(reason -> reason.getExampleRow() != null)
        .map(TopReason::getOutcome)
        .toList();
  }

  /** A run that nobody works for. */
  private static Resource<CohortRun> waiting(String name) throws IOException {
    return cluster.team().apply(oneSlide(name, ""));
  }

  /** The file of a run of one slide, which is not there. */
  private static Path oneSlide(String name, String spec) throws IOException {
    List<String> rows = List.of("s,p,absent.svs,");
    CohortFolder folder = OnCluster.place(CohortFolder.write(temp.resolve(name), name, rows, spec));
    return folder.path().resolve(name + ".yaml");
  }

  private static boolean isAllocated(ResourceClaim claim) {
    return claim.getStatus() != null && claim.getStatus().getAllocation() != null;
  }

  private static Path runFolder(CohortFolder folder, Resource<CohortRun> run) {
    return folder.output().resolve("runs").resolve(run.get().getMetadata().getUid()).resolve("1");
  }

  private static Path localRun(CohortProcess process) {
    return Path.of(process.json().get("output").asText());
  }

  private static List<WorkflowExecutionMetadata> startsOf(Resource<CohortRun> run) {
    String id = "cohortrun-" + run.get().getMetadata().getUid() + "-1";
    try (var all = WorkflowClient.newInstance(stubs).listExecutions("WorkflowId = '" + id + "'")) {
      return all.toList();
    }
  }

  private static boolean cancelRequested(String workflow) {
    var description = WorkflowClient.newInstance(stubs).newUntypedWorkflowStub(workflow).describe();
    return description.getStatus() != WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_RUNNING
        || description.getRawDescription().getWorkflowExtendedInfo().getCancelRequested();
  }
}
