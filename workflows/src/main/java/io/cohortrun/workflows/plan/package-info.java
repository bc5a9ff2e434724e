/** Pure: manifest rows to partitions and shards, stable ids, size limits. No I/O. */
package io.cohortrun.workflows.plan;
