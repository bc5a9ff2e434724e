package io.cohortrun.workers.slide;

/**
 * A mutable plane of bits, packed in 64-bit words by row, with the morphology that masks need.
 * Pixels outside the plane never take part (OpenCV's default border): eroding does not eat the rim,
 * dilating does not grow from it.
 */
final class BitPlane {

  final int width;
  final int height;
  final int stride;
  final long[] words;

  BitPlane(int width, int height) {
    this(width, height, new long[Math.multiplyExact((width + 63) / 64, height)]);
  }

  BitPlane(int width, int height, long[] words) {
    this.width = width;
    this.height = height;
    this.stride = (width + 63) / 64;
    this.words = words;
  }

  boolean get(int x, int y) {
    return (words[y * stride + (x >> 6)] >>> x & 1) != 0;
  }

  void set(int x, int y) {
    words[y * stride + (x >> 6)] |= 1L << x;
  }

  /** Sets or clears columns [from, to) of a row. */
  void fill(int y, int from, int to, boolean value) {
    for (int x = from; x < to; ) {
      int word = y * stride + (x >> 6);
      int end = Math.min(to, (x | 63) + 1);
      long run = (-1L >>> (64 - (end - x))) << x;
      words[word] = value ? words[word] | run : words[word] & ~run;
      x = end;
    }
  }

  /** Set bits in columns [x0, x1) of rows [y0, y1). */
  long count(int x0, int y0, int x1, int y1) {
    long bits = 0;
    for (int y = y0; y < y1; y++) {
      for (int x = x0; x < x1; ) {
        int end = Math.min(x1, (x | 63) + 1);
        long run = (-1L >>> (64 - (end - x))) << x;
        bits += Long.bitCount(words[y * stride + (x >> 6)] & run);
        x = end;
      }
    }
    return bits;
  }

  void or(BitPlane other) {
    for (int i = 0; i < words.length; i++) {
      words[i] |= other.words[i];
    }
  }

  /** Erosion, then dilation, by a square of 2 radius + 1. */
  BitPlane open(int radius) {
    return morph(radius, true).morph(radius, false);
  }

  /** Dilation, then erosion, by a square of 2 radius + 1. */
  BitPlane close(int radius) {
    return morph(radius, false).morph(radius, true);
  }

  /** A square is a 3 x 3 square repeated, on a rectangle with borders left out. */
  private BitPlane morph(int radius, boolean erode) {
    BitPlane plane = this;
    for (int i = 0; i < radius; i++) {
      plane = plane.alongRows(erode).acrossRows(erode);
    }
    return plane;
  }

  private BitPlane alongRows(boolean erode) {
    BitPlane out = new BitPlane(width, height);
    for (int y = 0; y < height; y++) {
      int row = y * stride;
      for (int w = 0; w < stride; w++) {
        long here = word(row, w, erode);
        long left = here << 1 | word(row, w - 1, erode) >>> 63;
        long right = here >>> 1 | word(row, w + 1, erode) << 63;
        out.words[row + w] = erode ? here & left & right : here | left | right;
      }
      out.words[row + stride - 1] &= lastWord();
    }
    return out;
  }

  /** A word of a row; bits outside the plane are neutral: ones to erosion, zeros to dilation. */
  private long word(int row, int w, boolean erode) {
    if (w < 0 || w >= stride) {
      return erode ? -1 : 0;
    }
    return erode && w == stride - 1 ? words[row + w] | ~lastWord() : words[row + w];
  }

  private long lastWord() {
    return -1L >>> (stride * 64 - width);
  }

  private BitPlane acrossRows(boolean erode) {
    BitPlane out = new BitPlane(width, height);
    for (int y = 0; y < height; y++) {
      int above = Math.max(0, y - 1) * stride;
      int row = y * stride;
      int below = Math.min(height - 1, y + 1) * stride;
      for (int w = 0; w < stride; w++) {
        long a = words[above + w];
        long b = words[row + w];
        long c = words[below + w];
        out.words[row + w] = erode ? a & b & c : a | b | c;
      }
    }
    return out;
  }
}
