package io.cohortrun.workers.model;

/**
 * What the feature head says of one tile: integers only, so that sums are exact in any order. C =
 * channels of the bundle, V = valid pixels; q = round(255 p), p the sigmoid of the logit.
 *
 * @param index of the tile in its grid
 * @param valid |V|
 * @param positives [C] pixels of V with p above the channel's threshold
 * @param pairs [C (C-1) / 2] pixels of V positive in both a and b, a &lt; b, ordered (0,1), (0,2),
 *     ..., (1,2), ...
 * @param histogram [C * 256] pixels of V by q, channel-major
 * @param gradient [C] sum over V, window seams left out, of the gradient magnitude of q in 1/16
 * @param gradientPixels pixels in that sum
 * @param canvas [C * 64] mean q in 8x8 cells of the tile, rounded half up, channel-major; over all
 *     pixels of the cell
 * @param map [C * mapPx * mapPx] area mean of q, or empty
 */
public record TileCounts(
    int index,
    int valid,
    int[] positives,
    int[] pairs,
    int[] histogram,
    long[] gradient,
    int gradientPixels,
    byte[] canvas,
    byte[] map) {}
