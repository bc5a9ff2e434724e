package io.cohortrun.workers.slide.read.tiff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.cohortrun.workers.slide.SlideFailure;
import io.cohortrun.workers.slide.SlideReader;
import io.cohortrun.workers.slide.read.TestSlides;
import io.cohortrun.workers.slide.read.TestTiffs;
import io.cohortrun.workflows.contract.Outcome;
import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Codecs and layouts against pictures that the JDK wrote, and damage of every sort. */
class TiffReaderTest {

  private static final Set<Outcome> REFUSALS =
      EnumSet.of(
          Outcome.UnsupportedFormat,
          Outcome.Unreadable,
          Outcome.Truncated,
          Outcome.UnsupportedPixels,
          Outcome.TooLarge);

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "'', false",
    "'', true",
    "LZW, false",
    "LZW, true",
    "ZLib, false",
    "Deflate, true",
    "PackBits, false",
    "PackBits, true",
  })
  void losslessCodecsGiveThePictureBack(String compression, boolean tiled) throws Exception {
    BufferedImage picture = TestTiffs.picture(301, 211);
    Path file = folder.resolve("picture.tif");
    TestTiffs.write(picture, file, compression.isEmpty() ? null : compression, tiled);
    try (SlideReader slide = TiffReader.open(file)) {
      int[] argb = new int[301 * 211];
      slide.read(0, 0, 0, 301, 211, argb);
      assertThat(argb).isEqualTo(picture.getRGB(0, 0, 301, 211, null, 0, 301));
      assertThat(slide.info().properties())
          .containsEntry("tiff.layout", tiled ? "tiles" : "strips");
    }
  }

  /** Drawn by another library: red 2x, green 3y, blue x + y, all modulo 256. */
  @ParameterizedTest
  @ValueSource(strings = {"planar-tiles.tif", "bigendian-bigtiff-lzw-predictor.tif"})
  void planesByteOrderAndPredictorGiveThePictureBack(String name) throws Exception {
    try (SlideReader slide = TiffReader.open(TestSlides.of("slides/made/" + name))) {
      int[] argb = new int[90 * 70];
      slide.read(0, 0, 0, 90, 70, argb);
      for (int y = 0; y < 70; y++) {
        for (int x = 0; x < 90; x++) {
          int expected = 0xFF000000 | (2 * x & 0xFF) << 16 | (3 * y & 0xFF) << 8 | (x + y & 0xFF);
          assertThat(argb[y * 90 + x]).isEqualTo(expected);
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "webp.tif, UnsupportedFormat, WebP",
    "two-pages.tif, UnsupportedPixels, several pages",
  })
  void whatIsNotReadIsNamed(String name, Outcome code, String words) {
    SlideFailure failure =
        catchThrowableOfType(
            SlideFailure.class,
            () -> TiffReader.open(TestSlides.of("slides/made/" + name)).close());
    assertThat(failure.code()).isEqualTo(code);
    assertThat(failure).hasMessageContaining(words);
  }

  @Test
  void oneHugeUncompressedStripIsReadInPieces() throws Exception {
    BufferedImage picture = TestTiffs.picture(1500, 1000);
    Path file = folder.resolve("strip.tif");
    TestTiffs.write(picture, file, null, false);
    try (SlideReader slide = TiffReader.open(file)) {
      int[] argb = new int[40 * 1000];
      slide.read(0, 700, 0, 40, 1000, argb);
      assertThat(argb).isEqualTo(picture.getRGB(700, 0, 40, 1000, null, 0, 40));
    }
  }

  @Test
  void declaredAlphaIsKeptAndPremultiplied() throws Exception {
    BufferedImage picture = new BufferedImage(64, 64, BufferedImage.TYPE_4BYTE_ABGR);
    picture.setRGB(3, 5, 0x80FF8040);
    Path file = folder.resolve("alpha.tif");
    TestTiffs.write(picture, file, "Deflate", true);
    try (SlideReader slide = TiffReader.open(file)) {
      int[] argb = new int[64 * 64];
      slide.read(0, 0, 0, 64, 64, argb);
      assertThat(argb[5 * 64 + 3]).isEqualTo(0x80804020);
      assertThat(argb[0]).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "slides/openslide-boxes.tiff",
        "slides/openslide-small.svs",
        "slides/bigtiff.tif",
        "broken/blank-no-tissue.tif",
        "broken/imagetiff-oor-panic.tif",
      })
  void damageEndsInACodeAndNeverInAnythingElse(String path) throws Exception {
    byte[] good = Files.readAllBytes(TestSlides.of(path));
    Path file = folder.resolve("damaged.tif");
    Random random = new Random(path.length());
    for (int round = 0; round < 250; round++) {
      byte[] bytes = good.clone();
      for (int hit = 0; hit <= random.nextInt(4); hit++) {
        // Directories lie at the ends of these files: half of the hits go there.
        int at = random.nextInt(bytes.length);
        int near = Math.max(0, bytes.length - 1 - random.nextInt(Math.min(1200, bytes.length)));
        bytes[random.nextBoolean() ? at : near] = (byte) random.nextInt(256);
      }
      int length = round % 8 == 0 ? random.nextInt(bytes.length) : bytes.length;
      Files.write(file, Arrays.copyOf(bytes, length));
      try (SlideReader slide = TiffReader.open(file)) {
        for (int level = 0; level < slide.info().levels().size(); level++) {
          slide.read(level, 0, 0, 64, 64, new int[64 * 64]);
        }
      } catch (SlideFailure e) {
        assertThat(REFUSALS).as("round %d: %s", round, e.getMessage()).contains(e.code());
      }
    }
  }
}
