package io.cohortrun.e2e.series;

import static org.assertj.core.api.Assertions.assertThat;

import io.cohortrun.e2e.run.CohortFolder;
import io.cohortrun.e2e.run.CohortProcess;
import io.cohortrun.workflows.series.Series;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Eight processes on one output folder at once. */
class EightProcessesIT {

  @TempDir Path temp;

  @Test
  void allFinishAndEachSlideIsCommittedOnce() throws Exception {
    int slides = Series.size(24, 1000);
    CohortFolder folder = CohortFolder.ofSmallSlides(temp, slides);
    long start = System.nanoTime();
    List<CohortProcess.Running> running =
        IntStream.range(0, 8).mapToObj(i -> folder.start(Map.of())).toList();
    long tiles = 0;
    for (CohortProcess.Running process : running) {
      assertThat(process.process().waitFor(Series.size(10, 60), TimeUnit.MINUTES))
          .as(process.stderr())
          .isTrue();
      CohortProcess ended = process.kill();
      assertThat(ended.exit()).as(ended.stderr()).isZero();
      assertThat(ended.json().at("/ledger/Succeeded").asInt()).isEqualTo(slides);
      tiles += ended.json().get("tiles").asLong();
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    assertThat(entries(folder.output().resolve("slides"), "COMMIT")).isEqualTo(slides);
    assertThat(entries(folder.output().resolve("slides"), "try-*"))
        .as("tries of losers are removed")
        .isEqualTo(slides);
    Series.record(
        "eight-processes",
        "# Eight processes on one folder\n\n%d slides of one tile; all eight ended with a complete ledger after %.0f s; %d commits; %d tiles inferred in all (%.2f per slide). Machine: %s.\n"
            .formatted(slides, seconds, slides, tiles, (double) tiles / slides, Series.machine()));
  }

  private static long entries(Path slides, String glob) throws Exception {
    var matcher = slides.getFileSystem().getPathMatcher("glob:" + glob);
    try (Stream<Path> found = Files.find(slides, 2, (p, a) -> matcher.matches(p.getFileName()))) {
      return found.count();
    }
  }
}
