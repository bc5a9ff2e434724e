package io.cohortrun.workers.model;

import io.cohortrun.workers.model.ModelRejected.Code;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Regular files of a POSIX tar archive; links, devices and extended headers are stepped over. */
final class TarEntries {

  private static final int BLOCK = 512;

  private TarEntries() {}

  /** What is done with a file; it may leave bytes unread. */
  interface Visit {
    void file(String name, InputStream bytes) throws IOException;
  }

  static void each(InputStream in, Path archive, Visit visit) throws IOException {
    for (byte[] h = in.readNBytes(BLOCK);
        h.length == BLOCK && h[0] != 0;
        h = in.readNBytes(BLOCK)) {
      if (!text(h, 257, 5).equals("ustar")) {
        throw new ModelRejected(
            Code.BadArchive, "%s is neither a zip nor a tar archive".formatted(archive));
      }
      long size = octal(h, archive);
      String prefix = text(h, 345, 155).strip();
      String name = prefix.isEmpty() ? text(h, 0, 100) : prefix + "/" + text(h, 0, 100);
      Slice slice = new Slice(in, size);
      if (h[156] == '0' || h[156] == 0) {
        visit.file(name, slice);
      }
      slice.skipRest(archive);
      in.skipNBytes((BLOCK - size % BLOCK) % BLOCK);
    }
  }

  private static String text(byte[] header, int at, int length) {
    int end = at;
    while (end < at + length && header[end] != 0) {
      end++;
    }
    return new String(header, at, end - at, StandardCharsets.UTF_8);
  }

  private static long octal(byte[] header, Path archive) {
    try {
      long size = Long.parseLong(text(header, 124, 12).strip(), 8);
      if (size >= 0) {
        return size;
      }
    } catch (NumberFormatException e) {
      // Said below: sizes above 8 GiB are written otherwise, and no bundle is that large.
    }
    throw new ModelRejected(Code.BadArchive, "%s: a tar header has no size".formatted(archive));
  }

  private static final class Slice extends FilterInputStream {
    private long left;

    Slice(InputStream in, long size) {
      super(in);
      this.left = size;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] b, int off, int len) throws IOException {
      if (left == 0) {
        return -1;
      }
      int n = super.read(b, off, (int) Math.min(len, left));
      left -= Math.max(0, n);
      return n;
    }

    void skipRest(Path archive) throws IOException {
      try {
        in.skipNBytes(left);
      } catch (java.io.EOFException e) {
        throw new ModelRejected(Code.BadArchive, "%s ends too early".formatted(archive), e);
      }
    }
  }
}
