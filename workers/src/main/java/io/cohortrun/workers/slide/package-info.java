/**
 * From a slide file to tiles: reader port, resolution, tissue mask, grid, resampling, QC. Knows
 * nothing of models.
 */
package io.cohortrun.workers.slide;
