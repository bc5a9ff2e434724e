package io.cohortrun.workers.slide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.cohortrun.workflows.contract.Outcome;
import io.cohortrun.workflows.contract.SlideSettings;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class SlideSurveyTest {

  private static final List<Double> PYRAMID = List.of(1.0, 4.0, 16.0);
  private static final SlideSettings SETTINGS =
      new SlideSettings(
          "default", "published", "fp32", "tissue", 0.1, false, 0.05, new TreeMap<>());

  @Test
  void everyPixelOfALevelIsReadOnceWhereOneLevelServesAll() throws Exception {
    AtomicLong pixels = new AtomicLong();
    SlideReader counting =
        new PaintedSlide(List.of(1.0), PaintedSlide.SCANNED, 0xFFFFFF) {
          @Override
          public void read(int level, long x, long y, int width, int height, int[] argb)
              throws SlideFailure {
            pixels.addAndGet((long) width * height);
            super.read(level, x, y, width, height, argb);
          }
        };
    survey(counting, 0.25);
    assertThat(pixels.get()).isEqualTo(4800L * 3200 + 256 * 256);
  }

  @Test
  void aDamagedSpotIsCountedAsTissueAndToldAndCostsNothingElse() throws Exception {
    Survey whole = survey(damaged(0, 0, 0, 0), 0.25);
    Survey spot = survey(damaged(700, 3300, 300, 100), 0.25);
    assertThat(spot.warnings()).anyMatch(w -> w.contains("does not decode"));
    assertThat(spot.grid().tiles()).containsAll(whole.grid().tiles());
    assertThat(spot.mask().at(850, 3350)).isTrue();
    assertThat(whole.mask().at(850, 3350)).isFalse();
  }

  @Test
  void aSlideThatMostlyDoesNotDecodeIsUnreadable() {
    SlideFailure failure = failure(damaged(640, 320, 4800, 2500), 0.25, SETTINGS);
    assertThat(failure.code()).isEqualTo(Outcome.Unreadable);
  }

  @Test
  void theFirstCheckThatFailsNamesTheOutcome() {
    SlideReader dark = new Dark();
    assertThat(failure(dark, null, SETTINGS).code()).isEqualTo(Outcome.NotBrightfield);
    SlideReader slide = new PaintedSlide(PYRAMID, PaintedSlide.SCANNED, 0xFFFFFF);
    assertThat(failure(slide, null, SETTINGS).code()).isEqualTo(Outcome.MissingMpp);
    assertThat(failure(slide, 29.0, SETTINGS).code()).isEqualTo(Outcome.ResolutionTooLow);
    assertThat(failure(slide, 0.06, SETTINGS).code()).isEqualTo(Outcome.TooSmall);
    SlideReader glass = new PaintedSlide(PYRAMID, new SlideInfo.Rect(650, 330, 600, 600), 0xFFFFFF);
    assertThat(failure(glass, 0.5, SETTINGS).code()).isEqualTo(Outcome.NoTissue);
  }

  @Test
  void whatWasFoundBeforeAFailureStaysReadable() {
    SlideSurvey survey =
        new SlideSurvey(
            new PaintedSlide(PYRAMID, PaintedSlide.SCANNED, 0xFFFFFF),
            SETTINGS,
            0.5,
            512,
            29.0,
            null);
    assertThat(catchThrowableOfType(SlideFailure.class, survey::run).code())
        .isEqualTo(Outcome.ResolutionTooLow);
    assertThat(survey.mpp().source()).isEqualTo("manifest");
    assertThat(survey.thumbnail().width()).isEqualTo(Thumbnail.SIDE);
    assertThat(survey.thumbnail().toJpeg()).startsWith((byte) 0xFF, (byte) 0xD8);
  }

  @Test
  void enlargingIsRefusedAboveAThirdUnlessAllowedAndThenTold() throws Exception {
    SlideReader slide = new PaintedSlide(PYRAMID, PaintedSlide.SCANNED, 0xFFFFFF);
    assertThat(survey(slide, 0.65).warnings()).noneMatch(w -> w.contains("enlarged"));
    assertThat(failure(slide, 0.66, SETTINGS).code()).isEqualTo(Outcome.ResolutionTooLow);
    SlideSettings allowed =
        new SlideSettings(
            "default", "published", "fp32", "tissue", 0.1, true, 0.05, new TreeMap<>());
    assertThat(SlideSurvey.survey(slide, allowed, 0.5, 512, 0.66, null).warnings())
        .anyMatch(w -> w.contains("enlarged 1.32 times"));
  }

  @Test
  void tissueThatNoWholeTileCoversIsTold() throws Exception {
    SlideReader slide = new PaintedSlide(PYRAMID, PaintedSlide.SCANNED, 0xFFFFFF);
    Set<Boolean> seen = new HashSet<>();
    for (double mpp : new double[] {0.14, 0.16, 0.2, 0.25, 0.3, 0.4}) {
      Survey survey = survey(slide, mpp);
      double share = shareRightOfOrBelow(survey);
      boolean told = survey.warnings().stream().anyMatch(w -> w.contains("no whole tile fits"));
      if (Math.abs(share - 0.02) > 0.005) {
        assertThat(told).as("mpp %s, share %s", mpp, share).isEqualTo(share > 0.02);
        seen.add(told);
      }
    }
    assertThat(seen).containsExactlyInAnyOrder(true, false);
  }

  /** By single points of the scanned area, 16 pixels apart. */
  private static double shareRightOfOrBelow(Survey survey) {
    SlideInfo.Rect area = PaintedSlide.SCANNED;
    double right = survey.grid().columns() * survey.grid().stride();
    double lower = survey.grid().rows() * survey.grid().stride();
    int all = 0;
    int outside = 0;
    for (int y = 8; y < area.height(); y += 16) {
      for (int x = 8; x < area.width(); x += 16) {
        if (survey.mask().at((double) area.x() + x, (double) area.y() + y)) {
          all++;
          outside += x >= right || y >= lower ? 1 : 0;
        }
      }
    }
    return outside / (double) all;
  }

  @Test
  void aRegionOffTheTissueLeavesNoTilesAndTheSentenceSaysWhy() throws Exception {
    Roi off =
        Roi.parse(
            "{\"type\":\"Polygon\",\"coordinates\":[[[9000,0],[9100,0],[9100,100]]]}"
                .getBytes(java.nio.charset.StandardCharsets.UTF_8));
    SlideReader slide = new PaintedSlide(PYRAMID, PaintedSlide.SCANNED, 0xFFFFFF);
    SlideFailure failure =
        catchThrowableOfType(
            SlideFailure.class, () -> SlideSurvey.survey(slide, SETTINGS, 0.5, 512, 0.25, off));
    assertThat(failure.code()).isEqualTo(Outcome.NoTissue);
    assertThat(failure).hasMessageContaining("region of interest");
  }

  private static Survey survey(SlideReader slide, double mpp) throws SlideFailure {
    return SlideSurvey.survey(slide, SETTINGS, 0.5, 512, mpp, null);
  }

  private static SlideFailure failure(SlideReader slide, Double mpp, SlideSettings settings) {
    return catchThrowableOfType(
        SlideFailure.class, () -> SlideSurvey.survey(slide, settings, 0.5, 512, mpp, null));
  }

  /** One level, of which a level-0 rectangle does not decode. */
  private static PaintedSlide damaged(long left, long top, long w, long h) {
    return new PaintedSlide(List.of(1.0), PaintedSlide.SCANNED, 0xFFFFFF) {
      @Override
      public void read(int level, long x, long y, int width, int height, int[] argb)
          throws SlideFailure {
        if (x < left + w && y < top + h && x + width > left && y + height > top) {
          throw new SlideFailure(Outcome.Unreadable, "a tile does not decode");
        }
        super.read(level, x, y, width, height, argb);
      }
    };
  }

  /** Blue spots on black. */
  private static final class Dark extends PaintedSlide {

    Dark() {
      super(PYRAMID, PaintedSlide.SCANNED, 0);
    }

    @Override
    public void read(int level, long x, long y, int width, int height, int[] argb) {
      for (int i = 0; i < width * height; i++) {
        argb[i] = i % 7 == 0 ? 0xFF1020FF : 0xFF000010;
      }
    }
  }
}
