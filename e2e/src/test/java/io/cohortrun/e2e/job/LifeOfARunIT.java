package io.cohortrun.e2e.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cohortrun.e2e.run.CohortFolder;
import io.cohortrun.e2e.run.CohortProcess;
import io.cohortrun.workers.canonical.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * One cohort through the commands around {@code run}: preflight, retry, gc; and what stands alone.
 */
class LifeOfARunIT {

  private static final String[] ANSWER = {
    "state",
    "runId",
    "output",
    "ledger",
    "validation",
    "seconds",
    "inferSeconds",
    "tiles",
    "tilesRepeated",
    "report"
  };

  @TempDir Path temp;
  private CohortFolder folder;

  @BeforeEach
  void twoSlidesAndOneThatIsNotThere() throws Exception {
    CohortFolder.ofSmallSlides(temp, 3);
    Files.move(temp.resolve("slides/s00002.tif"), temp.resolve("late.tif"));
    folder =
        CohortFolder.write(
            temp,
            "life",
            List.of("a,p,slides/s00000.tif,", "b,p,slides/s00001.tif,", "c,q,slides/s00002.tif,"),
            "");
  }

  @Test
  void aRunIsForecastRunTriedAgainAndCollectedWithoutTouchingWhatIsPublished() throws Exception {
    CohortProcess forecast = cohort("preflight", "-f", "life.yaml");
    assertThat(forecast.exit()).as(forecast.stderr()).isZero();
    assertThat(forecast.stdout())
        .startsWith("Preflighted: 3 rows, of which not to infer: 1 NotFound")
        .contains("forecast: 2 tiles in 2 slides, at most ");
    JsonNode again = answer(cohort("preflight", "--json", "-f", "life.yaml"), 0);
    assertThat(again.get("state").asText()).isEqualTo("Preflighted");
    assertThat(again.get("ledger").toString()).isEqualTo("{\"NotFound\":1}");
    assertThat(again.get("report").asText()).isEmpty();
    assertThat(commits()).isZero();

    JsonNode run = answer(folder.run(Map.of()), 0);
    assertThat(run.get("runId")).isEqualTo(again.get("runId"));
    assertThat(run.get("ledger").toString()).isEqualTo("{\"Succeeded\":2,\"NotFound\":1}");
    assertThat(run.get("tiles").asInt()).isEqualTo(2);
    Path first = Path.of(run.get("output").asText());
    SortedMap<String, String> published = digests(first);
    JsonNode versions =
        new ObjectMapper().readTree(first.resolve("run.json").toFile()).get("versions");
    assertThat(versions.properties().stream().map(Map.Entry::getKey))
        .containsExactly("cohortrun", "djl", "java", "libtorch", "readers");
    assertThat(versions.get("readers").asText())
        .matches("openslide \\d[^,]*, tiff tiff-\\d+\\+jdk\\d+");

    Files.move(temp.resolve("late.tif"), temp.resolve("slides/s00002.tif"));
    JsonNode retried = answer(cohort("retry", "--json", "-f", "life.yaml"), 0);
    assertThat(retried.get("ledger").toString()).isEqualTo("{\"Succeeded\":3}");
    assertThat(retried.get("tiles").asInt()).isEqualTo(1);
    assertThat(Path.of(retried.get("output").asText())).isEqualTo(first.resolveSibling("2"));
    assertThat(digests(first)).isEqualTo(published);

    CohortProcess nothing = cohort("retry", "--json", "-f", "life.yaml");
    assertThat(answer(nothing, 0).get("output")).isEqualTo(retried.get("output"));
    assertThat(nothing.stderr()).contains("nothing to retry");
    assertThat(first.resolveSibling("3")).doesNotExist();

    collect(first.getParent());
  }

  @Test
  void aRetryBySlideLeavesOtherFailuresAsTheyAre() throws Exception {
    Path slides = temp.resolve("slides");
    Files.move(slides.resolve("s00001.tif"), temp.resolve("later.tif"));
    answer(cohort("run", "--json", "-f", "life.yaml"), 3);
    Files.move(temp.resolve("late.tif"), slides.resolve("s00002.tif"));
    Files.move(temp.resolve("later.tif"), slides.resolve("s00001.tif"));

    CohortProcess wrong = cohort("retry", "-f", "life.yaml", "--slide", "c,a,nobody");
    assertThat(wrong.exit()).isEqualTo(2);
    assertThat(wrong.stderr())
        .contains("--slide a (row 1) ended as Succeeded, which is no failure")
        .contains("--slide nobody is no slide_id of the run's manifest")
        .doesNotContain("--slide c");

    JsonNode retried = answer(cohort("retry", "--json", "-f", "life.yaml", "--slide", "c"), 0);
    assertThat(retried.get("ledger").toString()).isEqualTo("{\"Succeeded\":2,\"NotFound\":1}");
    assertThat(retried.get("tiles").asInt()).isEqualTo(1);
  }

