package io.cohortrun.workers.shard;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.cohortrun.workers.store.KillPoints;
import io.cohortrun.workers.store.ObjectStore;
import io.cohortrun.workers.store.RunLayout;
import io.cohortrun.workers.store.SlideCommits;
import io.cohortrun.workers.store.Stores;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Dies at each kill point of a shard, is started again, and ends with the same bytes. */
class ShardKillTest {

  private static final int PART = 16;

  /** One part is collected while another is being written. */
  private static final int CHECKPOINT = 2 * PART;

  @TempDir static Path undisturbed;
  private static Map<String, String> expected;

  @TempDir Path dir;

  @BeforeAll
  static void runOnceUndisturbed() throws Exception {
    Ended ended = start(undisturbed, null);
    assertThat(ended.exit()).isZero();
    assertThat(ended.numbers()[1]).isEqualTo(ended.numbers()[0]);
    expected = committed(undisturbed);
    assertThat(expected).hasSizeGreaterThan(20);
  }

  /** The third column: tiles that the second process may infer, in checkpoints left at the kill. */
  @ParameterizedTest
  @CsvSource({
    "part|next-part, 1",
    "part|next-part#5, 5",
    "upload|COMMIT, -1",
    "upload|COMMIT#2, -1",
    "COMMIT|receipt, -1",
    "COMMIT|receipt#2, -1",
    "outcomes|receipt, -1"
  })
  void killedThereItGoesOnFromTheStore(String point, int parts) throws Exception {
    assertThat(start(dir, point).exit()).isEqualTo(KillPoints.KILLED);
    Ended again = start(dir, null);
    assertThat(again.exit()).as(again.text()).isZero();
    int total = again.numbers()[0];
    int inferred = again.numbers()[1];
    int done = parts < 0 ? total : parts * PART;
    // The part in the writer's hands may be durable too, or the next one already inferred.
    assertThat(inferred).isBetween(Math.max(0, total - done - PART), total - done);
    assertThat(again.numbers()[2]).isLessThanOrEqualTo(CHECKPOINT);
    assertThat(committed(dir)).isEqualTo(expected);
  }

  @Test
  void aThirdProcessFindsEverythingDone() throws Exception {
    Ended again = start(undisturbed, null);
    assertThat(again.numbers()[1]).isZero();
  }

  private record Ended(int exit, String text) {

    /** Tiles of the slide, inferred here, repeated. */
    int[] numbers() {
      String last = text.strip().lines().reduce((a, b) -> b).orElse("");
      return Arrays.stream(last.split(" ", -1)).mapToInt(Integer::parseInt).toArray();
    }
  }

  private static Ended start(Path dir, String killAt) throws IOException, InterruptedException {
    Path out = Files.createTempFile(dir, "process", ".out");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-Xmx512m",
            "-XX:TieredStopAtLevel=1",
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))));
    if (killAt != null) {
      command.add("-Dcohortrun.killAt=" + killAt);
    }
    command.addAll(List.of(ShardProcess.class.getName(), dir.toString()));
    Process process =
        new ProcessBuilder(command)
            .directory(new File("").getAbsoluteFile())
            .redirectOutput(out.toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    int exit = process.waitFor();
    return new Ended(exit, Files.readString(out, UTF_8));
  }

  /** Every committed file of the slide, of its result and of its maps, by name. */
  private static Map<String, String> committed(Path dir) throws Exception {
    try (ObjectStore store = Stores.open(dir.resolve("out").toString())) {
      var cohort =
          new SmallCohort(store, dir.resolve("scratch"), "Pyramid")
              .with(SmallCohort.copy("CMU-1-Small-Region.svs", dir.resolve("slides")));
      assertThat(store.stat(new RunLayout(cohort.run()).outcomes(0, 0))).isPresent();
      assertThat(store.list("slides/")).noneMatch(k -> k.contains("/parts/"));
      Map<String, String> all = new TreeMap<>(ShardCase.files(store, cohort, 0));
      var commits = new SlideCommits(store);
      var maps =
          commits.readMaps(cohort.inspections.getFirst().slideKey(), "Pyramid").orElseThrow();
      commits.verify(maps);
      maps.files().forEach((name, digest) -> all.put("maps/" + name, digest));
      return all;
    }
  }
}
