/**
 * Reads a CohortRun file as the API server would: the same schema, defaults and rules, but all
 * errors at once and each with its line.
 */
package io.cohortrun.cli.spec;
