package io.cohortrun.e2e.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cohortrun.e2e.run.CohortFolder;
import io.cohortrun.e2e.run.CohortProcess;
import io.cohortrun.e2e.run.DemoBundle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How the network is used, {@code spec.model.tiling} and {@code precision}, through whole runs. */
class ModelSettingsIT {

  @TempDir Path temp;

  @Test
  void eachTilingAndPrecisionIsComputedAnewAndNamedByExplain() throws Exception {
    CohortFolder folder = CohortFolder.ofSmallSlides(temp, 2);
    assertThat(ended(folder).path("bundle").path("id").asText()).isEqualTo("demo");

    folder.withBundle("demo, tiling: blended");
    assertThat(explain(folder)).contains("tiling: published -> blended");
    JsonNode blended = ended(folder);
    assertThat(blended.path("settings").path("tiling").asText()).isEqualTo("blended");

    CohortFolder.ofSmallSlides(temp, 2).withBundle("demo, precision: bf16");
    assertThat(explain(folder)).contains("precision: fp32 -> bf16");
    JsonNode reduced = ended(folder);
    assertThat(reduced.path("settings").path("precision").asText()).isEqualTo("bf16");
  }

  @Test
  void aPrecisionThatTheBundleDoesNotTolerateEndsTheRunAndNothingIsComputed() throws Exception {
    CohortFolder folder = CohortFolder.ofSmallSlides(temp, 1).withBundle("strict, precision: bf16");
    DemoBundle.write(temp.resolve("strict"), "\"reducedMean\": 0.03", "\"reducedMean\": 1e-9");
    CohortProcess run = folder.run(Map.of());
    assertThat(run.exit()).as(run.stderr()).isEqualTo(1);
    assertThat(run.stderr()).contains("PrecisionNotAdmitted").contains("demo").contains("bf16");
    try (Stream<Path> written = Files.walk(folder.output())) {
      assertThat(written.map(file -> file.getFileName().toString())).doesNotContain("COMMIT");
    }
  }

  private JsonNode ended(CohortFolder folder) throws Exception {
    CohortProcess run = folder.run(Map.of());
    assertThat(run.exit()).as(run.stderr()).isZero();
    assertThat(run.json().get("tiles").asInt()).isEqualTo(2);
    Path record = Path.of(run.json().get("output").asText(), "run.json");
    JsonNode json = new ObjectMapper().readTree(record.toFile());
    List<String> stages = new ArrayList<>();
    json.path("actual").path("stageSeconds").fieldNames().forEachRemaining(stages::add);
    assertThat(new TreeSet<>(stages))
        .as("where the time went: " + json.path("actual"))
        .containsExactly(
            "commit", "decode", "decode_wait", "head", "network", "prepare", "reduce", "stage");
    return json;
  }

  private String explain(CohortFolder folder) throws Exception {
    CohortProcess why = CohortProcess.run(temp, Map.of(), "explain", "-f", folder.name() + ".yaml");
    assertThat(why.exit()).as(why.stderr()).isZero();
    return why.stdout();
  }
}
