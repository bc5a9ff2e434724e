package io.cohortrun.workers.model.checkpoint;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/** Checkpoints of the test resources, made by {@code checkpoints.py}. */
final class Checkpoints {

  private Checkpoints() {}

  static byte[] bytes(String name) {
    try (InputStream in = Checkpoints.class.getResourceAsStream("/checkpoints/" + name)) {
      return Objects.requireNonNull(in, name).readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes the bytes to {@code dir} and opens them. */
  static Checkpoint open(Path dir, byte[] bytes) throws IOException {
    return Checkpoint.open(Files.write(dir.resolve("checkpoint"), bytes));
  }
}
