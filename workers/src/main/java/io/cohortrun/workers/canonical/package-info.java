/** Equal values have equal bytes: the JSON dialect of stored files, and digests. */
package io.cohortrun.workers.canonical;
