package io.cohortrun.workers.shard;

import io.cohortrun.workflows.contract.Outcome;

/**
 * How one row ended: a line of the ledger.
 *
 * @param row manifest row
 * @param outcome exactly one
 * @param message one sentence that a person can act on; empty for Succeeded
 * @param tiles tiles in the result, 0 without one
 * @param mpp micrometres per level-0 pixel that was used, NaN where unknown
 * @param mppSource manifest, vendor, ome, tiff or objective; empty where unknown
 * @param reader name and version
 * @param seconds spent on this row
 * @param attempts tries of this row
 * @param slideKey hex, empty where no key could be made
 */
public record SlideOutcome(
    int row,
    Outcome outcome,
    String message,
    int tiles,
    double mpp,
    String mppSource,
    String reader,
    double seconds,
    int attempts,
    String slideKey) {}
