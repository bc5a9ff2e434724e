package io.cohortrun.e2e.series;

import static org.assertj.core.api.Assertions.assertThat;

import io.cohortrun.e2e.run.CohortFolder;
import io.cohortrun.e2e.run.CohortProcess;
import io.cohortrun.workflows.series.Series;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One process, many small slides: memory must not grow with the slides done. */
class SoakIT {

  /** Allowed growth of resident memory, bytes per slide, in the whole series. */
  private static final double MOST = 4096;

  /** Too few slides for the bound above: kept tensors, 24 MB each, are seen. */
  private static final double MOST_OF_CUT = 1 << 20;

  @TempDir Path temp;

  private record Point(long slides, long resident) {}

  @Test
  void residentMemoryDoesNotGrowWithSlides() throws Exception {
    int slides = Series.size(100, 2000);
    CohortFolder folder = CohortFolder.ofSmallSlides(temp, slides);
    CohortProcess.Running running = folder.start(Map.of());
    List<Point> points = new ArrayList<>();
    while (!running.process().waitFor(200, TimeUnit.MILLISECONDS)) {
      long resident = Resident.now(running.process().pid());
      if (resident > 0) {
        points.add(new Point(commits(folder.output().resolve("slides")), resident));
      }
    }
    CohortProcess ended = running.kill();
    assertThat(ended.exit()).as(ended.stderr()).isZero();
    // The first quarter warms up: compiler, caches, pools.
    List<Point> counted =
        points.stream().filter(p -> p.slides() > slides / 4 && p.slides() < slides).toList();
    double slope = slope(counted);
    double error = standardError(counted, slope);
    Series.record(
        "soak",
        ("# Soak\n\n%d small slides in one process. Resident memory over the last %d slides: slope %.0f bytes per slide (standard error %.0f, %d readings),"
                + " peak %d MiB. Machine: %s.\n")
            .formatted(
                slides,
                slides - slides / 4,
                slope,
                error,
                counted.size(),
                points.stream().mapToLong(Point::resident).max().orElse(0) >> 20,
                Series.machine()));
    assertThat(Math.abs(slope))
        .as("slope, bytes per slide")
        .isLessThan(Series.FULL ? MOST : MOST_OF_CUT);
  }

  private static long commits(Path slides) throws IOException {
    if (!Files.isDirectory(slides)) {
      return 0;
    }
    try (Stream<Path> folders = Files.list(slides)) {
      return folders.filter(f -> Files.exists(f.resolve("COMMIT"))).count();
    }
  }

  /** Least squares of resident bytes on slides. */
  private static double slope(List<Point> points) {
    double x = points.stream().mapToLong(Point::slides).average().orElse(0);
    double y = points.stream().mapToLong(Point::resident).average().orElse(0);
    double xy = points.stream().mapToDouble(p -> (p.slides() - x) * (p.resident() - y)).sum();
    double xx = points.stream().mapToDouble(p -> (p.slides() - x) * (p.slides() - x)).sum();
    return xy / xx;
  }

  private static double standardError(List<Point> points, double slope) {
    double x = points.stream().mapToLong(Point::slides).average().orElse(0);
    double y = points.stream().mapToLong(Point::resident).average().orElse(0);
    double xx = points.stream().mapToDouble(p -> (p.slides() - x) * (p.slides() - x)).sum();
    double residual =
        points.stream()
            .mapToDouble(p -> p.resident() - y - slope * (p.slides() - x))
            .map(r -> r * r)
            .sum();
    return Math.sqrt(residual / (points.size() - 2) / xx);
  }
}
