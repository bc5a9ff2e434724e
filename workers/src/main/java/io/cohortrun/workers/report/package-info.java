/** What a person looks at when a run has ended. */
package io.cohortrun.workers.report;
