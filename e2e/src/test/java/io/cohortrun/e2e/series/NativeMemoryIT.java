package io.cohortrun.e2e.series;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Native memory that nobody frees is seen by no heap dump: the resident size of the process is. */
class NativeMemoryIT {

  private static final Path LAUNCHER = Path.of("../cli/src/main/launcher");

  @Test
  void twoThousandBatchesLeaveTheResidentSizeWhereItWas() throws Exception {
    // A heap of one size: what grows is native.
    ProcessBuilder builder =
        new ProcessBuilder(
            ProcessHandle.current().info().command().orElseThrow(),
            "@" + LAUNCHER.resolve("jvm.options"),
            "-Xms256m",
            "-Xmx256m",
            "-XX:+AlwaysPreTouch",
            "-cp",
            System.getProperty("java.class.path"),
            "io.cohortrun.workers.model.ModelMemory",
            "demo",
            "2000");
    builder
        .environment()
        .put("GLIBC_TUNABLES", Files.readString(LAUNCHER.resolve("glibc.tunables")).strip());
    Process process = builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
    String said =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    assertThat(process.waitFor()).isZero();

    List<Long> resident = Arrays.stream(said.split(" ", -1)).map(Long::valueOf).toList();
    assertThat(resident).hasSizeGreaterThanOrEqualTo(20);
    int half = resident.size() / 2;
    long early = Collections.max(resident.subList(half / 2, half));
    long late = Collections.max(resident.subList(half + half / 2, resident.size()));
    assertThat(late - early).as("growth in KiB: %s", said).isLessThan(16 << 10);
  }
}
