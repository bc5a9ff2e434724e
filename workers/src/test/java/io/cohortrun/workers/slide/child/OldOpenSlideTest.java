package io.cohortrun.workers.slide.child;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.cohortrun.workers.slide.SlideFailure;
import io.cohortrun.workers.slide.SlideOpener;
import io.cohortrun.workers.slide.SlideReader;
import io.cohortrun.workers.slide.read.SlideReaderContract;
import io.cohortrun.workers.slide.read.TestSlides;
import io.cohortrun.workflows.contract.Outcome;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/** The contract with the system's OpenSlide 3.4.1. CI must have it; elsewhere a line says so. */
@EnabledIf("wanted")
class OldOpenSlideTest extends SlideReaderContract {

  private static final String LIBRARY = "libopenslide.so.0";

  private static final DecodeProcesses PROCESSES =
      new DecodeProcesses(DecodeLimits.standard(), Map.of("cohortrun.openslide", LIBRARY));

  static boolean wanted() throws Exception {
    if (System.getenv("CI") != null) {
      return true;
    }
    try (DecodeProcesses probe =
            new DecodeProcesses(DecodeLimits.standard(), Map.of("cohortrun.openslide", LIBRARY));
        SlideReader slide = probe.open(TestSlides.of("slides/hamamatsu-dapi.ndpi"))) {
      return slide.info().reader().equals("openslide");
    } catch (SlideFailure e) {
      System.err.println("Not tried: OpenSlide 3.4.1, since there is no " + LIBRARY + " here.");
      return false;
    }
  }

  @AfterAll
  static void stop() {
    PROCESSES.close();
  }

  @Override
  protected SlideOpener opener() {
    return PROCESSES;
  }

  @Override
  protected String reader() {
    return "openslide";
  }

  @Test
  void theLedgerTellsItsVersionAndTheMppIsThatOfTheTag() throws Exception {
    try (SlideReader slide =
        PROCESSES.open(TestSlides.of("slides/derived/cmu1-upsampled-40x.tif"))) {
      assertThat(slide.info().readerVersion()).startsWith("3.4");
      assertThat(slide.info().resolution().tiffX()).isEqualTo("0.2495");
    }
  }

  @Test
  void dicomAsksForANewerOpenSlide() {
    SlideFailure failure =
        catchThrowableOfType(
            SlideFailure.class,
            () -> PROCESSES.open(TestSlides.of("slides/derived/cmu1-dicom")).close());
    assertThat(failure.code()).isEqualTo(Outcome.UnsupportedFormat);
    assertThat(failure)
        .hasMessageContaining("OpenSlide 4.0 or newer")
        .hasMessageContaining("./cohort setup");
  }
}
