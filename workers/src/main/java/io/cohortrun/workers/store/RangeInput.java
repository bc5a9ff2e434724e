package io.cohortrun.workers.store;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

/** Reads a large remote object by ranges, one in memory at a time. */
final class RangeInput extends InputStream {

  private static final int RANGE = 8 << 20;

  private final long size;
  private final Ranges ranges;
  private byte[] current = {};
  private int position;
  private long fetched;

  RangeInput(long size, Ranges ranges) {
    this.size = size;
    this.ranges = ranges;
  }

  /** Fetches one range whole. */
  @FunctionalInterface
  interface Ranges {
    byte[] read(long from, int length) throws IOException;
  }

  @Override
  public int read() throws IOException {
    return fill() ? current[position++] & 0xff : -1;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, into.length);
    if (length == 0) {
      return 0;
    }
    if (!fill()) {
      return -1;
    }
    int n = Math.min(length, current.length - position);
    System.arraycopy(current, position, into, offset, n);
    position += n;
    return n;
  }

  private boolean fill() throws IOException {
    if (position < current.length) {
      return true;
    }
    if (fetched == size) {
      return false;
    }
    int length = (int) Math.min(RANGE, size - fetched);
    byte[] next = ranges.read(fetched, length);
    if (next.length != length) {
      throw new IOException("got " + next.length + " bytes of " + length + " at " + fetched);
    }
    current = next;
    position = 0;
    fetched += length;
    return true;
  }
}
