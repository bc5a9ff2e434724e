package io.cohortrun.workers.model.checkpoint;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.zip.CRC32;

/** Bytes of the file by position; a read never allocates more than the file holds. */
final class CheckpointFile implements Closeable {

  private static final int PIECE = 1 << 20;

  private final FileChannel channel;
  private final long size;

  CheckpointFile(Path path) throws IOException {
    this.channel = FileChannel.open(path);
    this.size = channel.size();
  }

  /**
   * A part of the file.
   *
   * @param at first byte
   * @param bytes length
   */
  record Region(long at, long bytes) {}

  long size() {
    return size;
  }

  /** Reads all of {@code [at, at + bytes)}, little-endian. */
  ByteBuffer read(long at, long bytes) throws IOException {
    if (at < 0 || bytes < 0 || bytes > Integer.MAX_VALUE - 8 || at > size - bytes) {
      throw Refusal.damaged(
          "it ends at byte %d, before what it says it holds at %d: get the file again"
              .formatted(size, at));
    }
    ByteBuffer buffer = ByteBuffer.allocate((int) bytes).order(ByteOrder.LITTLE_ENDIAN);
    while (buffer.hasRemaining()) {
      if (channel.read(buffer, at + buffer.position()) < 0) {
        throw Refusal.damaged("it became shorter while it was read");
      }
    }
    return buffer.flip();
  }

  /** Checksum of a part, in small pieces. */
  long crc32(Region part) throws IOException {
    CRC32 crc = new CRC32();
    for (long done = 0; done < part.bytes(); done += PIECE) {
      crc.update(read(part.at() + done, Math.min(PIECE, part.bytes() - done)));
    }
    return crc.getValue();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
