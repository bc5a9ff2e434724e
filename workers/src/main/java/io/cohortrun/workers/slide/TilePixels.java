package io.cohortrun.workers.slide;

/**
 * One tile as a model sees it.
 *
 * @param index in {@link TileGrid#tiles}
 * @param rgb E * E * 3 bytes, row-major interleaved, composited on the background, at the target
 *     mpp; E = T and twice the margin that the model asks for
 * @param valid T * T bytes, 1 where the pixel counts (tissue, or all), else 0
 * @param qc black share, grey variance, focus and transparent share of the tile, without margin
 * @param rejected why the tile is not inferred, or null; a rejected tile still counts in the
 *     slide's record
 */
public record TilePixels(int index, byte[] rgb, byte[] valid, TileQc qc, String rejected) {}
