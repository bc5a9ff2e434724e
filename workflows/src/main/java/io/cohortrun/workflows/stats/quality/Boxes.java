package io.cohortrun.workflows.stats.quality;

import java.util.Arrays;

/**
 * Ones of a binary tile in boxes of 8 x 8 pixels (science.md 3.1). The target is coarsened first,
 * to forgive registration errors of a few pixels.
 */
public final class Boxes {

  /** Side of a box in pixels. */
  public static final int SIDE = 8;

  private Boxes() {}

  /**
   * Of a prediction.
   *
   * @param mask [side * side] row-major
   * @param side a multiple of 8
   * @return [side / 8 * side / 8] 0..64
   */
  public static double[] ofPrediction(boolean[] mask, int side) {
    int across = across(mask, side);
    double[] boxes = new double[across * across];
    for (int at = 0; at < mask.length; at++) {
      if (mask[at]) {
        boxes[at / side / SIDE * across + at % side / SIDE]++;
      }
    }
    return boxes;
  }

  /**
   * Of a target that is scaled by 1/8 and back, both bilinear with half-pixel centres. In closed
   * form: scaling down takes the mean of the four pixels in the middle of a box; scaling up and
   * summing weighs a box and its neighbours by 1, 6, 1 along either axis. Beyond the border lies
   * what is at the border.
   *
   * @param mask [side * side] row-major
   * @param side a multiple of 8
   * @return [side / 8 * side / 8] 0..64
   */
  public static double[] ofTarget(boolean[] mask, int side) {
    int across = across(mask, side);
    double[] middle = new double[across * across];
    Arrays.setAll(
        middle,
        at -> {
          int corner = (at / across * SIDE + 3) * side + at % across * SIDE + 3;
          return (one(mask[corner])
                  + one(mask[corner + 1])
                  + one(mask[corner + side])
                  + one(mask[corner + side + 1]))
              / 4.0;
        });
    double[] along = new double[middle.length];
    Arrays.setAll(
        along,
        at -> {
          int row = at / across * across;
          int column = at % across;
          return middle[row + Math.max(column - 1, 0)]
              + 6 * middle[at]
              + middle[row + Math.min(column + 1, across - 1)];
        });
    double[] boxes = new double[middle.length];
    Arrays.setAll(
        boxes,
        at -> {
          int row = at / across;
          int column = at % across;
          return along[Math.max(row - 1, 0) * across + column]
              + 6 * along[at]
              + along[Math.min(row + 1, across - 1) * across + column];
        });
    return boxes;
  }

  private static int across(boolean[] mask, int side) {
    if (side % SIDE != 0 || mask.length != side * side) {
      throw new IllegalArgumentException(
          "a tile of side %d has %d pixels; its side must be a multiple of %d"
              .formatted(side, mask.length, SIDE));
    }
    return side / SIDE;
  }

  private static int one(boolean positive) {
    return positive ? 1 : 0;
  }
}
