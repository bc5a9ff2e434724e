package io.cohortrun.workers.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Who holds which cache entry: shared file locks between processes, which the kernel gives back
 * when a process is killed, and counts between the threads of one.
 */
final class SlideLeases {

  /** File locks belong to the process, and so must the counts, however many caches it opens. */
  private static final Map<Path, SlideLeases> OF_PROCESS = new ConcurrentHashMap<>();

  private final Path folder;
  private final Map<String, Lease> held = new HashMap<>();

  private SlideLeases(Path folder) {
    this.folder = folder;
  }

  /** The leases of a cache folder. */
  static SlideLeases of(Path folder) {
    return OF_PROCESS.computeIfAbsent(folder.toAbsolutePath().normalize(), SlideLeases::new);
  }

  /** Something done while nobody holds an entry. */
  @FunctionalInterface
  interface Removal {
    void run() throws IOException;
  }

  /**
   * Holds an entry against removal.
   *
   * @return gives it back, once
   */
  synchronized Runnable hold(String name) throws IOException {
    String bucket = bucket(name);
    Lease lease = held.get(bucket);
    if (lease == null) {
      FileChannel channel = channel(bucket);
      try {
        lease = new Lease(channel, channel.lock(0, Long.MAX_VALUE, true));
      } catch (IOException | OverlappingFileLockException e) {
        channel.close();
        throw e;
      }
      held.put(bucket, lease);
    }
    lease.count++;
    Lease counted = lease;
    boolean[] returned = {false};
    return () -> {
      synchronized (this) {
        if (!returned[0]) {
          returned[0] = true;
          release(bucket, counted);
        }
      }
    };
  }

  /** Removes an entry unless a thread or process holds it. */
  synchronized boolean ifFree(String name, Removal removal) throws IOException {
    if (held.containsKey(bucket(name))) {
      return false;
    }
    try (FileChannel channel = channel(bucket(name));
        FileLock lock = channel.tryLock()) {
      if (lock == null) {
        return false;
      }
      removal.run();
      return true;
    }
  }

  private void release(String bucket, Lease lease) {
    if (--lease.count == 0) {
      held.remove(bucket);
      try {
        lease.channel.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private FileChannel channel(String bucket) throws IOException {
    return FileChannel.open(
        folder.resolve("lock-" + bucket),
        StandardOpenOption.CREATE,
        StandardOpenOption.READ,
        StandardOpenOption.WRITE);
  }

  /**
   * A fixed, small number of lock files, never deleted: a deleted one could be held and made anew.
   */
  private static String bucket(String name) {
    return name.substring(0, 3);
  }

  private static final class Lease {
    private final FileChannel channel;

    @SuppressWarnings("unused") // keeps the lock reachable while it is held
    private final FileLock lock;

    private int count;

    Lease(FileChannel channel, FileLock lock) {
      this.channel = channel;
      this.lock = lock;
    }
  }
}
