/**
 * A signature of survival from channel densities: ridge Cox models whose risk is read only of
 * subjects that they have not seen, compared with simpler ones and with permuted outcomes.
 */
package io.cohortrun.workflows.stats.signature;
