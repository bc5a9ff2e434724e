package io.cohortrun.workers.population;

import io.cohortrun.workers.store.ObjectStore;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A folder on this machine that goes when it is closed. */
record WorkFolder(Path path) implements AutoCloseable {

  static WorkFolder open() throws IOException {
    return new WorkFolder(Files.createTempDirectory("cohortrun-analysis"));
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
    List<Path> all;
    try (Stream<Path> walk = Files.walk(path)) {
      all = walk.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path one : all) {
      Files.delete(one);
    }
  }
}
