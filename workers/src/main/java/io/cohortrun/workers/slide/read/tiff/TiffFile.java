package io.cohortrun.workers.slide.read.tiff;

import io.cohortrun.workers.slide.SlideFailure;
import io.cohortrun.workflows.contract.Outcome;
import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;

/**
 * The directories of a TIFF or BigTIFF file. Every offset and count is held against the file's
 * length before it is followed. Thread-safe.
 */
public final class TiffFile implements Closeable {

  /** What to do about a file that is damaged: ends its sentence. */
  static final String AGAIN = "; copy it again from its source, or scan the slide again.";

  private static final int MAX_DIRECTORIES = 4096;
  private static final int MAX_ENTRIES = 4096;

  // Not a FileChannel: an interrupted reader would close it under all the others.
  private final RandomAccessFile file;
  private final long length;
  private final ByteOrder order;
  private final boolean big;
  private final long first;
  private List<TiffDirectory> pages = List.of();

  private TiffFile(RandomAccessFile file) throws IOException, SlideFailure {
    this.file = file;
    this.length = file.length();
    byte[] head = bytes(0, 8);
    this.order = head[0] == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
    int magic = ByteBuffer.wrap(head).order(order).getShort(2);
    if (head[0] != head[1] || (head[0] != 'I' && head[0] != 'M') || (magic != 42 && magic != 43)) {
      throw new SlideFailure(Outcome.UnsupportedFormat, "The file does not begin as a TIFF does.");
    }
    this.big = magic == 43;
    this.first = big ? buffer(8, 8).getLong() : buffer(4, 4).getInt() & 0xFFFFFFFFL;
  }

  /**
   * Opens a file and reads its main chain of directories.
   *
   * @throws SlideFailure Truncated where a directory lies behind the end, Unreadable where the
   *     chain makes no sense
   */
  public static TiffFile open(Path path) throws IOException, SlideFailure {
    RandomAccessFile file = new RandomAccessFile(path.toFile(), "r");
    try {
      TiffFile tiff = new TiffFile(file);
      tiff.pages = tiff.chain(tiff.first);
      return tiff;
    } catch (IOException | SlideFailure | RuntimeException e) {
      file.close();
      throw e;
    }
  }

  /** Directories of the main chain, at least one. */
  public List<TiffDirectory> pages() {
    return pages;
  }

  /** Bytes in the file. */
  public long length() {
    return length;
  }

  /** Whether a classic TIFF is larger than its 32-bit offsets reach: NDPI's way of going on. */
  public boolean offsetsOverflow() {
    return !big && length > 0xFFFFFFFFL;
  }

  private List<TiffDirectory> chain(long start) throws IOException, SlideFailure {
    List<TiffDirectory> found = new ArrayList<>();
    Set<Long> seen = new HashSet<>();
    long offset = start;
    while (offset != 0) {
      if (!seen.add(offset) || found.size() >= MAX_DIRECTORIES) {
        throw new SlideFailure(
            Outcome.Unreadable, "The TIFF directories form a loop: the file is damaged" + AGAIN);
      }
      TiffDirectory directory = directory(offset);
      found.add(directory);
      offset = directory.next();
    }
    if (found.isEmpty()) {
      throw new SlideFailure(Outcome.Unreadable, "The TIFF file holds no picture.");
    }
    return List.copyOf(found);
  }

  /** Reads the directory at {@code offset}. */
  TiffDirectory directory(long offset) throws IOException, SlideFailure {
    int countBytes = big ? 8 : 2;
    ByteBuffer counted = buffer(offset, countBytes);
    long entries = big ? counted.getLong() : counted.getShort() & 0xFFFF;
    if (entries <= 0 || entries > MAX_ENTRIES) {
      throw new SlideFailure(
          Outcome.Unreadable,
          ("A TIFF directory claims %s entries: the file is damaged" + AGAIN)
              .formatted(Long.toUnsignedString(entries)));
    }
    int size = big ? 20 : 12;
    ByteBuffer in = buffer(offset + countBytes, (int) entries * size + (big ? 8 : 4));
    TreeMap<Integer, TiffEntry> byTag = new TreeMap<>();
    for (int i = 0; i < entries; i++) {
      int tag = in.getShort() & 0xFFFF;
      int type = in.getShort() & 0xFFFF;
      long count = big ? in.getLong() : in.getInt() & 0xFFFFFFFFL;
      byte[] inline = new byte[big ? 8 : 4];
      in.get(inline);
      byTag.putIfAbsent(tag, new TiffEntry(tag, type, count, inline));
    }
    long next = big ? in.getLong() : in.getInt() & 0xFFFFFFFFL;
    return new TiffDirectory(this, byTag, next);
  }

  /** The bytes of an entry's values. */
  ByteBuffer values(TiffEntry entry, long maxBytes) throws IOException, SlideFailure {
    long size = entry.bytes();
    if (size < 0 || size > maxBytes) {
      throw new SlideFailure(
          Outcome.TooLarge,
          ("TIFF tag %d claims %s values: more than any slide has" + AGAIN)
              .formatted(entry.tag(), Long.toUnsignedString(entry.count())));
    }
    ByteBuffer inline = ByteBuffer.wrap(entry.inline()).order(order);
    if (size <= entry.inline().length) {
      return inline.limit((int) size);
    }
    return buffer(big ? inline.getLong() : inline.getInt() & 0xFFFFFFFFL, (int) size);
  }

  private ByteBuffer buffer(long offset, int size) throws IOException, SlideFailure {
    return ByteBuffer.wrap(bytes(offset, size)).order(order);
  }

  /**
   * Reads bytes at a place.
   *
   * @throws SlideFailure Truncated where they lie behind the end of the file
   */
  byte[] bytes(long offset, int size) throws IOException, SlideFailure {
    if (offset < 0 || size > length || offset > length - size) {
      throw truncated(offset, size);
    }
    byte[] read = new byte[size];
    synchronized (file) {
      file.seek(offset);
      file.readFully(read);
    }
    return read;
  }

  /** The failure for data that should lie behind the end of the file. */
  SlideFailure truncated(long offset, long size) {
    return new SlideFailure(
        Outcome.Truncated,
        "The file ends at byte %d, but %d bytes are promised at byte %s: copy it again from its source."
            .formatted(length, size, Long.toUnsignedString(offset)));
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
