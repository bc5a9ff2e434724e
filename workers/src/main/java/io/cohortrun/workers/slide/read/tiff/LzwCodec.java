package io.cohortrun.workers.slide.read.tiff;

import java.io.EOFException;
import java.io.IOException;

/** LZW as TIFF 6.0 section 13 has it: codes most significant bit first, widths grow one early. */
final class LzwCodec {

  private static final int CLEAR = 256;
  private static final int END = 257;
  private static final int FIRST = 258;
  private static final int MAX_CODES = 4096;

  private LzwCodec() {}

  /** See {@link TileCodec#decode}. */
  static byte[] decode(byte[] stored, int width, int rows, int samples) throws IOException {
    byte[] out = new byte[width * rows * samples];
    // A string is where it was last written in the output, plus one byte: no table of bytes.
    int[] start = new int[MAX_CODES + 1];
    int[] length = new int[MAX_CODES + 1];
    int next = FIRST;
    int bits = 9;
    int previousStart = -1;
    int previousLength = 0;
    int filled = 0;
    int buffer = 0;
    int held = 0;
    int at = 0;
    while (filled < out.length) {
      while (held < bits) {
        if (at >= stored.length) {
          throw new EOFException("LZW data end after %d bytes".formatted(filled));
        }
        buffer = buffer << 8 | (stored[at++] & 0xFF);
        held += 8;
      }
      int code = (buffer >>> (held - bits)) & ((1 << bits) - 1);
      held -= bits;
      buffer &= (1 << held) - 1;
      if (code == END) {
        throw new EOFException("LZW data end after %d bytes".formatted(filled));
      }
      if (code == CLEAR) {
        next = FIRST;
        bits = 9;
        previousStart = -1;
        continue;
      }
      int here = filled;
      if (code < CLEAR) {
        out[filled++] = (byte) code;
      } else if (previousStart >= 0 && (code < next || code == next)) {
        // The string of the code just being made is the previous one and its own first byte.
        int from = code == next ? previousStart : start[code];
        int count = code == next ? previousLength + 1 : length[code];
        for (int i = 0; i < count && filled < out.length; i++) {
          out[filled++] = out[from + i];
        }
      } else {
        throw new IOException("LZW data are damaged");
      }
      if (previousStart >= 0 && next < MAX_CODES) {
        start[next] = previousStart;
        length[next] = previousLength + 1;
        next++;
        if (next + 1 >= 1 << bits && bits < 12) {
          bits++;
        }
      }
      previousStart = here;
      previousLength = filled - here;
    }
    return out;
  }
}
