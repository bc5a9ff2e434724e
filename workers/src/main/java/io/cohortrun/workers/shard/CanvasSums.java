package io.cohortrun.workers.shard;

/**
 * What the spatial features of a slide follow from: exact sums over its canvas. A cell counts where
 * its tile was used; two cells are joined where they share a side (a rook's step), within a tile or
 * across tiles. x and y are values of cells, means of q = round(255 p); C = channels.
 *
 * @param cells that count
 * @param joins of them, each counted once
 * @param sum [C] of x over cells
 * @param squares [C] of x * x over cells
 * @param ends [C] of x + y over joins
 * @param products [C] of x * y over joins
 * @param differences [C] of (x - y) * (x - y) over joins
 */
public record CanvasSums(
    long cells,
    long joins,
    long[] sum,
    long[] squares,
    long[] ends,
    long[] products,
    long[] differences) {}
