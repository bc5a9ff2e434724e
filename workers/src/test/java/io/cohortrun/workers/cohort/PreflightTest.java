package io.cohortrun.workers.cohort;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cohortrun.workflows.contract.Outcome;
import io.cohortrun.workflows.contract.PreflightReceipt;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What preflight opens, and when again. */
class PreflightTest extends StepsCohort {

  @Test
  void aKilledPreflightDoesNotOpenSlidesAgain() throws Exception {
    freeze(1, List.of());
    store.breakAt("preflight/");
    assertThatThrownBy(() -> preflight(1, 0, 5)).hasMessage("the store is away");
    store.breakAt("");

    preflight(1, 0, 5);

    assertThat(opener.opened.get("ünïcode.svs")).hasValue(1);
    assertThat(opener.opened.get("blank.svs")).hasValue(1);
    assertThat(opener.opened.get("crash.svs")).as("failures are tried again").hasValue(4);
    assertThat(store.get(layout(1).mask(2))).isPresent();

    store.deleteAll("runs/");
    freeze(1, List.of());
    preflight(1, 0, 5);
    assertThat(opener.opened.get("ünïcode.svs")).as("its pictures were gone").hasValue(2);
    preflight(1, 0, 3);
    assertThat(opener.opened.get("ünïcode.svs")).as("and are remembered anew").hasValue(2);
  }

  @Test
  void whatTheReaderSaidOfAFailedSlideIsKept() throws Exception {
    freeze(1, List.of());
    preflight(1, 0, ROWS);
    assertThat(files(1).inspections())
        .allSatisfy(
            i ->
                assertThat(store.get(layout(1).failure(i.row()) + "reader.log").isPresent())
                    .as("row %d, %s", i.row(), i.outcome())
                    .isEqualTo(i.outcome() != null && i.outcome().isFailure()))
        .anySatisfy(i -> assertThat(i.outcome()).isEqualTo(Outcome.DecodeCrash));
  }

  @Test
  void aStoreThatFailsCostsTheStepNotTheSlide() throws Exception {
    freeze(1, List.of());
    store.breakAt("masks/");

    assertThatThrownBy(() -> preflight(1, 0, ROWS))
        .isInstanceOf(IOException.class)
        .hasMessage("the store is away");
    store.breakAt("");

    PreflightReceipt receipt = preflight(1, 0, ROWS);
    assertThat(receipt).isEqualTo(new PreflightReceipt(0, ROWS, 3, 4, 12, receipt.tally()));
    assertThat(receipt.tally().counts()).containsEntry(Outcome.NoTissue, 1);
  }
}
