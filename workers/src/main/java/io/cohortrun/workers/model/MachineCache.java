package io.cohortrun.workers.model;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;

/**
 * Where this machine keeps what it unpacked: {@code -Dcohortrun.cache}, {@code COHORTRUN_CACHE},
 * {@code XDG_CACHE_HOME/cohortrun} or {@code ~/.cache/cohortrun}, the first that is set.
 */
final class MachineCache {

  private MachineCache() {}

  /** The folder, made if it is not there. */
  static Path folder() throws IOException {
    return Files.createDirectories(path());
  }

  /** The folder, whether it is there or not, and whether it can be written or not. */
  static Path path() {
    return folder(System.getProperty("cohortrun.cache"), System.getenv()).toAbsolutePath();
  }

  static Path folder(String property, Map<String, String> env) {
    if (property != null) {
      return Path.of(property);
    }
    if (env.containsKey("COHORTRUN_CACHE")) {
      return Path.of(env.get("COHORTRUN_CACHE"));
    }
    if (env.containsKey("XDG_CACHE_HOME")) {
      return Path.of(env.get("XDG_CACHE_HOME"), "cohortrun");
    }
    return Path.of(System.getProperty("user.home"), ".cache", "cohortrun");
  }

  /** Something that must not run in two processes of this machine at once. */
  interface Exclusive<T> {
    T run() throws IOException;
  }

  /** Runs under a file lock; the caller makes sure that threads of one process do not meet here. */
  static <T> T exclusively(String name, Exclusive<T> work) throws IOException {
    Path lock = folder().resolve(name + ".lock");
    try (FileChannel channel =
            FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock held = channel.lock()) {
      return held.isValid() ? work.run() : null;
    }
  }
}
