package io.cohortrun.workers.shard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.luben.zstd.Zstd;
import io.cohortrun.workers.canonical.Json;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class SlideResultTest {

  private final SampleSlide slide = new SampleSlide(9, 7, 50);

  @Test
  void anyCutIntoPartsGivesTheSameBytes() {
    byte[] whole = slide.result().toBytes();
    var random = new Random(7);
    for (int i = 0; i < 40; i++) {
      int[] cuts = random.ints(random.nextInt(1, 9), 1, 50).sorted().distinct().toArray();
      assertThat(slide.result(cuts).toBytes()).as(Arrays.toString(cuts)).isEqualTo(whole);
    }
  }

  @Test
  void itComesBackAsItWas() throws IOException {
    SlideResult result = slide.result(20);
    assertThat(SlideResult.fromBytes(result.toBytes()))
        .usingRecursiveComparison()
        .isEqualTo(result);
  }

  @Test
  void aResultOfAnotherFormatIsRefusedWithWhatToDo() throws IOException {
    ObjectNode old = Json.MAPPER.valueToTree(slide.result());
    old.remove("canvas");
    byte[] bytes =
        Zstd.compress(Json.MAPPER.writeValueAsBytes(old.put("format", "cohortrun.slide/1")));
    assertThatThrownBy(() -> SlideResult.fromBytes(bytes))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("cohortrun.slide/1")
        .hasMessageContaining("begin a new run");
  }

  @Test
  void everyKeptTileIsUsedOrRejectedForAReason() {
    SlideResult r = slide.result(11, 30);
    assertThat(r.tilesRejected()).containsEntry("black", 1).containsEntry("unreadable", 1);
    assertThat(r.tilesUsed() + r.tilesRejected().values().stream().mapToInt(n -> n).sum())
        .isEqualTo(r.tilesKept())
        .isEqualTo(50);
    assertThat(r.unreadableTiles()).isEqualTo(1);
    assertThat(r.valid()).isEqualTo(r.tiles().stream().mapToLong(SlideResult.Tile::valid).sum());
    assertThat(r.positives())
        .isEqualTo(
            IntStream.range(0, SampleSlide.CHANNELS)
                .mapToLong(
                    c ->
                        r.tiles().stream()
                            .filter(t -> t.rejected() == null)
                            .mapToLong(t -> t.positives()[c])
                            .sum())
                .toArray());
    assertThat(LongStream.of(r.gradient()).allMatch(v -> v > 0)).isTrue();
  }

  @Test
  void aMissingTileIsNeverCommitted() {
    var merge = new SlideMerge(slide.header);
    merge.add(slide.part(0, 49, 0));
    assertThatThrownBy(merge::result).hasMessageContaining("49 of 50");
    assertThatThrownBy(() -> merge.add(slide.part(10, 20, 0))).hasMessageContaining("tile 49");
  }
}
