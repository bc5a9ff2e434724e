package io.cohortrun.workers.slide;

/**
 * Quality of one tile.
 *
 * @param black share of pixels with all channels below 15, 0..1
 * @param variance population variance of luma, 0..16256
 * @param focus variance of the 4-neighbour Laplacian of luma; reported, never used to drop
 * @param transparent share of pixels outside the scanned area, 0..1
 */
public record TileQc(double black, double variance, double focus, double transparent) {}
