package io.cohortrun.e2e.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.cohortrun.e2e.run.CohortFolder;
import io.cohortrun.e2e.run.CohortProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Exit statuses, streams and reasons of the command, as scripts see them. */
class CommandIT {

  @TempDir Path temp;

  @Test
  void badInputStartsNothingAndEndsWithTwo() throws Exception {
    CohortFolder folder =
        CohortFolder.write(
            temp,
            "bad",
            List.of("a,p,slides/a.svs,", "a,p,../outside.svs,", ",p,slides/b.svs,"),
            "");
    CohortProcess run = folder.run(Map.of());
    assertThat(run.exit()).as(run.stderr()).isEqualTo(2);
    assertThat(run.stdout()).isEmpty();
    assertThat(run.stderr())
        .contains("3 errors")
        .contains("nothing was started")
        .doesNotContain("\tat ");
    assertThat(folder.output()).doesNotExist();
  }

  @Test
  void aMisspeltSettingIsNamedWithWhatWasMeant() throws Exception {
    CohortFolder folder =
        CohortFolder.write(
            temp, "typo", List.of("a,p,a.svs,"), "  slides: {minTisueFraction: 0.2}\n");
    CohortProcess run = folder.run(Map.of());
    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.stderr()).contains("minTisueFraction").contains("minTissueFraction");
  }

  @Test
  void aCompleteRunIsShownAgainAndAChangedThresholdIsExplainedAndComputed() throws Exception {
    CohortFolder folder = CohortFolder.ofSmallSlides(temp, 2);
    CohortProcess first = folder.run(Map.of());
    assertThat(first.exit()).as(first.stderr()).isZero();
    assertThat(first.json().get("tiles").asInt()).isEqualTo(2);

    CohortProcess again = folder.run(Map.of());
    assertThat(again.exit()).isZero();
    assertThat(again.json().get("tiles").asInt()).isZero();
    assertThat(again.json().get("runId")).isEqualTo(first.json().get("runId"));

    Files.writeString(
        temp.resolve("small.yaml"),
        Files.readString(temp.resolve("small.yaml")) + "  slides: {thresholds: {CD8: 0.6}}\n");
    CohortProcess why = CohortProcess.run(temp, Map.of(), "explain", "-f", "small.yaml");
    assertThat(why.exit()).as(why.stderr()).isZero();
    assertThat(why.stdout()).contains("threshold of CD8: 0.5 -> 0.6");
    CohortProcess changed = folder.run(Map.of());
    assertThat(changed.json().get("tiles").asInt()).isEqualTo(2);
    assertThat(changed.json().get("runId")).isNotEqualTo(first.json().get("runId"));
  }
}
