package io.cohortrun.workers.shard;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class PreviewTest {

  @Test
  void backgroundChannelsAreNotShownAndNucleiComeFirst() {
    assertThat(Preview.choose(SampleSlide.channels())).containsExactly(0, 4, 2, 3);
  }

  @Test
  void aWideSlideIsShrunkAndUncoveredAreasStayBlack() throws IOException {
    var slide = new SampleSlide(300, 2, 200);
    var preview = new Preview(slide.header);
    slide.part(0, 200, 0).tiles().forEach(preview::add);
    var image = ImageIO.read(new ByteArrayInputStream(preview.toPng()));
    assertThat(image.getWidth()).isEqualTo(800);
    assertThat(image.getHeight()).isEqualTo(6);
    assertThat(image.getRGB(799, 5) & 0xFFFFFF).isZero();
    assertThat(image.getRGB(4, 1) & 0xFFFFFF).isNotZero();
  }
}
