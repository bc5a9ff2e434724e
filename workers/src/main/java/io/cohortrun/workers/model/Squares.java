package io.cohortrun.workers.model;

import ai.djl.ndarray.types.Shape;

/** Logits of a tile between the two orders that they come in: by square of the head, and by row. */
record Squares(int side, int square, int channels) {

  /**
   * Of a bundle's tiles.
   *
   * @param square side of the squares that the head is given
   */
  Squares(Bundle bundle, int square) {
    this(bundle.tilePx(), square, bundle.channels().size());
  }

  private int across() {
    return side / square;
  }

  /** [squares, C, square, square] */
  Shape shape() {
    return new Shape((long) across() * across(), channels, square, square);
  }

  /** [C][side * side] of [squares * C * square * square]. */
  float[][] stitched(float[] flat) {
    float[][] to = new float[channels][side * side];
    for (int at = 0; at < flat.length; at += square) {
      System.arraycopy(flat, at, to[channel(at)], place(at), square);
    }
    return to;
  }

  /** The other way round. */
  float[] cut(float[][] logits) {
    float[] flat = new float[channels * side * side];
    for (int at = 0; at < flat.length; at += square) {
      System.arraycopy(logits[channel(at)], place(at), flat, at, square);
    }
    return flat;
  }

  private int channel(int at) {
    return at / (square * square) % channels;
  }

  /** Where the line of a square that begins at {@code at} lies in its channel. */
  private int place(int at) {
    int window = at / (square * square * channels);
    int row = window / across() * square + at / square % square;
    return row * side + window % across() * square;
  }
}
