package io.cohortrun.workers.shard;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/**
 * Lays square tiles of a grid into a {@link ZarrArray}, tile row by tile row, holding one row of
 * chunks at a time: in memory while it is small, else in a mapped scratch file.
 */
final class TileMosaic implements AutoCloseable {

  private static final int CHUNK = 512;
  private static final long IN_MEMORY = 16L << 20;

  private final ZarrArray array;
  private final int side;
  private final int planes;
  private final int stripHeight;
  private final Arena arena = Arena.ofConfined();
  private final MemorySegment strip;
  private int stripRow;
  private boolean dirty;

  /**
   * Begins an array of [planes, rows * side, columns * side].
   *
   * @param dir folder of the array
   * @param planes channels; 0 for a flat array
   * @param columns of the grid
   * @param rows of the grid
   * @param side pixels of a tile
   */
  TileMosaic(Path dir, int planes, int columns, int rows, int side) throws IOException {
    this.side = side;
    this.planes = Math.max(1, planes);
    // A strip must hold whole tiles and whole chunks.
    int chunk = CHUNK % side == 0 || side % CHUNK == 0 ? CHUNK : side;
    this.array = new ZarrArray(dir, planes, rows * side, columns * side, chunk);
    this.stripHeight = Math.max(chunk, side);
    array.writeMetadata();
    long bytes = (long) this.planes * stripHeight * array.width();
    this.strip =
        bytes <= IN_MEMORY ? MemorySegment.ofArray(new byte[(int) bytes]) : map(dir, bytes);
  }

  /** The array that is written. */
  ZarrArray array() {
    return array;
  }

  /**
   * Adds one tile; rows of tiles come in order.
   *
   * @param pixels [planes * side * side], plane-major
   */
  void put(int column, int row, byte[] pixels) throws IOException {
    if (pixels.length != planes * side * side) {
      throw new IllegalArgumentException(
          "tile of %d bytes where %d x %d x %d are laid"
              .formatted(pixels.length, planes, side, side));
    }
    int wanted = row * side / stripHeight;
    if (wanted < stripRow) {
      throw new IllegalStateException("tile row " + row + " comes after a later one");
    }
    if (wanted > stripRow) {
      flush();
      stripRow = wanted;
    }
    int top = row * side - stripRow * stripHeight;
    for (int p = 0; p < planes; p++) {
      for (int y = 0; y < side; y++) {
        MemorySegment.copy(
            pixels,
            (p * side + y) * side,
            strip,
            ValueLayout.JAVA_BYTE,
            offset(p, top + y, column * side),
            side);
      }
    }
    dirty = true;
  }

  /** Writes what is left. */
  @Override
  public void close() throws IOException {
    try {
      flush();
    } finally {
      arena.close();
    }
  }

  private void flush() throws IOException {
    if (!dirty) {
      return;
    }
    int chunk = array.chunk();
    int firstChunkRow = stripRow * stripHeight / chunk;
    int lastChunkRow = Math.min(array.chunkRows(), firstChunkRow + stripHeight / chunk);
    byte[] pixels = new byte[chunk * chunk];
    for (int p = 0; p < planes; p++) {
      for (int cy = firstChunkRow; cy < lastChunkRow; cy++) {
        for (int cx = 0; cx < array.chunkColumns(); cx++) {
          gather(p, cy * chunk - stripRow * stripHeight, cx * chunk, pixels);
          array.writeChunk(p, cy, cx, pixels);
        }
      }
    }
    strip.fill((byte) 0);
    dirty = false;
  }

  private void gather(int plane, int top, int left, byte[] pixels) {
    int chunk = array.chunk();
    int width = Math.min(chunk, array.width() - left);
    for (int y = 0; y < chunk; y++) {
      MemorySegment.copy(
          strip, ValueLayout.JAVA_BYTE, offset(plane, top + y, left), pixels, y * chunk, width);
      Arrays.fill(pixels, y * chunk + width, (y + 1) * chunk, (byte) 0);
    }
  }

  private long offset(int plane, int y, int x) {
    return ((long) plane * stripHeight + y) * array.width() + x;
  }

  private MemorySegment map(Path dir, long bytes) throws IOException {
    Path scratch = Files.createTempFile(dir.toAbsolutePath().getParent(), "strip", ".tmp");
    try (var channel =
        FileChannel.open(
            scratch,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE,
            StandardOpenOption.DELETE_ON_CLOSE)) {
      return channel.map(FileChannel.MapMode.READ_WRITE, 0, bytes, arena);
    }
  }
}
