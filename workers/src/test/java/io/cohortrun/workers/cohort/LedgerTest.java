package io.cohortrun.workers.cohort;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cohortrun.workers.manifest.Manifest;
import io.cohortrun.workers.manifest.ManifestRow;
import io.cohortrun.workers.shard.SlideOutcome;
import io.cohortrun.workflows.contract.Outcome;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class LedgerTest {

  @Test
  void cellsAreQuotedAndMessagesAreSafeSentences() {
    Ledger ledger =
        new Ledger(
            manifest("=S,0", "S\"1", "S2"),
            List.of(
                outcome(0, Outcome.Succeeded, "", 0.499),
                outcome(1, Outcome.Excluded, "=cmd()", Double.NaN),
                outcome(2, Outcome.Unreadable, "the tile, \"4\", is bad", 1e-3)));

    assertThat(new String(ledger.toCsv(), StandardCharsets.UTF_8))
        .isEqualTo(
            String.join(
                "\r\n",
                "slide_id,patient_id,outcome,message,tiles,mpp,mpp_source,reader,seconds,attempts,slide_key",
                "\"=S,0\",P,Succeeded,,3,0.499,vendor,openslide 4,12.3,1,k",
                "\"S\"\"1\",P,Excluded,'=cmd(),3,,vendor,openslide 4,12.3,1,k",
                "S2,P,Unreadable,\"The tile, \"\"4\"\", is bad.\",3,0.001,vendor,openslide 4,12.3,1,k",
                ""));
    assertThat(ledger.failures()).isEqualTo(1);
    assertThat(ledger.counts().values().stream().mapToInt(Integer::intValue).sum()).isEqualTo(3);
  }

  @Test
  void aRowWithoutItsOutcomeIsNoLedger() {
    Manifest two = manifest("S0", "S1");
    SlideOutcome first = outcome(0, Outcome.Succeeded, "", 1);

    assertThatThrownBy(() -> new Ledger(two, List.of(first))).hasMessage("2 rows have 1 outcomes");
    assertThatThrownBy(() -> new Ledger(two, List.of(first, first)))
        .hasMessage("row 1 has no outcome of its own");
  }

  private static Manifest manifest(String... ids) {
    ManifestRow[] rows = new ManifestRow[ids.length];
    for (int i = 0; i < ids.length; i++) {
      rows[i] = new ManifestRow(i, ids[i], "P", "file:///x", null, null, null, new TreeMap<>());
    }
    return new Manifest(List.of(rows));
  }

  private static SlideOutcome outcome(int row, Outcome outcome, String message, double mpp) {
    return new SlideOutcome(row, outcome, message, 3, mpp, "vendor", "openslide 4", 12.3, 1, "k");
  }
}
