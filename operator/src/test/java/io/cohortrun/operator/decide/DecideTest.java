package io.cohortrun.operator.decide;

import static org.assertj.core.api.Assertions.assertThat;

import io.cohortrun.crds.v1alpha1.ConditionReason;
import io.cohortrun.crds.v1alpha1.ConditionType;
import io.cohortrun.operator.decide.Verdict.Truth;
import io.cohortrun.operator.observe.Observation;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every point of a run's life with every thing that can happen at it. */
class DecideTest {

  @ParameterizedTest(name = "{0}, Temporal: {1}, {2}")
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      textBlock =
          """
          # status      | Temporal    | what happens        | intents                       | state
          nothing       | absent      | ''                  | start 1                       | Pending
          nothing       | absent      | preflight           | start 1 preflight             | Pending
          nothing       | absent      | suspend             | ''                            | Suspended
          nothing       | absent      | hold all            | ''                            | Suspended
          nothing       | absent      | problem             | ''                            | Pending
          nothing       | absent      | delete              | ''                            | Pending
          nothing       | absent      | retry               | start 1                       | Pending
          nothing       | away        | ''                  | ''                            | Pending
          intended      | absent      | ''                  | start 1                       | Pending
          intended      | absent      | suspend             | ''                            | Suspended
          intended      | absent      | delete              | ''                            | Pending
          intended      | away        | ''                  | ''                            | Pending
          intended      | Freeze      | ''                  | adopt, CPU 1                  | Preflight
          intended      | Complete    | ''                  | adopt                         | Complete
          intended      | failed      | ''                  | adopt                         | Failed
          started       | absent      | ''                  | ''                            | Failed
          started       | absent      | gpu runs            | GPU 0                         | Failed
          started       | foreign     | cpu runs            | CPU 0                         | Failed
          started       | away        | 'cpu runs,gpu runs' | ''                            | Running
          started       | away        | suspend             | ''                            | Running
          started       | away        | delete              | ''                            | Running
          started       | Freeze      | ''                  | CPU 1                         | Preflight
          started       | Preflight   | cpu runs            | ''                            | Preflight
          started       | Plan        | cpu runs            | ''                            | Preflight
          started       | Infer       | cpu runs            | GPU 4                         | Running
          started       | Infer       | 'cpu runs,gpu runs' | ''                            | Running
          started       | Infer       | 'cpu runs,queue'    | GPU 4                         | Running
          started       | Infer       | 'cpu runs,node kept' | GPU 4 by Job 1               | Running
          started       | Infer       | 'cpu runs,queue,node kept' | GPU 4 by Job 1         | Running
          started       | Infer       | 'cpu runs,node kept,suspend' | pause, CPU 0, GPU 0  | Suspended
          started       | Infer       | 'cpu runs,node kept,delete' | ''                    | Running
          started       | Publish     | 'cpu runs,node kept' | GPU 0                        | Running
          started       | away        | 'cpu runs,node kept' | ''                           | Running
          Complete      | absent      | node kept           | GPU 0                         | Complete
          started       | Infer       | 'cpu runs,replaced' | ''                            | Running
          started       | Infer       | 'cpu runs,replaced with fewer' | GPU 4 by Job 2     | Running
          started       | Infer       | 'cpu runs,queue,replaced with fewer' | ''           | Running
          started       | Infer       | 'cpu runs,queue admits fewer' | GPU 4               | Running
          started       | Infer       | 'cpu runs,queue,queue admits fewer' | ''            | Running
          started       | Infer       | 'cpu runs,queue,queue holds,suspend' | pause, CPU 0, GPU 0 | Suspended
          started       | Publish     | 'cpu runs,queue,queue admits fewer' | GPU 0         | Running
          started       | Publish     | 'cpu runs,gpu runs' | GPU 0                         | Running
          started       | Infer       | 'cpu runs,gpu runs,approve' | ''                    | Running
          started       | SignOff     | cpu runs            | CPU 0                         | AwaitingSignOff
          started       | SignOff     | ''                  | ''                            | AwaitingSignOff
          started       | SignOff     | approve             | jane approves                 | AwaitingSignOff
          started       | SignOff     | reject              | jane rejects                  | AwaitingSignOff
          started       | SignOff     | suspend             | pause                         | Suspended
          started       | SignOff     | 'approve,told of approval' | ''                     | AwaitingSignOff
          started       | SignOff     | 'reject,told of approval' | jane rejects            | AwaitingSignOff
          started       | paused SignOff | 'suspend,approve' | ''                           | Suspended
          started       | paused SignOff | approve          | resume, jane approves         | AwaitingSignOff
          started       | rejected    | ''                  | ''                            | Failed
          started       | Infer       | 'cpu runs,lost'     | tell pod-7 OOMKilled, GPU 4   | Running
          started       | Infer       | 'cpu runs,suspend'  | pause, CPU 0                  | Suspended
          started       | Infer       | 'gpu runs,hold all' | pause, GPU 0                  | Suspended
          started       | Infer       | 'cpu runs,pods at ceiling' | pause, CPU 0           | Suspended
          started       | Infer       | 'gpu runs,gpu hours at ceiling' | pause, GPU 0      | Suspended
          started       | paused      | gpu hours at ceiling | ''                           | Suspended
          started       | Infer       | 'cpu runs,gpu runs,gpu hours below' | ''            | Running
          started       | Publish     | 'cpu runs,gpu hours at ceiling' | ''                | Running
          started       | Infer       | 'cpu runs,bytes at quota' | pause, CPU 0            | Suspended
          started       | Publish     | 'cpu runs,bytes at quota' | ''                      | Running
          started       | Infer       | 'gpu runs,platform allows 20 pods' | pause, GPU 0   | Suspended
          started       | Infer       | 'gpu runs,gpu hours below,platform allows 1 hour' | pause, GPU 0 | Suspended
          started       | Publish     | 'cpu runs,platform allows 5000 bytes' | ''          | Running
          started       | paused      | platform allows 5000 bytes | ''                     | Suspended
          started       | Infer       | 'cpu runs,gpu runs,pods at ceiling' | ''            | Running
          started       | Infer       | 'cpu runs,queue,queue admits fewer,pods at ceiling' | '' | Running
          started       | Infer       | problem             | ''                            | Running
          started       | Infer       | 'cpu runs,gpu runs,problem,suspend' | pause, CPU 0, GPU 0 | Suspended
          started       | Publish     | 'cpu runs,gpu runs,problem' | GPU 0                 | Running
          started       | Infer       | retry               | CPU 1, GPU 4                  | Running
          started       | Infer       | delete              | ''                            | Running
          started       | paused      | suspend             | ''                            | Suspended
          started       | paused      | ''                  | resume, CPU 1, GPU 4          | Running
          started       | Infer       | 'suspend,told to hold' | ''                         | Suspended
          started       | Infer       | told to hold        | resume, CPU 1, GPU 4          | Running
          started       | paused      | told to go on       | CPU 1, GPU 4                  | Running
          started       | paused      | 'suspend,told to go on' | pause                     | Suspended
          started       | Complete    | gpu runs            | GPU 0                         | Complete
          started       | OverBudget  | ''                  | ''                            | OverBudget
          started       | marked      | ''                  | ''                            | Complete
          started       | NotValidated | cpu runs           | CPU 0                         | NotValidated
          started       | Preflighted | cpu runs            | CPU 0                         | Preflighted
          started       | cancelled   | cpu runs            | CPU 0                         | Cancelled
          started       | failed      | cpu runs            | CPU 0                         | Failed
          Complete      | absent      | ''                  | ''                            | Complete
          Complete      | absent      | gpu runs            | GPU 0                         | Complete
          Complete      | away        | gpu runs            | GPU 0                         | Complete
          Complete      | Infer       | suspend             | ''                            | Complete
          Complete      | absent      | ttl runs            | ''                            | Complete
          Complete      | away        | 'gpu runs,ttl over' | GPU 0, expire                 | Complete
          Complete      | absent      | 'delete,ttl over'   | ''                            | Complete
          Failed        | absent      | 'retry,ttl over'    | start 2                       | Pending
          started       | Infer       | 'cpu runs,gpu runs,ttl over' | ''                   | Running
          Complete      | Complete    | problem             | ''                            | Complete
          Complete      | Complete    | retry               | start 2                       | Pending
          Complete      | absent      | retry               | start 2                       | Pending
          Complete      | Complete    | 'retry,suspend'     | ''                            | Complete
          Complete      | away        | retry               | ''                            | Complete
          Failed        | absent      | 'retry,hold all'    | ''                            | Failed
          OverBudget    | absent      | 'retry,problem'     | ''                            | OverBudget
          Preflighted   | absent      | suspend             | ''                            | Preflighted
          Complete      | absent      | retry twice         | start 2                       | Pending
          Failed        | absent      | ''                  | ''                            | Failed
          Failed        | failed      | 'retry,pods at ceiling' | start 2                   | Pending
          Failed        | Complete    | ''                  | ''                            | Failed
          Failed        | absent      | retry               | start 2                       | Pending
          Cancelled     | absent      | ''                  | ''                            | Cancelled
          OverBudget    | OverBudget  | retry               | start 2                       | Pending
          NotValidated  | NotValidated | ''                 | ''                            | NotValidated
          NotValidated  | NotValidated | retry              | start 2                       | Pending
          Preflighted   | Preflighted | preflight           | ''                            | Preflighted
          Preflighted   | Preflighted | ''                  | start 1                       | Pending
          """)
  void whatIsDone(String status, String temporal, String events, String intents, String state) {
    Decision decision = Decide.decide(Case.of(status, temporal, events));
    assertThat(decision.intents().stream().map(DecideTest::word).collect(Collectors.joining(", ")))
        .isEqualTo(intents);
    assertThat(decision.state().name()).isEqualTo(state);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          nothing  | absent     | problem                 | Accepted     | False   | UnknownProfile
          nothing  | away       | ''                      | Running      | Unknown | TemporalUnavailable
          nothing  | absent     | hold all                | Suspended    | True    | SuspendedByPlatform
          nothing  | absent     | 'hold all,suspend'      | Suspended    | True    | SuspendedByUser
          started  | away       | ''                      | Running      | Unknown | TemporalUnavailable
          started  | absent     | ''                      | Failed       | True    | WorkflowLost
          started  | foreign    | ''                      | Failed       | True    | WorkflowLost
          started  | failed     | ''                      | Failed       | True    | BadManifest
          started  | cancelled  | ''                      | Failed       | False   | Cancelled
          started  | Complete   | ''                      | Complete     | True    | Published
          started  | OverBudget | ''                      | Complete     | True    | OverBudget
          started  | Preflighted| ''                      | Complete     | False   | PreflightDone
          nothing  | absent     | ''                      | Validated    | Unknown | WorkflowStarting
          started  | valid      | ''                      | Validated    | True    | ChecksPassed
          started  | marked     | ''                      | Validated    | False   | CheckFailed
          started  | marked     | ''                      | Complete     | True    | Published
          started  | NotValidated | ''                    | Validated    | False   | CheckFailed
          started  | NotValidated | ''                    | Failed       | True    | NotValidated
          started  | NotValidated | ''                    | Complete     | False   | NotValidated
          started  | Infer      | 'cpu runs,gpu runs'     | WorkersReady | True    | PodsReady
          started  | Infer      | cpu runs                | WorkersReady | False   | PodsPending
          started  | Infer      | 'cpu runs,no gpu'       | WorkersReady | False   | NoGpuCapacity
          started  | Infer      | 'cpu runs,no gpu'       | Stalled      | False   | Progressing
          started  | Infer      | 'cpu runs,no gpu,silent'| Stalled      | False   | Progressing
          started  | Infer      | 'cpu runs,queue holds,silent'| Stalled | False   | Progressing
          started  | Infer      | 'cpu runs,gpu runs,silent'| Stalled    | True    | NoProgress
          started  | Infer      | 'cpu runs,no volume yet,silent'| Stalled | False | Progressing
          started  | Infer      | 'cpu runs,pending,silent'| Stalled     | True    | NoProgress
          started  | Preflight  | 'cpu runs,silent'       | Stalled      | False   | Progressing
          started  | Publish    | 'cpu runs,silent'       | Stalled      | False   | Progressing
          started  | Infer      | 'cpu runs,queue holds'  | WorkersReady | False   | Queued
          started  | Infer      | 'cpu runs,queue holds'  | Stalled      | False   | Progressing
          started  | Infer      | 'cpu runs,refused'      | Stalled      | True    | WorkersRefused
          started  | Infer      | 'cpu runs,no image'     | Stalled      | True    | ImageUnavailable
          started  | Infer      | 'cpu runs,no rights'    | GpuCapacityKnown | Unknown | NotReadable
          started  | Infer      | 'cpu runs,two nodes'    | GpuCapacityKnown | True | NodesMatch
          started  | Infer      | 'cpu runs,two nodes'    | GpuStackReady | True   | StackReady
          started  | Infer      | 'cpu runs,other gpus'   | GpuCapacityKnown | True | NoMatchingNode
          started  | Infer      | 'cpu runs,other gpus'   | GpuStackReady | False  | StackNotReady
          started  | Infer      | 'cpu runs,node lost'    | Stalled      | True    | NodeLost
          started  | Infer      | 'cpu runs,node kept'    | Stalled      | True    | NodeLost
          started  | Infer      | 'cpu runs,node kept'    | WorkersReady | False   | NodeLost
          started  | Infer      | 'cpu runs,no image yet' | Stalled      | False   | Progressing
          started  | Infer      | 'cpu runs,workers fail' | Stalled      | True    | WorkersFailing
          started  | Infer      | 'cpu runs,workers fail' | WorkersReady | False   | WorkersFailing
          started  | Infer      | 'cpu runs,no volume'    | Stalled      | True    | VolumesPending
          started  | Infer      | 'cpu runs,no volume yet'| Stalled      | False   | Progressing
          started  | Publish    | 'cpu runs,no image'     | Stalled      | False   | Progressing
          started  | Infer      | 'silent,suspend'        | Stalled      | False   | Progressing
          started  | Infer      | suspend                 | WorkersReady | False   | NoWorkersWanted
          started  | Infer      | pods at ceiling         | Suspended    | True    | CeilingReached
          started  | Infer      | gpu hours at ceiling    | Suspended    | True    | CeilingReached
          started  | Infer      | bytes at quota          | Suspended    | True    | CeilingReached
          started  | Publish    | bytes at quota          | Suspended    | False   | NotSuspended
          started  | Infer      | ''                      | Running      | True    | WorkflowRunning
          started  | Infer      | ''                      | DevicesHealthy | True  | NoneQuarantined
          started  | one fault  | ''                      | DevicesHealthy | True  | NoneQuarantined
          started  | card quarantined | ''                | DevicesHealthy | False | DeviceQuarantined
          started  | Infer      | ''                      | AwaitingSignOff | False | NotUnderReview
          started  | SignOff    | ''                      | AwaitingSignOff | True | DecisionMissing
          started  | SignOff    | silent                  | Stalled      | False   | Progressing
          started  | SignOff    | ''                      | WorkersReady | False   | NoWorkersWanted
          started  | Complete   | ''                      | AwaitingSignOff | False | WorkflowEnded
          started  | rejected   | ''                      | Failed       | True    | Rejected
          started  | paused     | ''                      | Suspended    | False   | NotSuspended
          """)
  void whatConditionsSay(
      String status, String temporal, String events, String type, Truth truth, String reason) {
    assertThat(verdicts(status, temporal, events))
        .filteredOn(v -> v.type().equals(type))
        .singleElement()
        .satisfies(
            v -> {
              assertThat(v.truth()).isEqualTo(truth);
              assertThat(v.reason()).isEqualTo(reason);
              assertThat(v.sentence()).isNotBlank();
            });
  }

  @ParameterizedTest
  @ValueSource(strings = {"absent", "away", "Infer", "foreign", "failed", "Complete"})
  void nothingThatTemporalSaysChangesAnAttemptThatHasEnded(String temporal) {
    Decision decision = Decide.decide(Case.of("Complete", temporal, ""));
    assertThat(decision.intents()).isEmpty();
    assertThat(decision.verdicts()).isEmpty();
    assertThat(decision.again()).isEmpty();
  }

  @Test
  void aReachedCeilingSaysWhichAndHowMuchWasUsedAndWhatToDo() {
    assertThat(sentence("gpu hours at ceiling"))
        .contains("2.00 hours", "ceilings.gpuHours allows 2.0", "start a run with a higher one");
    assertThat(sentence("bytes at quota"))
        .contains("5000 bytes", "output.quota allows 5000", "smaller output.profile");
    assertThat(sentence("pods at ceiling"))
        .contains("20 pods", ", 5 more are needed", "ceilings.pods allows 20");
  }

  @Test
  void aCeilingOfThePlatformIsToldAsSuchAndTheLowerOfBothHolds() {
    assertThat(sentence("platform allows 20 pods"))
        .contains("20 pods", "the platform allows", "worker profile, 20", "goes on")
        .doesNotContain("ceilings.pods allows", "start a run");
    assertThat(sentence("platform allows 5000 bytes")).contains("the platform allows", " 5000:");
    assertThat(sentence("gpu hours below,platform allows 1 hour"))
        .as("the run itself allows more")
        .contains("2.00 hours", "the platform allows", " 1.0:");
  }

  @ParameterizedTest
  @CsvSource({
    "nothing, hold all",
    "nothing, problem",
    "Complete, 'retry,hold all'",
    "Complete, 'retry,problem'"
  })
  void whoMayNotBeginForThePlatformsSakeLooksAgainThoughNothingOfItsOwnChanges(
      String status, String events) {
    assertThat(Decide.decide(Case.of(status, "absent", events)).again()).isPresent();
  }

  @Test
  void aQuarantinedCardIsToldWithItsNode() {
    assertThat(verdicts("started", "card quarantined", ""))
        .filteredOn(v -> v.type().equals(ConditionType.DEVICES_HEALTHY))
        .singleElement()
        .extracting(Verdict::sentence)
        .asString()
        .startsWith("GPU-7 on node node-3 failed 2 times");
  }

  private static String sentence(String ceiling) {
    return verdicts("started", "Infer", ceiling).stream()
        .filter(v -> v.type().equals(ConditionType.SUSPENDED))
        .map(Verdict::sentence)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void whatIsToGoLaterIsLookedAtThen() {
    assertThat(Decide.decide(Case.of("Complete", "Complete", "ttl runs")).again())
        .hasValue(Duration.ofMinutes(1));
    assertThat(Decide.decide(Case.of("Complete", "Complete", "ttl over")).again()).isEmpty();
  }

  @Test
  void aSilenceSaysWhatWorkersWaitFor() {
    assertThat(verdicts("started", "Infer", "cpu runs,pending,silent"))
        .anySatisfy(
            v -> {
              assertThat(v.type()).isEqualTo(ConditionType.STALLED);
              assertThat(v.reason()).isEqualTo(ConditionReason.NO_PROGRESS);
              assertThat(v.sentence()).contains(ConditionReason.PODS_PENDING);
            });
  }

  @Test
  void eachConditionIsJudgedOnceAtMost() {
    for (String temporal : List.of("absent", "away", "Infer", "Complete", "failed", "foreign")) {
      for (String status : List.of("nothing", "intended", "started", "Complete", "Failed")) {
        assertThat(verdicts(status, temporal, ""))
            .extracting(Verdict::type)
            .doesNotHaveDuplicates();
      }
    }
  }

  private static List<Verdict> verdicts(String status, String temporal, String events) {
    Observation o = Case.of(status, temporal, events);
    return Decide.decide(o).verdicts();
  }

  private static String word(Intent intent) {
    return switch (intent) {
      case Intent.Start s ->
          "start "
              + s.attempt().number()
              + (s.attempt().workflowId().endsWith("-preflight") ? " preflight" : "");
      case Intent.Adopt a -> "adopt";
      case Intent.Expire e -> "expire";
      case Intent.Pause p -> "pause";
      case Intent.Resume r -> "resume";
      case Intent.Scale s ->
          s.pool()
              + " "
              + s.replicas()
              + (s.replacement() == 0 ? "" : " by Job " + s.replacement());
      case Intent.TellDecision t ->
          t.decision().approver() + (t.decision().approved() ? " approves" : " rejects");
      case Intent.TellLost t -> "tell " + t.lost().worker() + " " + t.lost().reason();
    };
  }
}
