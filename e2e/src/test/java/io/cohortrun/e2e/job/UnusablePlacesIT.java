package io.cohortrun.e2e.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cohortrun.e2e.run.CohortFolder;
import io.cohortrun.e2e.run.CohortProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Outputs that are full, read-only or vanish, and manifests that cannot be read. */
class UnusablePlacesIT {

  @TempDir Path temp;
  private CohortFolder cohort;

  @BeforeEach
  void cohort() throws IOException {
    cohort = CohortFolder.ofSmallSlides(temp, 4);
    Files.createDirectory(cohort.output());
  }

  /** The disk fills at different moments; the forecast sees most of them coming. */
  @ParameterizedTest
  @ValueSource(strings = {"64k", "400k", "900k"})
  void aFullDiskIsOneSentenceAndNothingHalfWrittenLooksWhole(String size) throws Exception {
    CohortProcess run = inside("mount -t tmpfs -o size=" + size + " tmpfs out; %s");
    assertThat(run.exit()).as(run.stderr()).isEqualTo(1);
    requireOneSentence(run, "space");
    requireNothingLooksWhole();
  }

  @Test
  void aReadOnlyOutputIsOneSentence() throws Exception {
    CohortProcess run = inside("mount -t tmpfs tmpfs out; mount -o remount,ro out; %s");
    assertThat(run.exit()).as(run.stderr()).isEqualTo(1);
    requireOneSentence(run, "read-only");
    requireNothingLooksWhole();
  }

  @Test
  void anOutputThatVanishesInTheMiddleIsOneSentenceAndThePlaceUnderItStaysEmpty() throws Exception {
    CohortProcess run =
        inside(
            "mount -t tmpfs tmpfs out; \"$@\" & p=$!;"
                + " until ls out/surveys >/dev/null 2>&1; do kill -0 $p; sleep 0.05; done;"
                + " umount -l out; s=0; wait $p || s=$?; cp -r out seen; exit $s");
    assertThat(run.exit()).as(run.stderr()).isEqualTo(1);
    requireOneSentence(run, "gone");
    assertThat(temp.resolve("seen")).isEmptyDirectory();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "rm small.csv",
        "rm small.csv; mkdir small.csv",
        "head -c 3000 /dev/zero > small.csv",
        ": > small.csv",
        "chmod 000 small.csv; chown 65534 small.csv || :",
      })
  void aManifestThatCannotBeReadIsOneSentenceAndStartsNothing(String damage) throws Exception {
    Files.delete(cohort.output());
    // In a user namespace even root has no power over the files of others.
    CohortProcess run =
        CohortProcess.runInside(
            temp, damage + "; exec unshare -Ur \"$@\"", "run", "--json", "-f", "small.yaml");
    assertThat(run.exit()).as(run.stderr()).isEqualTo(2);
    requireOneSentence(run, "1 error; nothing was started");
    assertThat(run.stderr().lines().filter(l -> l.startsWith("small.csv: the manifest ")))
        .hasSize(1);
    assertThat(cohort.output()).doesNotExist();
  }

  private CohortProcess inside(String script) throws Exception {
    return CohortProcess.runInside(
        temp,
        script.formatted("s=0; \"$@\" || s=$?; cp -r out seen; exit $s"),
        "run",
        "--json",
        "-f",
        "small.yaml");
  }

  private static void requireOneSentence(CohortProcess run, String about) {
    assertThat(run.stdout()).isEmpty();
    List<String> said =
        run.stderr().lines().filter(l -> l.startsWith("cohort: ") && l.contains(about)).toList();
    assertThat(said).as(run.stderr()).hasSize(1);
    assertThat(run.stderr()).doesNotContain("\tat ").doesNotContain("Exception");
  }

  private void requireNothingLooksWhole() throws IOException {
    Path seen = temp.resolve("seen");
    try (Stream<Path> all = Files.walk(seen)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        assertThat(file.getFileName().toString()).isNotEqualTo("run.json");
        if (file.getFileName().toString().equals("COMMIT")) {
          JsonNode commit = new ObjectMapper().readTree(file.toFile());
          commit
              .get("files")
              .fieldNames()
              .forEachRemaining(
                  name ->
                      assertThat(seen.resolve(commit.get("prefix").asText()).resolve(name))
                          .exists());
        }
      }
    }
  }
}
