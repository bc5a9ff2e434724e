package io.cohortrun.workflows.engine;

import io.cohortrun.workflows.contract.CohortResult;
import io.cohortrun.workflows.contract.FinishReceipt;
import io.cohortrun.workflows.contract.FrozenManifest;
import io.cohortrun.workflows.contract.Outcome;
import io.cohortrun.workflows.contract.PartitionReceipt;
import io.cohortrun.workflows.contract.PlanReceipt;
import io.cohortrun.workflows.contract.PreflightReceipt;
import io.cohortrun.workflows.contract.RunProgress;
import io.cohortrun.workflows.contract.Tally;
import io.cohortrun.workflows.contract.Usage;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The run's own counters: constant size, whatever the cohort. The tally changes only where {@code
 * slides} does, so that runs of releases that had none tell their progress as often again.
 */
final class Counts {

  private String phase = "Freeze";
  private int slides;
  private int slidesTotal;
  private int failed;
  private long tiles;
  private long tilesTotal;
  private int retries;
  private Usage usage = Usage.NONE;
  private Tally tally = Tally.NONE;

  /** Goes on from what an earlier execution told. */
  void carry(RunProgress told) {
    phase = told.phase();
    slides = told.slides();
    slidesTotal = told.slidesTotal();
    failed = told.failed();
    tiles = told.tiles();
    tilesTotal = told.tilesTotal();
    retries = told.infrastructureRetries();
    usage = told.usage();
    tally = told.tally();
  }

  void phase(String name) {
    phase = name;
  }

  void frozen(FrozenManifest frozen) {
    slidesTotal = frozen.rows();
  }

  /** Rows that will not be inferred have ended here. */
  void inspected(PreflightReceipt receipt) {
    slides += receipt.to() - receipt.from() - receipt.runnable();
    failed += receipt.failed();
    tally = tally.plus(receipt.tally());
    tilesTotal += receipt.tiles();
  }

  /** Planning ends rows too: duplicates, and rows carried over from an earlier attempt. */
  void planned(PlanReceipt plan) {
    slides = slidesTotal - plan.slides();
    tilesTotal = plan.tiles();
    failed += plan.duplicates();
    if (plan.duplicates() > 0) {
      tally =
          tally.plus(
              new Tally(
                  List.of(Outcome.DuplicateSlide),
                  List.of(plan.duplicates()),
                  List.of(plan.firstDuplicate())));
    }
  }

  void inferred(PartitionReceipt receipt) {
    tiles += receipt.tiles();
    retries += receipt.infrastructureRetries();
    usage = usage.plus(receipt.usage());
  }

  void finished(FinishReceipt receipt) {
    slides += receipt.slides();
    failed += receipt.failed();
    tally = tally.plus(receipt.tally());
    usage = usage.plus(new Usage(0, 0, receipt.outputBytes()));
  }

  /** The ledger is the truth: it has seen every row. */
  void published(CohortResult result) {
    slides = result.rows();
    failed =
        result.ledger().entrySet().stream()
            .filter(e -> e.getKey().isFailure())
            .mapToInt(Map.Entry::getValue)
            .sum();
    SortedMap<Outcome, Integer> examples = result.examples();
    tally = Tally.of(result.ledger(), examples == null ? new TreeMap<>() : examples);
  }

  RunProgress told(boolean paused) {
    return new RunProgress(
        phase, paused, slides, slidesTotal, failed, tiles, tilesTotal, retries, usage, tally);
  }
}
