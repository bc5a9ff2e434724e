package io.cohortrun.workflows.engine;

import io.cohortrun.workflows.contract.Budgets;
import io.cohortrun.workflows.contract.Outcome;
import io.cohortrun.workflows.contract.Pacing;
import io.cohortrun.workflows.contract.PartitionInput;
import io.cohortrun.workflows.contract.RunProgress;
import io.cohortrun.workflows.contract.RunRef;
import io.cohortrun.workflows.contract.ShardAccount;
import io.cohortrun.workflows.contract.ShardReceipt.OpenRow;
import io.cohortrun.workflows.contract.Tally;
import io.cohortrun.workflows.contract.Usage;
import java.time.Duration;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;

/** The longest values that a run of 100,000 slides can have. */
final class Worst {

  static final int ROW = 99_000;
  static final RunRef RUN = new RunRef("f".repeat(64), 99, "s3://bucket/" + "p".repeat(200));
  static final Budgets BUDGETS = new Budgets(2, 2, 2, 0.12345);
  static final Usage USAGE = new Usage(12345678.901, 12345678.901, Long.MAX_VALUE);
  static final RunProgress PROGRESS =
      new RunProgress(
          "Preflight", false, ROW, ROW, ROW, 999_999_999L, 999_999_999L, ROW, USAGE, tally());
  static final PartitionInput PARTITION =
      new PartitionInput(
          RUN,
          199,
          250,
          1000,
          BUDGETS,
          new Pacing(
              "cohortrun-" + RUN.uid() + "-cpu",
              "cohortrun-" + RUN.uid() + "-gpu",
              1000,
              1000,
              Duration.ofMillis(123_456),
              Duration.ofDays(30),
              Duration.ofMillis(123_456),
              60),
          false,
          null);

  private Worst() {}

  /** Every outcome, as often as the others. */
  static Tally tally() {
    SortedMap<Outcome, Integer> counts = new TreeMap<>();
    SortedMap<Outcome, Integer> examples = new TreeMap<>();
    for (Outcome outcome : Outcome.values()) {
      counts.put(outcome, 100_000 / Outcome.values().length);
      if (outcome.isFailure()) {
        examples.put(outcome, ROW);
      }
    }
    return Tally.of(counts, examples);
  }

  static List<Integer> rows(int count) {
    return IntStream.range(ROW, ROW + count).boxed().toList();
  }

  static List<OpenRow> open(int count) {
    return rows(count).stream().map(r -> new OpenRow(r, Outcome.Infrastructure)).toList();
  }

  /** A shard of 100 slides, each of which has failed. */
  static ShardAccount account(int shard) {
    SortedMap<Integer, Integer> failures = new TreeMap<>();
    rows(100).forEach(r -> failures.put(r, 99));
    SortedMap<Integer, Integer> deaths = new TreeMap<>();
    rows(20).forEach(r -> deaths.put(r, 4));
    return new ShardAccount(
        shard, 99, 99, 99, deaths, failures, new TreeSet<>(rows(20)), ROW, new TreeSet<>(rows(20)));
  }
}
