/**
 * Analyses of tables: reads columns, leaves out what is missing and says so, hands arrays to stats.
 */
package io.cohortrun.workers.analyse;
