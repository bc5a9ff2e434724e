package io.cohortrun.workers.slide.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.cohortrun.workers.slide.SlideFailure;
import io.cohortrun.workers.slide.SlideInfo;
import io.cohortrun.workers.slide.SlideReader;
import io.cohortrun.workflows.contract.Outcome;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which reader gets a file, and what is said where none can. */
class ReadersTest {

  @TempDir Path folder;
  private final Readers readers = new Readers();
  private final Readers withoutOpenSlide =
      new Readers(new OpenSlideLibrary.Search(Optional.empty(), List.of()));

  private static SlideFailure failure(Readers readers, Path slide) {
    SlideFailure failure =
        catchThrowableOfType(SlideFailure.class, () -> readers.open(slide).close());
    assertThat(failure).isNotNull();
    return failure;
  }

  @Test
  void omeTiffGoesToTheReaderThatSeesItsPyramid() throws Exception {
    try (SlideReader slide = readers.open(TestSlides.of("slides/derived/cmu1-crop.ome.tif"))) {
      assertThat(slide.info().reader()).isEqualTo("tiff");
      assertThat(slide.info().levels())
          .extracting(SlideInfo.Level::width)
          .containsExactly(512L, 256L, 128L);
      assertThat(slide.info().resolution().omeX()).isEqualTo("0.499");
    }
  }

  @Test
  void stripsGoToTheReaderThatKnowsThem() throws Exception {
    for (String path :
        List.of("slides/derived/cmu1-strip-single-level.tif", "slides/bigtiff.tif")) {
      try (SlideReader slide = readers.open(TestSlides.of(path))) {
        assertThat(slide.info().reader()).as(path).isEqualTo("tiff");
      }
    }
  }

