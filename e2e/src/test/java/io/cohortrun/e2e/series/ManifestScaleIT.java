package io.cohortrun.e2e.series;

import static org.assertj.core.api.Assertions.assertThat;

import io.cohortrun.e2e.run.CohortFolder;
import io.cohortrun.e2e.run.CohortProcess;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A manifest of 100,000 rows is checked and planned on a laptop's memory. */
class ManifestScaleIT {

  private static final int ROWS = 100_000;

  @TempDir Path temp;

  @Test
  void aHundredThousandRowsArePlannedWithinOneGibibyte() throws Exception {
    List<String> rows =
        IntStream.range(0, ROWS)
            .mapToObj(i -> "slide-%06d,patient-%05d,slides/%06d.svs,0.25".formatted(i, i / 3, i))
            .toList();
    CohortFolder folder = CohortFolder.write(temp, "large", rows, "");
    long start = System.nanoTime();
    CohortProcess plan =
        CohortProcess.run(
            folder.path(),
            Map.of("JAVA_TOOL_OPTIONS", "-Xmx768m"),
            "plan",
            "--json",
            "-f",
            "large.yaml");
    double seconds = (System.nanoTime() - start) / 1e9;
    assertThat(plan.exit()).as(plan.stderr()).isZero();
    assertThat(plan.json().get("rows").asInt()).isEqualTo(ROWS);
    Series.record(
        "manifest",
        "# A manifest of 100,000 rows\n\n`cohort plan` (JVM start included, heap of 768 MiB): %.1f s. Machine: %s.\n"
            .formatted(seconds, Series.machine()));
  }
}
