package io.cohortrun.cli.local;

import io.cohortrun.workflows.contract.CohortResult;

/**
 * How a local run ended.
 *
 * @param result state and ledger
 * @param runId digest of spec and manifest
 * @param output the run's folder, as a path or URI
 * @param report the report's first page, empty after a preflight
 * @param forecast a sentence, after a preflight; empty otherwise
 * @param seconds this call took
 * @param inferSeconds from the first decode after preflight to the last slide commit, 0 where none
 *     happened
 * @param tiles inferred in this call
 * @param tilesRepeated of these, inferred before by a process that died between two checkpoints
 */
public record LocalResult(
    CohortResult result,
    String runId,
    String output,
    String report,
    String forecast,
    double seconds,
    double inferSeconds,
    long tiles,
    long tilesRepeated) {}
