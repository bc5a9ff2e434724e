package io.cohortrun.workers.cohort;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cohortrun.workers.canonical.Json;
import io.cohortrun.workflows.contract.CohortInput;
import io.cohortrun.workflows.contract.CohortResult;
import io.cohortrun.workflows.contract.Outcome;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Retries of chosen failures, and what is said of a choice that would come to nothing. */
class RetryChoiceTest extends StepsCohort {

  @BeforeEach
  void aRunThatHasEnded() throws Exception {
    runAll(1, List.of());
    opener.opened.clear();
    Files.writeString(folder.resolve("absent.svs"), "tissue 1900");
  }

  @Test
  void aRetryBySlideTriesThatSlideAndLeavesOtherFailuresAsTheyAre() throws Exception {
    CohortResult result = runAll(choice(2, List.of(), "S4"));

    assertThat(opener.opened.keySet()).containsExactly("crash.svs");
    assertThat(result.ledger()).isEqualTo(record(1).ledger());
    assertThat(ledger(2).get(8)).as("there by now").isEqualTo(ledger(1).get(8));
    assertThat(ledger(2).get(1)).isEqualTo(ledger(1).get(1));

    runAll(choice(3, List.of(), "S7"));

    assertThat(ledger(3).get(8)).startsWith("S7,P7,Succeeded,");
  }

  @Test
  void ofCodesAndSlidesBothHold() throws Exception {
    runAll(choice(2, List.of(Outcome.DecodeCrash, Outcome.NotFound), "S7"));

    assertThat(opener.opened.keySet()).containsExactly("absent.svs");
  }

  @Test
  void aChoiceThatWouldLeaveOutWhatItNamesIsRefusedByItsPlaceAndCostsNothing() throws Exception {
    RunRefused refused = refusal(choice(2, List.of(), "S4", "nobody", "S0", "S8"));

    assertThat(refused.kind()).isEqualTo(RunRefused.Kind.BadRetry);
    assertThat(refused)
        .hasMessageStartingWith("spec.retryOnly.slides[1] is no slide_id of the run's manifest; ")
        .hasMessageContaining("slides[2] (row 1) ended as Succeeded, which is no failure")
        .hasMessageContaining("slides[3] (row 9) ended as Excluded, which is no failure")
        .hasMessageContaining("raise spec.retry again");
    assertThat(refused.getMessage())
        .as("ids of slides stay out of the status")
        .doesNotContain("nobody", "S0", "slides[0]");
    assertThat(files(2).findInput()).isEmpty();

    runAll(choice(3, List.of(), "S4"));

    assertThat(opener.opened.keySet()).as("goes on from attempt 1").containsExactly("crash.svs");
    assertThat(record(3).ledger()).isEqualTo(record(1).ledger());
  }

  @Test
  void aSlideThatFailedOtherwiseIsNamed() {
    assertThat(refusal(choice(2, List.of(Outcome.NotFound), "S4")))
        .hasMessageContaining(
            "slides[0] (row 5) ended as DecodeCrash, which is not among the codes that are tried");
  }

  @Test
  void codesThatNoSlideEndedInAreTold() {
    assertThat(refusal(choice(2, List.of(Outcome.OutputQuota, Outcome.Cancelled))))
        .hasMessageStartingWith("spec.retryOnly.codes: no slide ended as OutputQuota or Cancelled");
  }

  @Test
  void manyProblemsAreCounted() {
    String[] strangers = {"a", "b", "c", "d", "e", "f", "g"};
    assertThat(refusal(choice(2, List.of(), strangers)))
        .hasMessageContaining(
            "slides[4] is no slide_id of the run's manifest; and 2 more: correct");
  }

  @Test
  void anAttemptKeepsTheChoiceThatItWasForecastWith() throws Exception {
    freeze().run(choice(2, List.of(), "S4").inMode(CohortInput.Mode.Preflight), store);
    freeze().run(choice(2, List.of(), "S7"), store);

    assertThat(files(2).input().mode()).isEqualTo(CohortInput.Mode.Run);
    assertThat(files(2).input().retrySlides()).containsExactly("S4");
  }

  @Test
  void anInputOfAnEarlierReleaseChoosesEveryFailure() throws Exception {
    ObjectNode old = Json.MAPPER.valueToTree(Runs.input(manifest, 2, List.of()));
    old.remove("retrySlides");

    RetryChoice all = RetryChoice.of(Json.MAPPER.treeToValue(old, CohortInput.class));

    assertThat(all.isOfAll()).isTrue();
    assertThat(all.isTriedAgain(Outcome.Truncated, "S1")).isTrue();
    assertThat(all.isTriedAgain(Outcome.NoTissue, "S1")).isFalse();
  }

  private CohortInput choice(int attempt, List<Outcome> codes, String... slides) {
    return Runs.input(manifest, attempt, List.of()).retrying(codes, List.of(slides));
  }

  private RunRefused refusal(CohortInput input) {
    return catchThrowableOfType(RunRefused.class, () -> freeze().run(input, store));
  }
}
