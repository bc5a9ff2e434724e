package io.cohortrun.workflows.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.cohortrun.workflows.contract.CohortResult;
import io.cohortrun.workflows.contract.CohortState;
import io.cohortrun.workflows.contract.FaultyDevice;
import io.cohortrun.workflows.contract.FinishReceipt;
import io.cohortrun.workflows.contract.FrozenManifest;
import io.cohortrun.workflows.contract.Outcome;
import io.cohortrun.workflows.contract.PartitionReceipt;
import io.cohortrun.workflows.contract.PartitionState;
import io.cohortrun.workflows.contract.PlanReceipt;
import io.cohortrun.workflows.contract.PreflightReceipt;
import io.cohortrun.workflows.contract.ShardInput;
import io.cohortrun.workflows.contract.ShardProgress;
import io.cohortrun.workflows.contract.ShardReceipt;
import io.cohortrun.workflows.contract.Tally;
import io.cohortrun.workflows.contract.ValidationResult;
import io.cohortrun.workflows.contract.WorkerLost;
import io.cohortrun.workflows.validate.Check;
import io.temporal.common.converter.DefaultDataConverter;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** References and receipts only: at their longest, as JSON on the wire. */
class PayloadSizeTest {

  private static final String DIGEST = "f".repeat(64);
  private static final int WARNED_AT = 256 << 10;

  private static int bytes(Object value) {
    return DefaultDataConverter.STANDARD_INSTANCE
        .toPayload(value)
        .orElseThrow()
        .getSerializedSize();
  }

  private static SortedMap<Outcome, Integer> ledger() {
    SortedMap<Outcome, Integer> ledger = new TreeMap<>();
    for (Outcome outcome : Outcome.values()) {
      ledger.put(outcome, Worst.ROW);
    }
    return ledger;
  }

  private static SortedMap<Outcome, Integer> examples() {
    SortedMap<Outcome, Integer> examples = ledger();
    examples.keySet().retainAll(CohortResult.mostFrequent(ledger()));
    return examples;
  }

  private static PlanReceipt plan() {
    return new PlanReceipt(
        DIGEST,
        Worst.ROW,
        999_999_999L,
        Collections.nCopies(PlanReceipt.MAX_PARTITIONS, PlanReceipt.MAX_SHARDS_PER_PARTITION),
        Worst.ROW,
        Worst.ROW);
  }

  static Stream<Object> messages() {
    return Stream.of(
        Worst.RUN,
        Worst.PARTITION,
        Worst.PROGRESS,
        Accounts.next(Worst.account(249), Worst.PARTITION),
        new ShardInput(
            Worst.RUN,
            199,
            249,
            99,
            Worst.ROW,
            Worst.rows(Accounts.MOST_ROWS),
            Worst.rows(Accounts.MOST_ROWS),
            Worst.rows(Accounts.MOST_ROWS)),
        new ShardReceipt(
            100, 100, 999_999_999L, Worst.open(ShardReceipt.MOST_OPEN), Worst.USAGE, Tally.NONE),
        new ShardReceipt(100, 100, 999_999_999L, List.of(), Worst.USAGE, Worst.tally()),
        new ShardProgress("f".repeat(36), Worst.ROW, 999_999, 100, Worst.USAGE),
        new WorkerLost("f".repeat(36), "Preempted"),
        new FrozenManifest(
            "runs/" + Worst.RUN.uid() + "/99/manifest.parquet", DIGEST, Worst.ROW, DIGEST, "1"),
        new PreflightReceipt(
            Worst.ROW, Worst.ROW, Worst.ROW, Worst.ROW, 999_999_999L, Worst.tally()),
        plan(),
        new PartitionReceipt(Worst.ROW, Worst.ROW, 999_999_999L, Worst.ROW, Worst.USAGE),
        new FinishReceipt(Worst.ROW, Worst.ROW, Long.MAX_VALUE, Worst.tally()),
        new CohortResult(
            CohortResult.State.NotValidated,
            Worst.ROW,
            ledger(),
            examples(),
            DIGEST,
            new ValidationResult(0, Arrays.stream(Check.values()).map(Check::name).toList())));
  }

  @ParameterizedTest
  @MethodSource("messages")
  void everyMessageIsUnderOneKilobyte(Object message) {
    assertThat(bytes(message)).as(message.getClass().getSimpleName()).isLessThan(1024);
  }

  @Test
  void whatARunCarriesOverIsUnderFourKilobytes() {
    CohortState state =
        new CohortState(
            CohortState.VERSION,
            new FrozenManifest("k".repeat(120), DIGEST, Worst.ROW, DIGEST, "1"),
            Worst.ROW,
            plan(),
            199,
            Worst.PROGRESS,
            Collections.nCopies(
                FaultyDevices.MOST,
                new FaultyDevice("GPU-" + "f".repeat(36), "n".repeat(63), 9_999)));
    assertThat(bytes(state)).isLessThan(4096);
  }

  @Test
  void whatAPartitionCarriesOverStaysFarUnderTemporalsTwoMebibytes() {
    PartitionState fresh =
        new PartitionState(
            PartitionState.VERSION,
            IntStream.range(0, 250).mapToObj(Accounts::open).toList(),
            1000,
            Worst.PROGRESS);
    assertThat(bytes(fresh)).isLessThan(40 << 10);
    // Every slide of every shard has failed: it is warned about and goes on.
    PartitionState worst =
        new PartitionState(
            PartitionState.VERSION,
            IntStream.range(0, 250).mapToObj(Worst::account).toList(),
            1000,
            Worst.PROGRESS);
    assertThat(bytes(worst)).isBetween(WARNED_AT, 512 << 10);
  }
}
