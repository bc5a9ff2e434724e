/**
 * Bundles, strict load, golden gate, batching and the feature head. Knows nothing of Temporal or
 * stores.
 */
package io.cohortrun.workers.model;
