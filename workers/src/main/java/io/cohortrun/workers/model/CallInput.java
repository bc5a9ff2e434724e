package io.cohortrun.workers.model;

import io.cohortrun.workers.model.device.CudaRuntime;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Optional;

/**
 * The windows of one call as the network takes them, in memory that stays; pinned where a card
 * fetches them. The last batch is filled up with zeros, so that all batches are of one size.
 */
final class CallInput implements AutoCloseable {

  private final Windows windows;
  private final int windowPx;
  private final int batchFloats;
  private final ByteBuffer memory;
  private final Optional<CudaRuntime> pinned;
  private long fillNanos;

  /**
   * Room for whole batches.
   *
   * @param most windows of a call
   * @param batch windows that the network takes at once
   * @param cuda pins the memory, where there is a card
   */
  CallInput(Bundle bundle, int most, int batch, Optional<CudaRuntime> cuda) {
    this.windows = new Windows(bundle);
    this.windowPx = bundle.windowPx();
    this.batchFloats = batch * 3 * windowPx * windowPx;
    int bytes = Math.multiplyExact(Math.ceilDiv(most, batch) * Float.BYTES, batchFloats);
    this.memory = ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
    this.pinned = cuda.filter(c -> c.pin(memory));
  }

  /** Windows whose memory one buffer can hold, as a rung of the ladder of batches. */
  static int mostWindows(Bundle bundle) {
    return Integer.highestOneBit(
        Integer.MAX_VALUE / (3 * Float.BYTES * bundle.windowPx() * bundle.windowPx()));
  }

  /**
   * Writes the windows of squares of pixels, square by square and row by row.
   *
   * @param squares RGB, all of side {@code side}
   * @param starts first pixel of each window, along either axis
   * @return batches that now hold something
   */
  int fill(List<byte[]> squares, int side, int[] starts) {
    long start = System.nanoTime();
    FloatBuffer to = memory.clear().asFloatBuffer();
    for (byte[] rgb : squares) {
      if (rgb.length != side * side * 3) {
        throw new IllegalArgumentException(
            "a tile has %d bytes, not %d".formatted(rgb.length, side * side * 3));
      }
      for (int top : starts) {
        for (int left : starts) {
          windows.write(rgb, side, left, top, to);
        }
      }
    }
    int batches = Math.ceilDiv(to.position(), batchFloats);
    while (to.position() < batches * batchFloats) {
      to.put(0f);
    }
    fillNanos = System.nanoTime() - start;
    return batches;
  }

  /** How long it took to fill it last. */
  long fillNanos() {
    return fillNanos;
  }

  /** Floats [batch, 3, w, w] of batch {@code i}. */
  ByteBuffer batch(int i) {
    int bytes = batchFloats * Float.BYTES;
    return memory.slice(i * bytes, bytes).order(ByteOrder.nativeOrder());
  }

  @Override
  public void close() {
    pinned.ifPresent(cuda -> cuda.unpin(memory));
  }
}
