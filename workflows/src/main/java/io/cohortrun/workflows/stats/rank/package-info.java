/**
 * Rank statistics on arrays: two-sample tests, correlations, trends. A ranking is made once per
 * stratum, feature and missingness pattern and serves every attribute; no storage, no workflow.
 */
package io.cohortrun.workflows.stats.rank;
