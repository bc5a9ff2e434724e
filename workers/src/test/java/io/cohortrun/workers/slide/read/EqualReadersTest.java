package io.cohortrun.workers.slide.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.cohortrun.workers.slide.SlideFailure;
import io.cohortrun.workers.slide.SlideInfo;
import io.cohortrun.workers.slide.SlideReader;
import io.cohortrun.workers.slide.read.tiff.TiffReader;
import java.nio.file.Path;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The same file through OpenSlide and through the TIFF reader. */
@DisabledIfSystemProperty(named = "cohortrun.openslide", matches = "absent")
class EqualReadersTest {

  @ParameterizedTest
  @CsvSource({
    "slides/openslide-boxes.tiff, 0",
    "broken/no-mpp-tiled.tif, 0",
    "broken/blank-no-tissue.tif, 0",
    "slides/CMU-1-Small-Region.svs, 2",
    "slides/openslide-small.svs, 2",
    "slides/derived/cmu1-pyramid.tif, 2",
    "slides/derived/cmu1-upsampled-40x.tif, 2",
  })
  void pixelsLevelsAndResolutionAgree(String path, int tolerance) throws Exception {
    Path file = TestSlides.of(path);
    try (SlideReader openSlide = new Readers().open(file);
        SlideReader tiff = TiffReader.open(file)) {
      assertThat(openSlide.info().reader()).isEqualTo("openslide");
      assertThat(tiff.info().levels()).isEqualTo(openSlide.info().levels());
      assertThat(tiff.info().resolution().tiffX()).isEqualTo(openSlide.info().resolution().tiffX());
      assertThat(tiff.info().vendor()).isEqualTo(openSlide.info().vendor());
      for (int level = 0; level < tiff.info().levels().size(); level++) {
        assertThat(largestDifference(openSlide, tiff, level))
            .as("%s level %d", path, level)
            .isLessThanOrEqualTo(tolerance);
      }
    }
  }

  private static int largestDifference(SlideReader one, SlideReader other, int level)
      throws SlideFailure {
    SlideInfo.Level size = one.info().levels().get(level);
    int width = (int) Math.min(size.width() + 3, 2000);
    int height = (int) Math.min(size.height() + 3, 2000);
    int[] a = new int[width * height];
    int[] b = new int[width * height];
    one.read(level, 0, 0, width, height, a);
    other.read(level, 0, 0, width, height, b);
    int largest = 0;
    for (int i = 0; i < a.length; i++) {
      for (int shift = 0; shift < 32; shift += 8) {
        largest = Math.max(largest, Math.abs((a[i] >>> shift & 0xFF) - (b[i] >>> shift & 0xFF)));
      }
    }
    return largest;
  }
}
