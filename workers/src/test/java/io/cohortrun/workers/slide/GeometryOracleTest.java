package io.cohortrun.workers.slide;

import static io.cohortrun.workers.slide.GeometryOracle.requireSameMask;
import static io.cohortrun.workers.slide.GeometryOracle.requireSameTiles;
import static io.cohortrun.workers.slide.GeometryOracle.settings;
import static io.cohortrun.workers.slide.GeometryOracle.sha256;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.cohortrun.workers.canonical.Json;
import io.cohortrun.workers.slide.read.TestSlides;
import io.cohortrun.workers.slide.read.tiff.TiffReader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Masks pixel for pixel, tiles tile for tile and pixels byte for byte as the Python reference. */
class GeometryOracleTest {

  static Stream<JsonNode> cases() {
    return GeometryOracle.list("cases").stream();
  }

  static Stream<JsonNode> real() {
    return GeometryOracle.list("real").stream();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void maskTilesAndPixelsOfPaintedSlides(JsonNode c) throws Exception {
    Roi roi = c.get("roi").isNull() ? null : Roi.parse(polygon(c.get("roi")));
    PaintedSlide slide = painted(c);
    var settings = settings(c.get("profile").asText(), c.get("least").asDouble());
    Survey survey =
        SlideSurvey.survey(
            slide,
            settings,
            c.get("target").asDouble(),
            c.get("tile").asInt(),
            c.get("mpp").asDouble(),
            roi);
    requireSameMask(survey.mask(), c.get("name").asText());
    requireSameTiles(survey.grid(), c.get("tiles"));
    assertThat(survey.grid().level()).isEqualTo(c.get("level").asInt());
    assertThat(survey.grid().readPx()).isEqualTo(c.get("read").asInt());
    assertThat(survey.grid().stride()).isEqualTo(c.get("stride").asDouble());

    TissueMask stored = TissueMask.fromPng(survey.mask().toPng());
    TileSource source = new TileSource(slide, survey.grid(), stored, settings, 0);
    for (JsonNode sample : c.get("samples")) {
      TilePixels tile = source.read(sample.get("index").asInt());
      assertThat(sha256(tile.rgb())).isEqualTo(sample.get("rgb").asText());
      byte[] valid = tile.valid();
      assertThat(sha256(valid)).isEqualTo(sample.get("valid").asText());
      close(tile.qc().black(), sample.get("black"));
      close(tile.qc().variance(), sample.get("variance"));
      close(tile.qc().focus(), sample.get("focus"));
      close(tile.qc().transparent(), sample.get("transparent"));
    }
  }

  @ParameterizedTest
  @MethodSource("real")
  void masksAndTilesOfRealSlides(JsonNode file) throws Exception {
    try (SlideReader slide = TiffReader.open(TestSlides.of(file.get("path").asText()))) {
      double mpp = file.get("mpp").asDouble();
      String name = "real-" + file.get("name").asText();
      for (JsonNode grid : file.get("grids")) {
        var settings = settings("default", 0.1);
        Survey survey =
            SlideSurvey.survey(
                slide,
                settings,
                grid.get("target").asDouble(),
                grid.get("tile").asInt(),
                mpp,
                null);
        requireSameMask(survey.mask(), name + "-default");
        requireSameTiles(survey.grid(), grid.get("tiles"));
        TileSource source = new TileSource(slide, survey.grid(), survey.mask(), settings, 0);
        for (int i = 0; i < grid.get("rgb").size(); i++) {
          assertThat(sha256(source.read(i).rgb())).isEqualTo(grid.get("rgb").get(i).asText());
        }
      }
      Survey gigatime = SlideSurvey.survey(slide, settings("gigatime", 0.1), 0.5, 128, mpp, null);
      requireSameMask(gigatime.mask(), name + "-gigatime");
    }
  }

  @Test
  void resizedPictures() throws Exception {
    for (JsonNode c : GeometryOracle.list("resized")) {
      int r = c.get("r").asInt();
      byte[] rgb = new byte[r * r * 3];
      for (int y = 0, i = 0; y < r; y++) {
        for (int x = 0; x < r; x++) {
          for (int k = 0; k < 3; k++, i++) {
            rgb[i] = (byte) ((x * 37 + y * 91 + k * 53 + x * y % 17 * 11) % 256);
          }
        }
      }
      assertThat(sha256(Resample.square(rgb, r, c.get("t").asInt())))
          .as("%d to %s", r, c.get("t"))
          .isEqualTo(c.get("rgb").asText());
      // OpenCV rounds its weights, so it may differ by one, and does not where both are exact.
      assertThat(c.get("opencvLargestDifference").asInt()).isLessThanOrEqualTo(1);
    }
  }

  @Test
  void otsuThresholds() {
    for (JsonNode c : GeometryOracle.list("otsu")) {
      long[] histogram = Json.MAPPER.convertValue(c.get("histogram"), long[].class);
      assertThat(Otsu.threshold(histogram)).isEqualTo(c.get("threshold").asInt());
    }
  }

  private static void close(double value, JsonNode expected) {
    double e = expected.asDouble();
    assertThat(value).isCloseTo(e, Offset.offset(1e-9 * Math.max(1, Math.abs(e))));
  }

  private static PaintedSlide painted(JsonNode c) {
    List<Double> downsamples = new ArrayList<>();
    c.get("downsamples").forEach(d -> downsamples.add(d.asDouble()));
    long[] b = Json.MAPPER.convertValue(c.get("bounds"), long[].class);
    int[] bg =
        c.has("background")
            ? Json.MAPPER.convertValue(c.get("background"), int[].class)
            : new int[] {255, 255, 255};
    return new PaintedSlide(
        downsamples, new SlideInfo.Rect(b[0], b[1], b[2], b[3]), bg[0] << 16 | bg[1] << 8 | bg[2]);
  }

  private static byte[] polygon(JsonNode rings) throws Exception {
    return Json.MAPPER.writeValueAsBytes(
        List.of(
            Map.of(
                "type",
                "Feature",
                "geometry",
                Map.of("type", "Polygon", "coordinates", rings),
                "properties",
                Map.of("objectType", Arrays.asList("annotation")))));
  }
}
