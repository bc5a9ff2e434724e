package io.cohortrun.workers.model;

import java.nio.FloatBuffer;

/** Pixels as the network's input: windows, channel planes, normalised. */
final class Windows {

  private final int window;
  private final float[][] value = new float[3][256];

  Windows(Bundle bundle) {
    this.window = bundle.windowPx();
    for (int c = 0; c < 3; c++) {
      float mean = bundle.mean().get(c).floatValue();
      float sd = bundle.sd().get(c).floatValue();
      for (int v = 0; v < 256; v++) {
        value[c][v] = (v / 255f - mean) / sd; // in float32, as PyTorch does it
      }
    }
  }

  /** Writes one window [3, w, w] of a square of pixels. */
  void write(byte[] rgb, int side, int left, int top, FloatBuffer into) {
    float[] row = new float[window];
    for (int c = 0; c < 3; c++) {
      float[] of = value[c];
      for (int y = top; y < top + window; y++) {
        int at = (y * side + left) * 3 + c;
        for (int x = 0; x < window; x++, at += 3) {
          row[x] = of[rgb[at] & 0xFF];
        }
        into.put(row);
      }
    }
  }
}
