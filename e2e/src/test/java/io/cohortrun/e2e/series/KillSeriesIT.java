package io.cohortrun.e2e.series;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.cohortrun.e2e.run.CohortFolder;
import io.cohortrun.e2e.run.CohortProcess;
import io.cohortrun.e2e.run.IdenticalResults;
import io.cohortrun.workers.store.KillPoint;
import io.cohortrun.workflows.series.Series;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code kill -9} at every named point and at random moments, each time started again: the results
 * must be those of an undisturbed run.
 */
class KillSeriesIT {

  /** One checkpoint, in tiles. */
  private static final int CHECKPOINT = 64;

  @TempDir Path temp;

  @Test
  void resultsAfterEveryKillAreThoseOfAnUndisturbedRun() throws Exception {
    CohortFolder calm = cohort(temp.resolve("calm"));
    CohortProcess undisturbed = calm.run(Map.of());
    assertThat(undisturbed.exit()).as(undisturbed.stderr()).isEqualTo(3); // 2 of 5 rows fail
    IdenticalResults expected = results(calm, undisturbed);
    long tiles = undisturbed.json().get("tiles").asLong();
    assertThat(tiles).as("a kill can cost more than one checkpoint").isGreaterThan(CHECKPOINT);
    double seconds = undisturbed.json().get("seconds").asDouble();

    List<String> table = new ArrayList<>();
    for (List<KillPoint> chain : chains()) {
      CohortFolder folder = cohort(temp.resolve("at-" + chain.getFirst().name()));
      for (KillPoint point : chain) {
        CohortProcess killed = folder.run(Map.of("COHORTRUN_KILL_AT", point.label()));
        assertThat(killed.exit())
            .as(point + " was never reached:\n" + killed.stderr())
            .isEqualTo(137);
      }
      table.add(again(folder, label(chain), expected, tiles));
    }
    Random moments = new Random(11);
    for (int i = 0; i < Series.size(1, 10); i++) {
      CohortFolder folder = cohort(temp.resolve("random-" + i));
      CohortProcess.Running running = folder.start(Map.of());
      long millis = 500 + (long) (moments.nextDouble() * 1000 * seconds);
      boolean ended = running.process().waitFor(millis, TimeUnit.MILLISECONDS);
      running.kill();
      table.add(
          again(
              folder, "after " + millis + " ms" + (ended ? " (had ended)" : ""), expected, tiles));
    }
    Series.record(
        "kill",
        "# Kill series\n\n"
            + "Each row: `cohort run` killed with SIGKILL and started again, once for each point. Results identical in every row (asserted). An undisturbed run infers "
            + tiles
            + " tiles; one checkpoint is at most "
            + CHECKPOINT
            + " tiles. Machine: "
            + Series.machine()
            + ".\n\n| killed at | tiles inferred by the last process | tiles repeated |\n|---|---|---|\n"
            + String.join("\n", table)
            + "\n");
  }

  /**
   * Points at which one run is killed, one after another, each after the last as a run comes to
   * them. Reduced: every second point, so that two runs see them all; whole: each alone.
   */
  private static List<List<KillPoint>> chains() {
    List<KillPoint> points = List.of(KillPoint.values());
    int chains = Series.size(2, points.size());
    return IntStream.range(0, chains)
        .mapToObj(
            first ->
                IntStream.iterate(first, i -> i < points.size(), i -> i + chains)
                    .mapToObj(points::get)
                    .toList())
        .toList();
  }

  private static String label(List<KillPoint> chain) {
    return chain.stream()
        .map(point -> "`" + point.label().replace("|", "\\|") + "`")
        .collect(Collectors.joining(", "));
  }

  private static CohortFolder cohort(Path path) throws IOException {
    return CohortFolder.ofRealSlides(path)
        .withAssociations(
            List.of("patient_id,cancer_type,age", "CMU-1,a,50", "p0,b,60", "p1,b,70"));
  }

  private static String again(
      CohortFolder folder, String label, IdenticalResults expected, long tiles)
      throws IOException, InterruptedException, SQLException {
    CohortProcess second = folder.run(Map.of());
    assertThat(second.exit()).as(label + "\n" + second.stderr()).isEqualTo(3);
    assertThat(results(folder, second)).as(label).isEqualTo(expected);
    JsonNode json = second.json();
    long repeated = json.path("tilesRepeated").asLong();
    assertThat(json.get("tiles").asLong()).as(label).isLessThanOrEqualTo(tiles);
    assertThat(repeated).as(label).isLessThanOrEqualTo(CHECKPOINT);
    return "| %s | %d | %d |".formatted(label, json.get("tiles").asLong(), repeated);
  }

  private static IdenticalResults results(CohortFolder folder, CohortProcess process)
      throws IOException, SQLException {
    return IdenticalResults.of(folder.output(), Path.of(process.json().get("output").asText()));
  }
}
