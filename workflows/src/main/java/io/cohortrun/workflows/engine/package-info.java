/**
 * Workflow code: windows, budgets, progress. Deterministic: no I/O, clock, threads, randomness or
 * static state; every decision that can be pure stands in a class that Temporal does not know.
 */
package io.cohortrun.workflows.engine;
