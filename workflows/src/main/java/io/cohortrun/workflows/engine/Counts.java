package io.cohortrun.workflows.engine;

import io.cohortrun.workflows.contract.CohortResult;
import io.cohortrun.workflows.contract.FinishReceipt;
import io.cohortrun.workflows.contract.FrozenManifest;
import io.cohortrun.workflows.contract.PartitionReceipt;
import io.cohortrun.workflows.contract.PlanReceipt;
import io.cohortrun.workflows.contract.PreflightReceipt;
import io.cohortrun.workflows.contract.RunProgress;
import io.cohortrun.workflows.contract.Usage;
import java.util.Map;

/** The run's own counters: constant size, whatever the cohort. */
final class Counts {

  private String phase = "Freeze";
  private int slides;
  private int slidesTotal;
  private int failed;
  private long tiles;
  private long tilesTotal;
  private int retries;
  private Usage usage = Usage.NONE;

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
    tilesTotal += receipt.tiles();
  }

  /** Planning ends rows too: duplicates, and rows carried over from an earlier attempt. */
  void planned(PlanReceipt plan) {
    slides = slidesTotal - plan.slides();
    tilesTotal = plan.tiles();
  }

  void inferred(PartitionReceipt receipt) {
    tiles += receipt.tiles();
    retries += receipt.infrastructureRetries();
    usage = usage.plus(receipt.usage());
  }

  void finished(FinishReceipt receipt) {
    slides += receipt.slides();
    failed += receipt.failed();
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
  }

  RunProgress told(boolean paused) {
    return new RunProgress(
        phase, paused, slides, slidesTotal, failed, tiles, tilesTotal, retries, usage);
  }
}
