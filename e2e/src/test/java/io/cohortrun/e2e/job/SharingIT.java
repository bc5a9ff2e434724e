package io.cohortrun.e2e.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.cohortrun.e2e.run.CohortFolder;
import io.cohortrun.e2e.run.CohortProcess;
import java.awt.image.BufferedImage;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When runs share slide results, when not, and what {@code cohort explain} says of it. */
class SharingIT {

  @TempDir Path temp;

  @Test
  void overlappingCohortsShareResultsAndChangedSettingsDoNot() throws Exception {
    CohortFolder.ofSmallSlides(temp, 3);
    String a = "a,p,slides/s00000.tif,";
    String b = "b,p,slides/s00001.tif,";
    String c = "c,p,slides/s00002.tif,";
    CohortFolder first = CohortFolder.write(temp, "first", List.of(a, b), "");
    assertThat(first.run(Map.of()).json().get("tiles").asInt()).isEqualTo(2);

    CohortFolder second = CohortFolder.write(temp, "second", List.of(c, b), "");
    assertThat(explain(second))
        .contains("b: not computed again: committed under key")
        .contains("c: computed: this slide was never seen here");
    assertThat(second.run(Map.of()).json().get("tiles").asInt()).isEqualTo(1);

    CohortFolder threshold =
        CohortFolder.write(temp, "first", List.of(a, b), "  slides: {thresholds: {CD8: 0.6}}\n");
    assertThat(explain(threshold)).contains("threshold of CD8: 0.5 -> 0.6");
    assertThat(threshold.run(Map.of()).json().get("tiles").asInt()).isEqualTo(2);

    CohortFolder resolution =
        CohortFolder.write(temp, "first", List.of(a, b), "  slides: {resolution: paper-literal}\n");
    assertThat(explain(resolution)).contains("resolution: bundle -> paper-literal");
    assertThat(resolution.run(Map.of()).json().get("tiles").asInt()).isEqualTo(2);
  }

  @Test
  void aCompleteRunIsShownAgainUntilOnePixelOfASlideChanges() throws Exception {
    CohortFolder.ofSmallSlides(temp, 1);
    BufferedImage pixels = ImageIO.read(new File("src/test/resources/slides/small.tif"));
    File painted = temp.resolve("slides/painted.tif").toFile();
    write(pixels, painted);
    CohortFolder folder =
        CohortFolder.write(
            temp, "pixel", List.of("a,p,slides/s00000.tif,", "b,p,slides/painted.tif,0.5"), "");
    CohortProcess first = folder.run(Map.of());
    assertThat(first.exit()).as(first.stderr()).isZero();
    assertThat(first.json().get("tiles").asInt()).isEqualTo(2);

    CohortProcess again = folder.run(Map.of());
    assertThat(again.exit()).isZero();
    assertThat(again.stderr()).contains("shown again");
    assertThat(again.json().get("tiles").asInt()).isZero();
    assertThat(again.json().get("output")).isEqualTo(first.json().get("output"));
    String ledger = Files.readString(ledger(first));

    pixels.setRGB(200, 200, pixels.getRGB(200, 200) ^ 0x10);
    write(pixels, painted);
    assertThat(explain(folder))
        .contains("a: not computed again")
        .contains("b: computed: the slide's content changed");
    CohortProcess changed = folder.run(Map.of());
    assertThat(changed.exit()).as(changed.stderr()).isZero();
    assertThat(changed.stderr()).contains("changed since this run ended (row 2)");
    assertThat(changed.json().get("tiles").asInt()).isEqualTo(1);
    assertThat(changed.json().get("runId")).isEqualTo(first.json().get("runId"));
    assertThat(ledger(changed)).isNotEqualTo(ledger(first));
    assertThat(Files.readString(ledger(first))).isEqualTo(ledger);

    assertThat(folder.run(Map.of()).json().get("tiles").asInt()).isZero();
  }

  private static void write(BufferedImage pixels, File file) throws IOException {
    assertThat(ImageIO.write(pixels, "tiff", file)).isTrue();
  }

  private static Path ledger(CohortProcess run) {
    return Path.of(run.json().get("output").asText(), "ledger.csv");
  }

  private String explain(CohortFolder folder) throws Exception {
    CohortProcess why = CohortProcess.run(temp, Map.of(), "explain", "-f", folder.name() + ".yaml");
    assertThat(why.exit()).as(why.stderr()).isZero();
    return why.stdout();
  }
}
