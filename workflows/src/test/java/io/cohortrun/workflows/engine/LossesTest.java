package io.cohortrun.workflows.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.cohortrun.workflows.contract.ShardInput;
import io.cohortrun.workflows.contract.ShardProgress;
import io.cohortrun.workflows.contract.Usage;
import io.temporal.api.enums.v1.RetryState;
import io.temporal.api.enums.v1.TimeoutType;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.CanceledFailure;
import io.temporal.failure.TimeoutFailure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LossesTest {

  private static final ShardProgress LAST = new ShardProgress("pod", 4, 9, 1, Usage.NONE);

  private static ActivityFailure because(Throwable cause) {
    return new ActivityFailure(
        "failed", 1, 2, "InferShard", "1", RetryState.RETRY_STATE_UNSPECIFIED, "w", cause);
  }

  private static TimeoutFailure timeout(TimeoutType type, Object... details) {
    return new TimeoutFailure("timeout", details.length == 0 ? null : details[0], type);
  }

  @ParameterizedTest
  @CsvSource({
    "Preempted, DRAINED, -1",
    "Evicted, DRAINED, -1",
    "NodeLost, INFRASTRUCTURE, -1",
    "OOMKilled, DEATH, 4",
    "Error, DEATH, 4",
    "a reason of tomorrow, DEATH, 4",
    ", DEATH, 4"
  })
  void aSilentWorkerIsJudgedByTheWordOfThePlatform(String word, Loss.Kind kind, int row) {
    Loss loss = Losses.silent(LAST, word);
    assertThat(loss.kind()).isEqualTo(kind);
    assertThat(loss.row()).isEqualTo(row);
    assertThat(loss.word()).isEqualTo(kind == Loss.Kind.DEATH ? word : null);
  }

  @Test
  void betweenSlidesNobodyIsSuspected() {
    assertThat(Losses.silent(new ShardProgress("pod", -1, 0, 1, Usage.NONE), null).row())
        .isEqualTo(ShardInput.WHOLE_SHARD);
  }

  @Test
  void onlyAHeartbeatTimeoutWithDetailsIsASilentWorker() {
    TimeoutType heartbeat = TimeoutType.TIMEOUT_TYPE_HEARTBEAT;
    assertThat(Losses.silent(because(timeout(heartbeat, LAST)))).contains(LAST);
    assertThat(Losses.silent(because(timeout(heartbeat)))).isEmpty();
    assertThat(Losses.silent(because(timeout(TimeoutType.TIMEOUT_TYPE_START_TO_CLOSE, LAST))))
        .isEmpty();
    assertThat(Losses.silent(because(new CanceledFailure("")))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "Drained, DRAINED",
    "Model, MODEL",
    "Infrastructure, INFRASTRUCTURE",
    "java.lang.NullPointerException, INFRASTRUCTURE"
  })
  void aFailureChargesWhatItsTypeSays(String type, Loss.Kind kind) {
    assertThat(Losses.of(because(ApplicationFailure.newFailure("said", type))))
        .isEqualTo(Loss.of(kind, "said"));
  }

  @Test
  void aStoppedTryChargesNothingAndEveryOtherEndIsInfrastructure() {
    assertThat(Losses.of(because(new CanceledFailure(""))).kind()).isEqualTo(Loss.Kind.DRAINED);
    assertThat(Losses.of(because(timeout(TimeoutType.TIMEOUT_TYPE_START_TO_CLOSE))).kind())
        .isEqualTo(Loss.Kind.INFRASTRUCTURE);
    assertThat(Losses.of(because(timeout(TimeoutType.TIMEOUT_TYPE_HEARTBEAT))).kind())
        .isEqualTo(Loss.Kind.DEATH);
  }
}
