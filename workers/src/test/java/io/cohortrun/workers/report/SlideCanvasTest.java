package io.cohortrun.workers.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;
import org.junit.jupiter.api.Test;

class SlideCanvasTest {

  /** Two tiles side by side in chunks of 8, the right one uncovered but for one column. */
  private static SlideCanvas canvas() throws IOException {
    byte[] values = new byte[64];
    new Random(5).nextBytes(values);
    values[0] = 10;
    values[1] = 20;
    values[8] = (byte) 250;
    values[9] = (byte) 200;
    byte[] all = new byte[64];
    Arrays.fill(all, (byte) 255);
    byte[] column = new byte[64];
    byte[] bright = new byte[64];
    for (int y = 0; y < 8; y++) {
      column[8 * y] = (byte) 255;
      bright[8 * y] = 77;
      bright[8 * y + 1] = 99;
    }
    return new SlideCanvas(
        16,
        8,
        8,
        Map.of("0/0", packed(all), "0/1", packed(column)),
        List.of(Map.of("0/0", packed(values), "0/1", packed(bright)), Map.of()),
        1);
  }

  @Test
  void mapsThatFitAreTheCommittedBytes() throws Exception {
    SlideCanvas canvas = canvas();
    assertThat(canvas.within(10_000)).containsSame(canvas);
  }

  @Test
  void coarserCellsAreMeansOfTheCoveredOnes() throws Exception {
    SlideCanvas coarse = canvas().within(130).orElseThrow();
    assertThat(coarse.coarser()).isEqualTo(2);
    assertThat(coarse.width()).isEqualTo(8);
    assertThat(coarse.height()).isEqualTo(4);
    byte[] first = unpacked(coarse.channels().getFirst());
    assertThat(first[0] & 0xFF).as("of 10, 20, 250 and 200").isEqualTo(120);
    assertThat(first[4]).as("of 77 alone, as 99 is not covered").isEqualTo((byte) 77);
    assertThat(first[5]).isZero();
    byte[] coverage = unpacked(coarse.coverage());
    assertThat(coverage[4]).isEqualTo((byte) 255);
    assertThat(coverage[5]).isZero();
    assertThat(unpacked(coarse.channels().get(1))).as("an absent chunk is zeros").containsOnly(0);
  }

  @Test
  void whatDoesNotFitAtOneValueATileIsLeftOut() throws Exception {
    assertThat(canvas().within(30).map(SlideCanvas::coarser)).isEmpty();
  }

  private static byte[] packed(byte[] cells) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (DeflaterOutputStream zlib = new DeflaterOutputStream(out)) {
      zlib.write(cells);
    }
    return out.toByteArray();
  }

  private static byte[] unpacked(Map<String, byte[]> chunks) throws IOException {
    assertThat(chunks).containsOnlyKeys("0/0");
    return new InflaterInputStream(new ByteArrayInputStream(chunks.get("0/0"))).readAllBytes();
  }
}