  /** A day later: nothing goes that a run refers to, then the run's folder is removed. */
  private void collect(Path run) throws Exception {
    age();
    CohortProcess kept = cohort("gc", "out", "--delete");
    assertThat(kept.exit()).as(kept.stderr()).isZero();
    assertThat(kept.stdout()).doesNotContain("result without run");
    assertThat(commits()).isEqualTo(3);

    delete(run);
    age();
    CohortProcess listed = cohort("gc", "out");
    assertThat(listed.stdout().lines().filter(l -> l.startsWith("result without run\t")))
        .hasSize(3);
    assertThat(listed.stderr()).contains("found ").contains("remove them with --delete");
    assertThat(commits()).isEqualTo(3);

    CohortProcess removed = cohort("gc", "out", "--delete");
    assertThat(removed.exit()).as(removed.stderr()).isZero();
    assertThat(removed.stdout()).isEqualTo(listed.stdout());
    assertThat(commits()).isZero();
  }

  @Test
  void slidesAreExplainedBeforeAnythingRanAndAMissingOneByItsOutcome() throws Exception {
    CohortProcess all = cohort("explain", "-f", "life.yaml");
    assertThat(all.exit()).as(all.stderr()).isZero();
    assertThat(all.stdout().lines()).hasSize(3);
    assertThat(all.stdout()).contains("a: ").contains("c: not computed: NotFound: ");

    CohortProcess unknown = cohort("explain", "-f", "life.yaml", "a", "z");
    assertThat(unknown.exit()).isEqualTo(2);
    assertThat(unknown.stdout()).isEmpty();
    assertThat(unknown.stderr()).contains("the manifest has no slide z");

    CohortProcess early = cohort("retry", "-f", "life.yaml");
    assertThat(early.exit()).isEqualTo(2);
    assertThat(early.stderr()).contains("nothing to retry").contains("cohort run -f life.yaml");
  }

  @Test
  void modelsAndReadersAreNamedInOneLineEach() throws Exception {
    CohortProcess models = cohort("model", "list");
    assertThat(models.exit()).as(models.stderr()).isZero();
    assertThat(models.stdout()).startsWith("demo ").contains("23 channels at 0.5 um/px");
    CohortProcess setup = cohort("setup");
    assertThat(setup.exit()).as(setup.stderr()).isZero();
    assertThat(setup.stdout().lines()).singleElement().asString().startsWith("OpenSlide 4");
  }

  private CohortProcess cohort(String... args) throws Exception {
    return CohortProcess.run(temp, Map.of(), args);
  }

  /** The whole of stdout: one line of JSON with the documented names. */
  private static JsonNode answer(CohortProcess ended, int exit) {
    assertThat(ended.exit()).as(ended.stderr()).isEqualTo(exit);
    assertThat(ended.stdout().lines()).hasSize(1);
    assertThat(ended.stderr()).doesNotContain("\tat ");
    JsonNode json = ended.json();
    assertThat(json.properties().stream().map(Map.Entry::getKey)).containsExactlyInAnyOrder(ANSWER);
    return json;
  }

  private long commits() throws IOException {
    try (Stream<Path> files = Files.walk(folder.output().resolve("slides"))) {
      return files.filter(f -> f.endsWith("COMMIT")).count();
    }
  }

  private void age() throws IOException {
    FileTime past = FileTime.from(Instant.now().minus(Duration.ofDays(3)));
    try (Stream<Path> files = Files.walk(folder.output())) {
      for (Path file : files.toList()) {
        Files.setLastModifiedTime(file, past);
      }
    }
  }

  private static void delete(Path tree) throws IOException {
    try (Stream<Path> files = Files.walk(tree)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  private static SortedMap<String, String> digests(Path tree) throws IOException {
    SortedMap<String, String> digests = new TreeMap<>();
    try (Stream<Path> files = Files.walk(tree)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        digests.put(tree.relativize(file).toString(), Sha256.of(file));
      }
    }
    return digests;
  }
}
