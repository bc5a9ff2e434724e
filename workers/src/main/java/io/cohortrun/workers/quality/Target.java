package io.cohortrun.workers.quality;

import io.cohortrun.workflows.stats.quality.Boxes;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A real channel of a tile.
 *
 * @param mask [SIDE * SIDE] what is positive
 * @param boxes its ones in boxes, coarsened
 */
record Target(boolean[] mask, double[] boxes) {

  /** By channel, in the order of the tile. */
  static Map<String, Target> of(Tile tile) {
    Map<String, Target> targets = new LinkedHashMap<>();
    tile.real()
        .forEach(
            (channel, mask) ->
                targets.put(channel, new Target(mask, Boxes.ofTarget(mask, Tile.SIDE))));
    return targets;
  }
}
