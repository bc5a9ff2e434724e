package io.cohortrun.workflows.validate;

/**
 * The account of a run's slides.
 *
 * @param rows of the manifest
 * @param settled of them, rows whose outcome a worker or a step recorded
 */
public record Ledger(int rows, int settled) {

  Answer answer(double least) {
    double share = rows == 0 ? 1 : (double) settled / rows;
    return Answer.of(
        share >= least,
        share,
        settled == rows
            ? "All %,d slides of the manifest have an outcome."
            : "Of %,d slides of the manifest %,d have an outcome; no worker could finish the others.",
        rows,
        settled);
  }
}
