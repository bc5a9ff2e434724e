/**
 * NVIDIA cards as this process sees them, and what is known of their troubles; no model, no DJL.
 */
package io.cohortrun.workers.model.device;
