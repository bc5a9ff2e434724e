package io.cohortrun.workers.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;

/**
 * Joins overlapping windows: each logit is the sum of its windows' logits times their shares, added
 * in the order of the windows. Products and sums are rounded one by one, so that plain Java gives
 * the same bits.
 */
final class Blending {

  private final WindowPlan plan;
  private final int channels;

  /** [windows] share of each window at those of its pixels that lie in the tile. */
  private final NDArray[] shares;

  /** Keeps its shares in {@code kept}. */
  Blending(WindowPlan plan, int channels, NDManager kept) {
    this.plan = plan;
    this.channels = channels;
    int across = plan.starts().length;
    this.shares = new NDArray[across * across];
    for (int k = 0; k < shares.length; k++) {
      Span rows = span(k / across);
      Span columns = span(k % across);
      float[] down = plan.shares(k / across);
      float[] right = plan.shares(k % across);
      float[] product = new float[rows.length() * columns.length()];
      for (int y = 0, at = 0; y < rows.length(); y++) {
        for (int x = 0; x < columns.length(); x++) {
          product[at++] = down[rows.from() + y] * right[columns.from() + x];
        }
      }
      shares[k] = kept.create(product, new Shape(rows.length(), columns.length()));
    }
  }

  /** What the network says of one window. */
  interface Network {
    /** Logits [1, C, w, w] of window {@code k} of the tile, in the order of rows. */
    NDArray window(NDManager manager, int k);
  }

  /** Logits [1, C, T, T] of a tile; one window is in memory at a time. */
  NDArray tile(NDManager manager, Network network) {
    int across = plan.starts().length;
    NDArray tile = manager.zeros(new Shape(1, channels, plan.tilePx(), plan.tilePx()));
    for (int k = 0; k < shares.length; k++) {
      int top = plan.starts()[k / across];
      int left = plan.starts()[k % across];
      Span rows = span(k / across);
      Span columns = span(k % across);
      try (NDManager step = manager.newSubManager()) {
        NDArray window = network.window(step, k);
        NDArray inside = window.get(index(rows, 0, columns, 0));
        NDArray to = tile.get(index(rows, top, columns, left));
        to.attach(step);
        to.addi(inside.mul(shares[k]));
      }
    }
    return tile;
  }

  private static NDIndex index(Span rows, int top, Span columns, int left) {
    return new NDIndex(
        ":, :, {}:{}, {}:{}",
        top + rows.from(),
        top + rows.to(),
        left + columns.from(),
        left + columns.to());
  }

  /** Pixels [from, to) of a window that lie in the tile, along one axis. */
  private record Span(int from, int to) {
    int length() {
      return to - from;
    }
  }

  private Span span(int i) {
    int start = plan.starts()[i];
    return new Span(Math.max(0, -start), Math.min(plan.windowPx(), plan.tilePx() - start));
  }
}
