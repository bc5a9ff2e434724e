package io.cohortrun.cli.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cohortrun.crds.v1alpha1.CohortRun;
import org.junit.jupiter.api.Test;

/** What a terminal shows of a run. */
class SummaryTest {

  private static CohortRun run(String status) {
    try {
      return new ObjectMapper()
          .readValue(
              """
              {"metadata": {"name": "gi", "uid": "u"}, "spec": {"output": {"uri": "s3://b/out"}},
               "status": %s}
              """
                  .formatted(status),
              CohortRun.class);
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aRunThatWaitsSaysWhyOnceAndWhatElseMatters() {
    assertThat(
            Summary.status(
                run(
                    """
                    {"state": "AwaitingSignOff", "phase": "SignOff", "attempt": 1,
                     "slides": {"done": 10, "total": 10, "failed": 1}, "pendingReason": "decide",
                     "conditions": [
                      {"type": "Accepted", "status": "True", "reason": "Frozen", "message": "m"},
                      {"type": "WorkersReady", "status": "False", "reason": "r", "message": "m"},
                      {"type": "AwaitingSignOff", "status": "True", "reason": "DecisionMissing",
                       "message": "decide"}]}
                    """)))
        .isEqualToNormalizingNewlines(
            """
            gi: AwaitingSignOff, phase SignOff, 10 of 10 slides, 1 failed, attempt 1
            waits: decide
            AwaitingSignOff=True (DecisionMissing)""");
  }

  @Test
  void whatARunHasUsedAndACardThatItUsesNoMoreAreTold() {
    assertThat(
            Summary.status(
                run(
                    """
                    {"state": "Running", "attempt": 1,
                     "gpuSeconds": {"held": 7200, "useful": 5400.5, "wasted": 36},
                     "conditions": [
                      {"type": "DevicesHealthy", "status": "False", "reason": "DeviceQuarantined",
                       "message": "GPU-7 on node n"}]}
                    """)))
        .isEqualToNormalizingNewlines(
            """
            gi: Running, attempt 1
            DevicesHealthy=False (DeviceQuarantined): GPU-7 on node n
            GPUs held for 2.00 h; devices useful for 1.50 h, wasted 0.01 h""");
  }

  @Test
  void aRunThatNoOperatorHasSeenIsNew() {
    assertThat(Summary.status(run("null"))).isEqualTo("gi: new");
    assertThat(Summary.failures(run("null"))).doesNotContain("ledger");
  }

  @Test
  void whatAnEarlierReleaseDidNotSayIsNotKnown() {
    String earlier =
        """
        {"state": "Failed", "attempt": 1, "slides": {"done": 3}, "result": {}, "gpuSeconds": {},
         "topReasons": [{"rows": 2}],
         "conditions": [{}, {"type": "Failed", "status": "True"}]}
        """;
    assertThat(Summary.status(run(earlier)))
        .isEqualToNormalizingNewlines(
            """
            gi: Failed, 3 of ? slides, ? failed, attempt 1
            Failed=True (?)
            GPUs held for 0.00 h; devices useful for 0.00 h, wasted 0.00 h
            result: ?""");
    assertThat(Summary.failures(run(earlier))).startsWith("2 ?");
  }

  @Test
  void failuresNameARowAndTheLedger() {
    assertThat(
            Summary.failures(
                run(
                    """
                    {"attempt": 2, "topReasons": [
                      {"outcome": "Unreadable", "rows": 3, "exampleRow": 17},
                      {"outcome": "NoScale", "rows": 1}]}
                    """)))
        .isEqualToNormalizingNewlines(
            """
            3 Unreadable, for example row 17
            1 NoScale
            ledger: s3://b/out/runs/u/2/ledger.csv""");
  }

  @Test
  void aRunWithoutFailuresSaysHowFarThatIsKnown() {
    assertThat(Summary.failures(run("{\"state\": \"Running\"}")))
        .isEqualTo("no slide is known to have ended");
    assertThat(Summary.failures(run("{\"state\": \"Running\", \"topReasons\": []}")))
        .isEqualTo("no slide has failed so far");
    assertThat(Summary.failures(run("{\"state\": \"Complete\", \"topReasons\": []}")))
        .isEqualTo("no slide failed");
  }
}
