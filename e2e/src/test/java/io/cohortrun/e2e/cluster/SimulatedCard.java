package io.cohortrun.e2e.cluster;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** A card without hardware: a driver's library that shows it to whoever is told to load it. */
final class SimulatedCard {

  /** As {@code nvidia-smi -L} would write it. */
  static final String UUID = "GPU-00010203-0405-0607-0809-0a0b0c0d0e0f";

  private static final Path SOURCE = Path.of("src/cluster/card/libcuda.c").toAbsolutePath();

  private SimulatedCard() {}

  /**
   * Builds the driver ({@code libcuda.so.1}, for {@code LD_LIBRARY_PATH}) into a folder, and what
   * says that libtorch could use a card ({@code libtorch_cuda.so}, for {@code
   * PYTORCH_LIBRARY_PATH}).
   */
  static void into(Path folder) throws IOException, InterruptedException {
    Path driver = folder.resolve("libcuda.so.1");
    Process gcc =
        new ProcessBuilder(
                "gcc", "-shared", "-fPIC", "-nostdlib", "-o", driver.toString(), SOURCE.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(gcc.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (gcc.waitFor() != 0) {
      throw new IllegalStateException("no simulated driver: " + said);
    }
    Files.createFile(folder.resolve("libtorch_cuda.so"));
  }
}
