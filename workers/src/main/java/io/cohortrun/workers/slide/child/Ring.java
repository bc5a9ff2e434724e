package io.cohortrun.workers.slide.child;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;

/**
 * The file through which pixels come back, mapped by parent and child. Its name is removed as soon
 * as both have it open, so that no end of either leaves a file behind.
 */
final class Ring implements AutoCloseable {

  private static final String PREFIX = "cohortrun-ring-";

  /** Far longer than a child takes to open its ring. */
  private static final Duration STALE = Duration.ofMinutes(10);

  private final Arena arena = Arena.ofShared();
  private final Path path;
  private final MemorySegment pixels;
  private final RingSpace space;

  private Ring(Path path, long bytes) throws IOException {
    this.path = path;
    try (FileChannel channel =
        FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      this.pixels = channel.map(FileChannel.MapMode.READ_WRITE, 0, bytes, arena);
    }
    this.space = new RingSpace(bytes);
  }

  static Ring create(long bytes) throws IOException {
    Path path = Files.createTempFile(PREFIX + ProcessHandle.current().pid() + "-", ".tmp");
    try {
      return new Ring(path, bytes);
    } catch (IOException | RuntimeException e) {
      Files.deleteIfExists(path);
      throw e;
    }
  }

  /** Removes what a parent left that was killed in the moment between create and unlink. */
  static void removeStale() throws IOException {
    Path folder = Path.of(System.getProperty("java.io.tmpdir"));
    try (DirectoryStream<Path> rings = Files.newDirectoryStream(folder, PREFIX + "*.tmp")) {
      for (Path ring : rings) {
        Instant changed = Files.getLastModifiedTime(ring).toInstant();
        if (changed.plus(STALE).isBefore(Instant.now())) {
          Files.deleteIfExists(ring);
        }
      }
    }
  }

  Path path() {
    return path;
  }

  RingSpace space() {
    return space;
  }

  /** Removes the name; the mappings stay. */
  void unlink() throws IOException {
    Files.deleteIfExists(path);
  }

  /** Copies a region out. */
  void copy(long offset, int[] argb, int count) {
    MemorySegment.copy(pixels, JAVA_INT, offset, argb, 0, count);
  }

  @Override
  public void close() {
    arena.close();
  }
}
