package io.cohortrun.workers.population;

import io.cohortrun.workers.store.ObjectStore;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * A folder on this machine that goes when it is closed, or, if its process was killed, when another
 * is opened.
 *
 * @param alive held while this process lives
 */
record WorkFolder(Path path, FileChannel alive) implements AutoCloseable {

  private static final String PREFIX = "cohortrun-analysis";
  private static final String LOCK = ".lock";

  /** Far longer than from making a folder to locking it. */
  private static final Duration STALE = Duration.ofMinutes(1);

  /** Of this process: closing another channel to one's own file would end the lock. */
  private static final Set<Path> OPEN = ConcurrentHashMap.newKeySet();

  static WorkFolder open() throws IOException {
    return open(Path.of(System.getProperty("java.io.tmpdir")));
  }

  static WorkFolder open(Path parent) throws IOException {
    removeAbandoned(parent);
    Path path = Files.createTempDirectory(parent, PREFIX);
    OPEN.add(path);
    FileChannel alive =
        FileChannel.open(
            path.resolve(LOCK), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    alive.lock();
    return new WorkFolder(path, alive);
  }

  /** One at a time: two locks of one process on one file are a fault of the program. */
  private static synchronized void removeAbandoned(Path parent) {
    Instant stale = Instant.now().minus(STALE);
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(parent, PREFIX + "*")) {
      for (Path folder : folders) {
        if (!OPEN.contains(folder)) {
          removeAbandoned(folder, stale);
        }
      }
    } catch (IOException | DirectoryIteratorException e) {
      // Whoever comes next removes what is left.
    }
  }

  private static void removeAbandoned(Path folder, Instant stale) {
    Path file = folder.resolve(LOCK);
    try {
      if (Files.getLastModifiedTime(file).toInstant().isAfter(stale)) {
        return;
      }
      try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
          FileLock ours = channel.tryLock()) {
        if (ours != null) {
          remove(folder);
        }
      }
    } catch (IOException | UncheckedIOException e) {
      // Another user's, or another process removes it.
    }
  }

  /** Writes a file, with the folders above it. */
  Path write(String name, byte[] bytes) throws IOException {
    Path file = path.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.write(file, bytes);
  }

  /** Brings an object here, by the last part of its key. */
  Path fetch(ObjectStore store, String key) throws IOException {
    Path file = path.resolve(key.substring(key.lastIndexOf('/') + 1));
    try (InputStream in = store.open(key)) {
      Files.copy(in, file);
    }
    return file;
  }

  @Override
  public void close() throws IOException {
    try (alive) {
      remove(path);
    } finally {
      OPEN.remove(path);
    }
  }

  private static void remove(Path folder) throws IOException {
    List<Path> all;
    try (Stream<Path> walk = Files.walk(folder)) {
      all = walk.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path one : all) {
      Files.delete(one);
    }
  }
}
