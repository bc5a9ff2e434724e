package io.cohortrun.workers.shard;

import java.io.IOException;
import java.nio.file.Path;

/** The next coarser level: the mean of 2 x 2 pixels, rounded half up; four chunks in memory. */
final class ZarrHalving {

  private ZarrHalving() {}

  /** Writes the half-size array of {@code fine} to {@code dir}. */
  static ZarrArray halve(ZarrArray fine, Path dir) throws IOException {
    int chunk = fine.chunk();
    var coarse =
        new ZarrArray(
            dir,
            fine.planes(),
            Math.ceilDiv(fine.height(), 2),
            Math.ceilDiv(fine.width(), 2),
            chunk);
    coarse.writeMetadata();
    for (int p = 0; p < fine.planes(); p++) {
      for (int cy = 0; cy < coarse.chunkRows(); cy++) {
        for (int cx = 0; cx < coarse.chunkColumns(); cx++) {
          coarse.writeChunk(p, cy, cx, halved(fine, p, cy, cx));
        }
      }
    }
    return coarse;
  }

  private static byte[] halved(ZarrArray fine, int plane, int cy, int cx) throws IOException {
    int chunk = fine.chunk();
    byte[] out = new byte[chunk * chunk];
    int[] sums = new int[chunk * chunk];
    for (int sub = 0; sub < 4; sub++) {
      int fy = 2 * cy + sub / 2;
      int fx = 2 * cx + sub % 2;
      if (fy >= fine.chunkRows() || fx >= fine.chunkColumns()) {
        continue;
      }
      byte[] in = fine.readChunk(plane, fy, fx);
      for (int y = 0; y < chunk; y++) {
        int row = (y + (sub / 2) * chunk) / 2 * chunk;
        for (int x = 0; x < chunk; x++) {
          sums[row + (x + (sub % 2) * chunk) / 2] += in[y * chunk + x] & 0xFF;
        }
      }
    }
    for (int y = 0; y < chunk; y++) {
      int ny = pixels(fine.height(), 2 * (cy * chunk + y));
      for (int x = 0; x < chunk; x++) {
        int n = ny * pixels(fine.width(), 2 * (cx * chunk + x));
        out[y * chunk + x] = n == 0 ? 0 : (byte) ((2 * sums[y * chunk + x] + n) / (2 * n));
      }
    }
    return out;
  }

  /** How many of the two pixels at {@code from} lie inside {@code size}. */
  private static int pixels(int size, int from) {
    return Math.clamp(size - from, 0, 2);
  }
}
