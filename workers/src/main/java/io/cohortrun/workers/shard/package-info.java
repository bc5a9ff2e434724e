/**
 * From tiles to a committed slide result: decode, infer, reduce, checkpoint, commit; resume, drain,
 * poison isolation.
 */
package io.cohortrun.workers.shard;
