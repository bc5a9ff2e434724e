package io.cohortrun.workers.shard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PartCodecTest {

  private final SampleSlide slide = new SampleSlide(8, 5, 30);

  @Test
  void aPartComesBackAsItWas() throws IOException {
    Part part = slide.part(3, 12, 4);
    Part back = PartCodec.read(PartCodec.write(part));
    assertThat(back).usingRecursiveComparison().isEqualTo(part);
    assertThat(back.header()).isEqualTo(part.header());
  }

  @Test
  void equalPartsHaveEqualBytes() {
    assertThat(PartCodec.write(slide.part(0, 7, 0)))
        .isEqualTo(PartCodec.write(new SampleSlide(8, 5, 30).part(0, 7, 0)));
  }

  @Test
  void anyFlippedByteAndAnyCutIsNoticed() {
    byte[] whole = PartCodec.write(slide.part(0, 4, 0));
    var random = new Random(1);
    for (int i = 0; i < 300; i++) {
      byte[] damaged = whole.clone();
      damaged[random.nextInt(whole.length)] ^= (byte) (1 + random.nextInt(255));
      assertThatThrownBy(() -> PartCodec.read(damaged)).isInstanceOf(IOException.class);
      byte[] cut = Arrays.copyOf(whole, random.nextInt(whole.length));
      assertThatThrownBy(() -> PartCodec.read(cut)).isInstanceOf(IOException.class);
    }
  }
}
