package io.cohortrun.workers.slide;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.cohortrun.workers.slide.read.Readers;
import io.cohortrun.workers.slide.read.TestSlides;
import io.cohortrun.workers.slide.read.tiff.TiffReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;

/** Masks and tile lists of real scans as the Python reference, through each reader. */
class ScansOracleTest {

  @Test
  void anAperioScanThroughTheTiffReader() throws Exception {
    JsonNode scan = GeometryOracle.list("scans.json", "scans").getFirst();
    try (SlideReader slide = TiffReader.open(TestSlides.of(scan.get("path").asText()))) {
      requireSame(slide, scan);
    }
  }

  @Test
  @DisabledIfSystemProperty(named = "cohortrun.openslide", matches = "absent")
  void allScansThroughOpenSlide() throws Exception {
    for (JsonNode scan : GeometryOracle.list("scans.json", "scans")) {
      try (SlideReader slide = new Readers().open(TestSlides.of(scan.get("path").asText()))) {
        assertThat(slide.info().reader()).isEqualTo("openslide");
        requireSame(slide, scan);
      }
    }
  }

  private static void requireSame(SlideReader slide, JsonNode scan) throws Exception {
    for (JsonNode grid : scan.get("grids")) {
      String profile = grid.get("profile").asText();
      Survey survey =
          SlideSurvey.survey(
              slide,
              GeometryOracle.settings(profile, 0.1),
              grid.get("target").asDouble(),
              grid.get("tile").asInt(),
              scan.get("mpp").asDouble(),
              null);
      GeometryOracle.requireSameMask(
          survey.mask(), "scan-" + scan.get("name").asText() + "-" + profile);
      GeometryOracle.requireSameTiles(survey.grid(), grid.get("tiles"));
      assertThat(survey.grid().level()).isEqualTo(grid.get("level").asInt());
      assertThat(survey.grid().readPx()).isEqualTo(grid.get("read").asInt());
    }
  }
}
