package io.cohortrun.e2e.series;

import static org.assertj.core.api.Assertions.assertThat;

import io.cohortrun.e2e.run.CohortFolder;
import io.cohortrun.e2e.run.CohortProcess;
import io.cohortrun.workflows.series.Series;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A manifest of 100,000 rows is checked and planned on a laptop's memory, as the launcher starts
 * it: from jars, with the start-up cache that a build leaves.
 */
class ManifestScaleIT {

  private static final int ROWS = 100_000;
  private static final int TRAINING_ROWS = 20_000;

  @TempDir Path temp;

  private long peak;

  @Test
  void aHundredThousandRowsArePlannedWithinOneGibibyte() throws Exception {
    Path cache = temp.resolve("cohort.aot");
    CohortProcess training = plan(TRAINING_ROWS, "-XX:AOTCacheOutput=" + cache);
    assertThat(training.exit()).as(training.stderr()).isZero();
    assertThat(cache).isNotEmptyFile();

    peak = 0;
    long start = System.nanoTime();
    CohortProcess plan = plan(ROWS, "-XX:AOTCache=" + cache);
    double seconds = (System.nanoTime() - start) / 1e9;
    assertThat(plan.exit()).as(plan.stderr()).isZero();
    assertThat(plan.stdout().lines()).hasSize(1);
    assertThat(plan.json().get("rows").asInt()).isEqualTo(ROWS);
    assertThat(plan.json().get("patients").asInt()).isEqualTo((ROWS + 2) / 3);
    assertThat(peak).as("peak resident memory, bytes").isBetween(1L, 1L << 30);
    Series.record(
        "manifest",
        "# A manifest of 100,000 rows\n\n`cohort plan` (JVM start included): %.1f s, peak resident memory %d MiB. Machine: %s.\n"
            .formatted(seconds, peak >> 20, Series.machine()));
  }

  private CohortProcess plan(int rows, String cacheOption)
      throws IOException, InterruptedException {
    List<String> lines =
        IntStream.range(0, rows)
            .mapToObj(i -> "slide-%06d,patient-%05d,slides/%06d.svs,0.25".formatted(i, i / 3, i))
            .toList();
    CohortFolder folder = CohortFolder.write(temp, "rows" + rows, lines, "");
    Path out = temp.resolve("stdout.txt");
    Path err = temp.resolve("stderr.txt");
    Process process =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "@" + Path.of("../cli/src/main/launcher/jvm.options").toAbsolutePath(),
                "-Xmx768m",
                cacheOption,
                "-cp",
                Path.of("../cli/target/app").toAbsolutePath().normalize() + "/*",
                "io.cohortrun.cli.Cohort",
                "plan",
                "--json",
                "-f",
                folder.name() + ".yaml")
            .directory(temp.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    while (!process.waitFor(20, TimeUnit.MILLISECONDS)) {
      peak = Math.max(peak, Resident.peak(process.pid()));
    }
    return new CohortProcess(process.exitValue(), Files.readString(out), Files.readString(err));
  }
}
