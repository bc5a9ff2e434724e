package io.cohortrun.workers.slide;

import static org.assertj.core.api.Assertions.assertThat;

import io.cohortrun.workers.slide.read.TestSlides;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.TreeMap;
import javax.imageio.ImageIO;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The default mask on real pictures of glass, pen and tissue, at 0.5 um per pixel. */
class TileMaskTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "no-tissue",
        "no-tissue2",
        "no-tissue-line",
        "no-tissue-red-pen",
        "no-tissue-green-pen",
        "almost-white-1",
        "almost-white-2"
      })
  void glassDirtAndPenAreNoTissue(String name) throws Exception {
    assertThat(share(name)).isLessThan(0.02);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "medium-nuclei-score-level1",
        "low-nuclei-score-level0",
        "tissue-level0-7352-11762-7864-12274",
        "tissue-level0-4302-10273-4814-10785",
        "high-nuclei-score-red-pen-level1",
        "tcga-lung-rgb",
        "tcga-red-pen",
        "tiatoolbox-target",
        "histoqc-template1"
      })
  void tissueIsTissue(String name) throws Exception {
    assertThat(share(name)).isGreaterThan(0.4);
  }

  private static double share(String name) throws Exception {
    BufferedImage image = ImageIO.read(TestSlides.of("slides/tiles/" + name + ".png").toFile());
    SlideInfo info = info(image.getWidth(), image.getHeight());
    int[] rgb = image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
    DefaultMask sink = new DefaultMask(info, 0.5);
    sink.block(0, 0, image.getWidth(), image.getHeight(), rgb);
    TissueMask mask = sink.finish();
    GeometryOracle.requireSameMask(mask, "tile-" + name);
    GigatimeMask gigatime = new GigatimeMask(info, 0.5);
    gigatime.block(0, 0, image.getWidth(), image.getHeight(), rgb);
    GeometryOracle.requireSameMask(gigatime.finish(), "tile-gigatime-" + name);
    return mask.cells() / (double) (mask.width() * mask.height());
  }

  private static SlideInfo info(int width, int height) {
    return new SlideInfo(
        "picture",
        "1",
        "test",
        List.of(new SlideInfo.Level(width, height, 1)),
        0xFFFFFF,
        PaintedSlide.SILENT,
        3,
        8,
        new SlideInfo.Rect(0, 0, width, height),
        new TreeMap<>());
  }
}
