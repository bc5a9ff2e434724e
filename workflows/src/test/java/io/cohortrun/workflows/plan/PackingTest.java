package io.cohortrun.workflows.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cohortrun.workflows.contract.PlanReceipt;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PackingTest {

  /** Aim: 1,000 tiles a shard. */
  private static final PackingSettings TEN_MINUTES = new PackingSettings(1000 / 600.0, 10, 1);

  @Test
  void eachTileOfEachSlideIsPlannedOnceAndInRowOrder() {
    for (int seed = 0; seed < 200; seed++) {
      Random random = new Random(seed);
      List<SlideTiles> slides = randomSlides(random, 1 + random.nextInt(2_000));
      Plan plan = Packing.pack(slides, new PackingSettings(1 + random.nextDouble() * 50, 10, 8));

      List<PlannedRange> ranges = ranges(plan);
      int at = 0;
      for (SlideTiles slide : slides) {
        int next = 0;
        while (next < slide.tiles()) {
          PlannedRange range = ranges.get(at++);
          assertThat(range.row()).isEqualTo(slide.row());
          assertThat(range.totalTiles()).isEqualTo(slide.tiles());
          assertThat(range.fromTile()).isEqualTo(next);
          next = range.toTile();
        }
        assertThat(next).isEqualTo(slide.tiles());
      }
      assertThat(ranges).hasSize(at);
      assertLimits(plan);
    }
  }

  @Test
  void indexesAreDenseSoThatKeysAndWorkflowIdsAreStable() {
    Plan plan = Packing.pack(randomSlides(new Random(1), 30_000), TEN_MINUTES);

    assertThat(plan.partitions()).hasSizeGreaterThan(3);
    for (int p = 0; p < plan.partitions().size(); p++) {
      PlannedPartition partition = plan.partitions().get(p);
      assertThat(partition.partition()).isEqualTo(p);
      assertThat(partition.shards())
          .extracting(PlannedShard::shard)
          .containsExactlyElementsOf(
              IntStream.range(0, partition.shards().size()).boxed().toList());
    }
    assertThat(Packing.pack(randomSlides(new Random(1), 30_000), TEN_MINUTES)).isEqualTo(plan);
  }

  @Test
  void shardsHoldAboutTheWantedMinutes() {
    Plan plan = Packing.pack(slides(5_000, 130), TEN_MINUTES);

    assertThat(plan.tilesPerShard()).isEqualTo(1_000);
    assertThat(plan.partitions().getFirst().shards().getFirst().ranges()).hasSize(7);
  }

  @Test
  void manyTinySlidesStillGiveManyShards() {
    Plan plan = Packing.pack(slides(1_000, 1), new PackingSettings(1_000, 10, 1));

    assertThat(plan.partitionShards()).containsExactly(10);
  }

  @Test
  void aSmallCohortIsCutForAllWorkers() {
    Plan plan = Packing.pack(slides(16, 100), new PackingSettings(1_000, 10, 8));

    assertThat(plan.partitionShards()).containsExactly(8);
  }

  @Test
  void aGiantIsCutIntoRangesThatStayInOnePartition() {
    List<SlideTiles> slides = new ArrayList<>(slides(240, 900));
    slides.add(new SlideTiles(240, 30_001));
    slides.add(new SlideTiles(241, 10));
    Plan plan = Packing.pack(slides, TEN_MINUTES);

    List<PlannedPartition> holding =
        plan.partitions().stream()
            .filter(
                p ->
                    p.shards().stream()
                        .flatMap(s -> s.ranges().stream())
                        .anyMatch(r -> r.row() == 240))
            .toList();
    assertThat(holding).hasSize(1);
    List<PlannedRange> ranges = ranges(plan).stream().filter(r -> r.row() == 240).toList();
    assertThat(ranges).hasSizeBetween(29, 31).noneMatch(PlannedRange::whole);
    assertThat(ranges).allMatch(r -> r.fromTile() % Packing.RANGE_TILES == 0);
    assertThat(ranges).allMatch(r -> r.tiles() <= 1_024);
    assertThat(plan.partitions().stream().flatMap(p -> p.shards().stream()))
        .filteredOn(s -> s.ranges().stream().anyMatch(r -> !r.whole()))
        .allMatch(s -> s.ranges().size() == 1);
  }

  @Test
  void aSlideOfAnySizeFitsOnePartition() {
    Plan plan =
        Packing.pack(List.of(new SlideTiles(3, 10_000_000)), new PackingSettings(0.1, 10, 1));

    assertThat(plan.partitions()).hasSize(1);
    assertThat(plan.tiles()).isEqualTo(10_000_000);
    assertLimits(plan);
  }

  @Test
  void shardsGrowWhereTheyWouldBeTooMany() {
    Plan plan = Packing.pack(slides(100_000, 1_000), TEN_MINUTES);

    assertThat(plan.tilesPerShard()).isEqualTo(2_000);
    assertLimits(plan);
  }

  @Test
  void tooMuchWorkForOneRunIsRefusedWithFiguresAndAdvice() {
    assertThatThrownBy(() -> Packing.pack(slides(100_000, 20_000), TEN_MINUTES))
        .isInstanceOf(PlanTooLarge.class)
        .hasMessage(
            "100000 slides with 2000000000 tiles need more than 50000 shards of 60 minutes, the"
                + " most that one run may have: split the manifest, or use faster workers");
  }

  @Test
  void nothingToInferGivesNoPartition() {
    assertThat(Packing.pack(List.of(), TEN_MINUTES).partitions()).isEmpty();
  }

  @Test
  void rowsOutOfOrderAreRefused() {
    assertThatThrownBy(
            () -> Packing.pack(List.of(new SlideTiles(2, 1), new SlideTiles(2, 1)), TEN_MINUTES))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("2 follows 2");
  }

  @Test
  void settingsOutOfRangeAreRefused() {
    for (double rate : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
      assertThatThrownBy(() -> new PackingSettings(rate, 10, 1))
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThatThrownBy(() -> new PackingSettings(1, 0, 1)).hasMessageContaining("1..60");
    assertThatThrownBy(() -> new PackingSettings(1, 10, 0)).hasMessageContaining("at least 1");
    assertThatThrownBy(() -> new SlideTiles(0, 0)).hasMessageContaining("0 tiles");
  }

  @Test
  void hundredThousandRowsStayWithinTheLimits() {
    assertLimits(Packing.pack(randomSlides(new Random(7), 100_000), TEN_MINUTES));
  }

  private static void assertLimits(Plan plan) {
    assertThat(plan.partitions()).hasSizeLessThanOrEqualTo(PlanReceipt.MAX_PARTITIONS);
    assertThat(plan.partitionShards())
        .allMatch(n -> n >= 1 && n <= PlanReceipt.MAX_SHARDS_PER_PARTITION);
    assertThat(plan.partitions().stream().flatMap(p -> p.shards().stream()))
        .allMatch(s -> !s.ranges().isEmpty())
        .allMatch(s -> s.ranges().size() <= Packing.MAX_SLIDES_PER_SHARD);
  }

  private static List<PlannedRange> ranges(Plan plan) {
    return plan.partitions().stream()
        .flatMap(p -> p.shards().stream())
        .flatMap(s -> s.ranges().stream())
        .toList();
  }

  private static List<SlideTiles> slides(int count, int tiles) {
    return IntStream.range(0, count).mapToObj(row -> new SlideTiles(row, tiles)).toList();
  }

  /** Log-uniform sizes from 1 to 20,000 tiles, with gaps between the rows. */
  private static List<SlideTiles> randomSlides(Random random, int count) {
    List<SlideTiles> slides = new ArrayList<>();
    int row = 0;
    for (int i = 0; i < count; i++) {
      row += 1 + random.nextInt(3);
      slides.add(new SlideTiles(row, (int) Math.exp(random.nextDouble() * Math.log(20_000))));
    }
    return slides;
  }
}
