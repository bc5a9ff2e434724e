/** What the statistics pages of the report say, read from a run's published tables. */
package io.cohortrun.workers.report.findings;