  @Test
  @DisabledIfSystemProperty(named = "cohortrun.openslide", matches = "absent")
  void miraxIsItsFileAndItsFolderAndStartsWhereItWasScanned() throws Exception {
    Path slide = TestSlides.of("slides/made/mirax/cmu1.mrxs");
    try (SlideReader reader = readers.open(slide)) {
      assertThat(reader.info().vendor()).isEqualTo("mirax");
      assertThat(reader.info().bounds()).isEqualTo(new SlideInfo.Rect(512, 256, 1280, 1536));
      assertThat(reader.info().levels()).hasSize(3);
      assertThat(reader.info().resolution().vendorX()).isEqualTo("0.499");
    }
    Path alone = Files.copy(slide, folder.resolve("cmu1.mrxs"));
    assertThat(failure(readers, alone).code()).isEqualTo(Outcome.Truncated);
    assertThat(failure(readers, alone)).hasMessageContaining("folder is missing beside cmu1.mrxs");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mif/if-dapi-tritc.ome.tif",
        "mif/ome-multi-channel.ome.tif",
        "broken/gray-16bit.tiff",
        "broken/strip-cmyk.tif",
        "slides/highdicom-sm-gray.dcm",
      })
  void channelsAreNeverPickedInSilence(String path) {
    assertThat(failure(readers, TestSlides.of(path)).code()).isEqualTo(Outcome.UnsupportedPixels);
    assertThat(failure(withoutOpenSlide, TestSlides.of(path)).code())
        .isEqualTo(Outcome.UnsupportedPixels);
  }

  @ParameterizedTest
  @ValueSource(
      ints = {
        BufferedImage.TYPE_BYTE_GRAY,
        BufferedImage.TYPE_USHORT_GRAY,
        BufferedImage.TYPE_BYTE_INDEXED,
        BufferedImage.TYPE_BYTE_BINARY,
      })
  void tiledTiffsThatOpenSlideWouldConvertAreRefused(int type) throws Exception {
    Path file = folder.resolve("other.tif");
    TestTiffs.write(new BufferedImage(256, 256, type), file, "Deflate", true);
    assertThat(failure(readers, file).code()).isEqualTo(Outcome.UnsupportedPixels);
  }

  @ParameterizedTest
  @CsvSource({
    "slides/TCGA-CR-7395-01A-01-TS1.svs, JPEG 2000",
    "slides/hamamatsu-dapi.ndpi, hamamatsu",
    "slides/highdicom-sm-rgb.dcm, DICOM",
    "slides/derived/cmu1-dicom, DICOM",
  })
  void withoutOpenSlideTheSentenceNamesIt(String path, String format) {
    SlideFailure failure = failure(withoutOpenSlide, TestSlides.of(path));
    assertThat(failure.code()).isEqualTo(Outcome.UnsupportedFormat);
    assertThat(failure)
        .hasMessageContaining(format)
        .hasMessageContaining("OpenSlide")
        .hasMessageContaining("./cohort setup");
  }

  @Test
  @DisabledIfSystemProperty(named = "cohortrun.openslide", matches = "absent")
  void aDicomFolderIsOneSlide() throws Exception {
    boolean old = OpenSlideLibrary.describe().version().startsWith("3.");
    if (old && System.getenv("CI") == null) {
      assertThat(failure(readers, TestSlides.of("slides/derived/cmu1-dicom")))
          .hasMessageContaining("OpenSlide 4.0 or newer");
      return;
    }
    try (SlideReader slide = readers.open(TestSlides.of("slides/derived/cmu1-dicom"))) {
      assertThat(slide.info().levels()).hasSize(2);
      assertThat(slide.info().base().width()).isEqualTo(2220);
      assertThat(slide.info().resolution().vendorX()).isEqualTo("0.499");
    }
    try (SlideReader slide = readers.open(TestSlides.of("slides/dicom-boxes"))) {
      assertThat(slide.info().base().width()).isEqualTo(16);
    }
  }

  @Test
  void aFolderWithTwoSeriesIsNoSlide() throws Exception {
    copy("slides/highdicom-sm-rgb.dcm", "a.dcm");
    copy("slides/derived/cmu1-dicom/level-0.dcm", "b.dcm");
    SlideFailure failure = failure(readers, folder);
    assertThat(failure.code()).isEqualTo(Outcome.UnsupportedFormat);
    assertThat(failure).hasMessageContaining("2 DICOM series");
  }

  @Test
  void labelsAreRefusedAloneAndPassedOverInAFolder() throws Exception {
    SlideFailure alone = failure(readers, TestSlides.of("broken/label-only.dcm"));
    assertThat(alone.code()).isEqualTo(Outcome.UnsupportedFormat);
    assertThat(alone).hasMessageContaining("label photo");
    copy("broken/label-only.dcm", "label.dcm");
    assertThat(failure(readers, folder)).hasMessageContaining("VOLUME");
  }

  @Test
  void anEmptyFolderIsNoSlide() {
    assertThat(failure(readers, folder).code()).isEqualTo(Outcome.UnsupportedFormat);
  }

  @Test
  void aMiraxSetIsFoundFromFileFolderAndParent() throws Exception {
    Path data = Files.createDirectory(folder.resolve("case"));
    Files.writeString(data.resolve("Slidedat.ini"), "[GENERAL]\n");
    Path main = Files.write(folder.resolve("case.mrxs"), new byte[] {-1, -40, -1, -32});
    assertThat(SlideFormat.of(main)).isEqualTo(SlideFormat.MIRAX);
    assertThat(SlideSet.mainFile(folder)).isEqualTo(main);
    assertThat(SlideSet.mainFile(data).toRealPath()).isEqualTo(main.toRealPath());
    assertThat(failure(withoutOpenSlide, main)).hasMessageContaining("MIRAX");
    Outcome broken = failure(readers, main).code();
    assertThat(broken).isIn(Outcome.Unreadable, Outcome.UnsupportedFormat);
  }

  @Test
  void picturesAreNoSlides() {
    SlideFailure png = failure(readers, TestSlides.of("slides/tiles/ihc-dab.png"));
    assertThat(png.code()).isEqualTo(Outcome.UnsupportedFormat);
    assertThat(png).hasMessageContaining("PNG");
    assertThat(failure(readers, TestSlides.of("slides/tiles/stardist-histo.jpg")))
        .hasMessageContaining("JPEG");
  }

  @Test
  void whatIsNotThereIsNotFound() {
    assertThat(failure(readers, folder.resolve("none.svs")).code()).isEqualTo(Outcome.NotFound);
  }

  @Test
  void aWrongExplicitLibraryIsNamed() {
    OpenSlideLibrary.Search search =
        OpenSlideLibrary.search(
            new OpenSlideDiscovery("/nowhere/libopenslide.so", Map.of(), folder));
    assertThat(search.library()).isEmpty();
    assertThat(failure(new Readers(search), TestSlides.of("slides/hamamatsu-dapi.ndpi")).code())
        .isEqualTo(Outcome.UnsupportedFormat);
    assertThat(failure(new Readers(search), TestSlides.of("slides/highdicom-sm-rgb.dcm")))
        .hasMessageContaining("/nowhere/libopenslide.so does not load");
  }

  private void copy(String from, String to) throws IOException {
    Files.copy(TestSlides.of(from), folder.resolve(to));
  }
}
