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
  void anOutputThatCanNeverBeOneIsBadInputForEveryCommand() throws Exception {
    CohortFolder folder = CohortFolder.write(temp, "out", List.of("a,p,a.svs,"), "");
    Files.writeString(folder.output(), "a file");
    for (String command : List.of("run", "plan")) {
      CohortProcess process =
          CohortProcess.run(temp, Map.of(), command, "-f", folder.name() + ".yaml");
      assertThat(process.exit()).as(command + process.stderr()).isEqualTo(2);
      assertThat(process.stderr()).contains("is a file; name a folder");
    }
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
}
