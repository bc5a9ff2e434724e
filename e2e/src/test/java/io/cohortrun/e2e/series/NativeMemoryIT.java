package io.cohortrun.e2e.series;

import static org.assertj.core.api.Assertions.assertThat;

import io.cohortrun.e2e.run.CohortProcess;
import io.cohortrun.workers.model.imported.Architecture;
import io.cohortrun.workers.model.imported.MadeCheckpoints;
import io.cohortrun.workflows.series.Series;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Native memory that nobody frees is seen by no heap dump: the resident size of the process is. */
class NativeMemoryIT {

  private static final Path LAUNCHER = Path.of("../cli/src/main/launcher");

  @Test
  void twoThousandBatchesLeaveTheResidentSizeWhereItWas(@TempDir Path temp) throws Exception {
    String bundle = Series.FULL ? gigatime(temp) : "demo";
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
            bundle,
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
    Series.record(
        "native-memory",
        """
        # Native memory

        2000 windows through network and head of %s on two predictors, heap of one size: largest resident size in the second quarter of the readings %d KiB, in the last quarter %d KiB. Machine: %s.
        """
            .formatted(
                Series.FULL ? "GigaTIME" : "the demo bundle", early, late, Series.machine()));
    assertThat(late - early).as("growth in KiB: %s", said).isLessThan(16 << 10);
  }

  /** Made here, and brought in by the command. */
  private static String gigatime(Path temp) throws Exception {
    MadeCheckpoints.write(
        temp.resolve("model.pth"), MadeCheckpoints.of(Architecture.of("gigatime").orElseThrow()));
    CohortProcess imported =
        CohortProcess.run(
            temp, Map.of(), "model", "import", "--arch", "gigatime", "model.pth", "-o", "bundle");
    assertThat(imported.exit()).as(imported.stderr()).isZero();
    return temp.resolve("bundle").toString();
  }
}
