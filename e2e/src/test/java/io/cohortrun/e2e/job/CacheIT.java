package io.cohortrun.e2e.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.cohortrun.e2e.run.CohortProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where a worker keeps what the next one may find, as {@code docs/gpu.md} tells platforms. */
class CacheIT {

  @TempDir private Path temp;

  /** As in the image, where libtorch lies unpacked and {@code PYTORCH_LIBRARY_PATH} names it. */
  @Test
  void aCacheOnAVolumeIsGivenTheDemoBundleAndNoNativeLibraries() throws Exception {
    Path cache = temp.resolve("cache");
    Path ofDjl = temp.resolve("djl");
    CohortProcess verified =
        verify(
            Map.of(
                "PYTORCH_LIBRARY_PATH",
                unpacked().toString(),
                "COHORTRUN_CACHE",
                cache.toString(),
                "DJL_CACHE_DIR",
                ofDjl.toString(),
                "COHORTRUN_DEVICE",
                "cpu"));
    assertThat(verified.stdout()).contains("verified: digests, tensors and golden pair on cpu");
    assertThat(ofDjl).doesNotExist();
    try (Stream<Path> kept = Files.walk(cache)) {
      assertThat(kept.filter(Files::isRegularFile).map(f -> f.getFileName().toString()))
          .containsExactlyInAnyOrder("bundle.json", "golden.npz", "model.pt");
    }
  }

  /** libtorch and DJL's glue side by side, as the image has them. */
  private Path unpacked() throws Exception {
    Path usual = temp.resolve("usual");
    verify(Map.of("COHORTRUN_CACHE", usual.toString()));
    Path libtorch = Files.createDirectory(temp.resolve("libtorch"));
    for (Path library : libraries(usual.resolve("djl"))) {
      String name = library.getFileName().toString();
      boolean glue = name.endsWith("libdjl_torch.so");
      Files.createSymbolicLink(libtorch.resolve(glue ? "libdjl_torch.so" : name), library);
    }
    return libtorch;
  }

  private static List<Path> libraries(Path djl) throws IOException {
    try (Stream<Path> files = Files.walk(djl)) {
      return files.filter(f -> f.getFileName().toString().contains(".so")).toList();
    }
  }

  private CohortProcess verify(Map<String, String> env) throws Exception {
    CohortProcess verified = CohortProcess.run(temp, env, "model", "verify", "demo");
    assertThat(verified.exit()).as(verified.stderr()).isZero();
    return verified;
  }
}
