package io.cohortrun.e2e.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cohortrun.e2e.run.CohortFolder;
import io.cohortrun.e2e.run.CohortProcess;
import io.cohortrun.e2e.server.TestPython;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Maps of the Pyramid profile, read by the field's own readers. */
class MapsReadBackIT {

  private static final Path SCRIPT = Path.of("src/test/python/read_maps.py").toAbsolutePath();

  @TempDir Path temp;

  @Test
  void pyramidsOpenInZarrAndOmeZarrWithChannelsAndMicrometres() throws Exception {
    CohortFolder.ofSmallSlides(temp, 1);
    CohortFolder folder = CohortFolder.write(temp, "maps", List.of("s,p,slides/s00000.tif,"), "");
    Path yaml = temp.resolve("maps.yaml");
    Files.writeString(
        yaml, Files.readString(yaml).replace("{uri: out}", "{uri: out, profile: Pyramid}"));
    CohortProcess run = folder.run(Map.of());
    assertThat(run.exit()).as(run.stderr()).isZero();

    JsonNode maps = read(mapsOf(folder.output()));
    assertThat(maps.get("channels")).hasSize(23);
    assertThat(maps.get("channels").get(0).asText()).isEqualTo("DAPI");
    assertThat(maps.get("shapes").get(0).toString()).isEqualTo("[23,128,128]");
    assertThat(maps.get("scale").get(1).asDouble()).isEqualTo(2.0);
    // Pixel centres: half of 2 um less the slide's own 10,000 / 20,040 um, from its first pixel's
    // centre.
    assertThat(maps.get("translation").get(1).asDouble())
        .isCloseTo((2 - 10_000 / 20_040.0) / 2, within(1e-6));
    assertThat(maps.get("type").asText()).isEqualTo("uint8");
    assertThat(maps.get("mean").asDouble()).isPositive();
  }

  private static Path mapsOf(Path output) throws Exception {
    try (Stream<Path> found =
        Files.find(output, 6, (p, a) -> p.getFileName().toString().equals("maps.ome.zarr"))) {
      return found.findFirst().orElseThrow();
    }
  }

  private static JsonNode read(Path maps) throws Exception {
    Process python =
        new ProcessBuilder(
                TestPython.program("python").toString(), SCRIPT.toString(), maps.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String out = new String(python.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(python.waitFor()).isZero();
    return new ObjectMapper().readTree(out);
  }
}
