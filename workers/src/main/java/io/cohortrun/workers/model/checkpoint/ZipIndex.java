package io.cohortrun.workers.model.checkpoint;

import io.cohortrun.workers.model.checkpoint.CheckpointFile.Region;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;

/**
 * Where the entries of a zip archive lie, as PyTorch writes it: stored, never compressed. Every
 * entry has one place of its own, and its checksum is right.
 */
final class ZipIndex {

  private static final int END = 0x06054b50;
  private static final int END_64 = 0x06064b50;
  private static final int LOCATOR_64 = 0x07064b50;
  private static final int DIRECTORY = 0x02014b50;
  private static final int LOCAL = 0x04034b50;
  private static final long SATURATED = 0xFFFFFFFFL;
  private static final long LARGEST_DIRECTORY = 4 << 20;

  private final CheckpointFile file;
  private final SequencedMap<String, Region> entries = new LinkedHashMap<>();

  /** Local headers and what follows them, by first byte: the end of each. */
  private final TreeMap<Long, Long> taken = new TreeMap<>();

  private final Map<String, Long> checksums = new HashMap<>();
  private long directoryAt;

  private ZipIndex(CheckpointFile file) {
    this.file = file;
  }

  /** Place of each entry's bytes by its name, in the archive's order. */
  static SequencedMap<String, Region> of(CheckpointFile file) throws IOException {
    ZipIndex index = new ZipIndex(file);
    ByteBuffer directory = index.directory();
    while (directory.hasRemaining()) {
      index.entry(directory);
    }
    index.checkOverlap();
    index.checkContents();
    return index.entries;
  }

  private ByteBuffer directory() throws IOException {
    ByteBuffer end = file.size() < 22 ? null : file.read(file.size() - 22, 22);
    if (end == null || end.getInt(0) != END) {
      throw Refusal.damaged("its end is not that of a zip archive: get the file again");
    }
    long bytes = end.getInt(12) & SATURATED;
    directoryAt = end.getInt(16) & SATURATED;
    long until = file.size() - 22;
    if (bytes == SATURATED || directoryAt == SATURATED) {
      ByteBuffer locator = file.read(Math.max(0, until - 20), 20);
      ByteBuffer wide =
          locator.getInt(0) == LOCATOR_64 ? file.read(locator.getLong(8), 56) : locator;
      if (wide.getInt(0) != END_64) {
        throw Refusal.damaged("its zip64 end is not there: get the file again");
      }
      until = locator.getLong(8);
      bytes = wide.getLong(40);
      directoryAt = wide.getLong(48);
    }
    if (bytes < 0 || directoryAt < 0 || bytes > LARGEST_DIRECTORY || directoryAt > until - bytes) {
      throw Refusal.damaged("its zip directory is said to have %d bytes".formatted(bytes));
    }
    return file.read(directoryAt, bytes);
  }

  private void entry(ByteBuffer d) throws IOException {
    if (d.remaining() < 46 || d.getInt(d.position()) != DIRECTORY) {
      throw Refusal.damaged("its zip directory is damaged: get the file again");
    }
    int at = d.position();
    int flags = d.getShort(at + 8);
    int method = d.getShort(at + 10) & 0xFFFF;
    long crc = d.getInt(at + 16) & SATURATED;
    int nameBytes = d.getShort(at + 28) & 0xFFFF;
    int extraBytes = d.getShort(at + 30) & 0xFFFF;
    int rest = nameBytes + extraBytes + (d.getShort(at + 32) & 0xFFFF);
    if (d.remaining() - 46 < rest) {
      throw Refusal.damaged("its zip directory is damaged: get the file again");
    }
    String name = StandardCharsets.UTF_8.decode(d.slice(at + 46, nameBytes)).toString();
    checkName(name);
    if (method != 0 || (flags & 1) != 0) {
      throw Refusal.unsafe(
          "its entry '%s' is compressed or encrypted, as torch.save never writes it"
              .formatted(name));
    }
    ByteBuffer wide = wide(d.slice(at + 46 + nameBytes, extraBytes).order(ByteOrder.LITTLE_ENDIAN));
    long size = orWide(d.getInt(at + 24), wide, name);
    long stored = orWide(d.getInt(at + 20), wide, name);
    long header = orWide(d.getInt(at + 42), wide, name);
    d.position(at + 46 + rest);
    if (stored != size || size < 0) {
      throw Refusal.unsafe(
          "its entry '%s' is said to have %d and %d bytes".formatted(name, size, stored));
    }
    Region region = place(name, header, size);
    checksums.put(name, crc);
    if (entries.putIfAbsent(name, region) != null) {
      throw Refusal.unsafe("it holds the entry '%s' twice".formatted(name));
    }
  }

  private Region place(String name, long header, long size) throws IOException {
    if (header < 0 || header > directoryAt - 30) {
      throw Refusal.damaged(
          "its entry '%s' lies outside of the file: get the file again".formatted(name));
    }
    ByteBuffer local = file.read(header, 30);
    int nameBytes = local.getShort(26) & 0xFFFF;
    long start = header + 30 + nameBytes + (local.getShort(28) & 0xFFFF);
    if (local.getInt(0) != LOCAL || local.getShort(8) != 0 || start > directoryAt - size) {
      throw Refusal.damaged(
          "its entry '%s' is not where it should be: get the file again".formatted(name));
    }
    String again = StandardCharsets.UTF_8.decode(file.read(header + 30, nameBytes)).toString();
    if (!again.equals(name)) {
      throw Refusal.unsafe("its entry '%s' is called '%s' elsewhere".formatted(name, again));
    }
    if (taken.putIfAbsent(header, start + size) != null) {
      throw Refusal.unsafe("its entry '%s' shares its bytes with another".formatted(name));
    }
    return new Region(start, size);
  }

  private void checkOverlap() {
    long before = 0;
    for (var part : taken.entrySet()) {
      if (part.getKey() < before) {
        throw Refusal.unsafe("entries of it overlap at byte %d".formatted(part.getKey()));
      }
      before = part.getValue();
    }
  }

  private void checkContents() throws IOException {
    for (var e : entries.entrySet()) {
      if (file.crc32(e.getValue()) != checksums.get(e.getKey())) {
        throw Refusal.damaged(
            "the checksum of its entry '%s' is wrong: get the file again".formatted(e.getKey()));
      }
    }
  }

  private static void checkName(String name) {
    List<String> parts = List.of(name.split("/", -1));
    if (name.contains("\\")
        || name.chars().anyMatch(c -> c < ' ')
        || parts.contains("..")
        || parts.contains("")
        || parts.size() < 2) {
      throw Refusal.unsafe("it holds the path '%s', which PyTorch never writes".formatted(name));
    }
  }

  /** Values of the zip64 extra field, or none. */
  private static ByteBuffer wide(ByteBuffer extra) {
    while (extra.remaining() >= 4) {
      int id = extra.getShort() & 0xFFFF;
      int bytes = extra.getShort() & 0xFFFF;
      if (bytes > extra.remaining()) {
        break;
      }
      if (id == 1) {
        return extra.slice(extra.position(), bytes).order(ByteOrder.LITTLE_ENDIAN);
      }
      extra.position(extra.position() + bytes);
    }
    return ByteBuffer.allocate(0);
  }

  private static long orWide(int narrow, ByteBuffer wide, String name) {
    long value = narrow & SATURATED;
    if (value != SATURATED) {
      return value;
    }
    if (wide.remaining() < Long.BYTES) {
      throw Refusal.damaged("its entry '%s' has no size: get the file again".formatted(name));
    }
    return wide.getLong();
  }
}
