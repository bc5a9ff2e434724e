package io.cohortrun.workflows.plan;

import static io.cohortrun.workflows.contract.PlanReceipt.MAX_PARTITIONS;
import static io.cohortrun.workflows.contract.PlanReceipt.MAX_SHARDS_PER_PARTITION;

import java.util.ArrayList;
import java.util.List;

/**
 * Packs slides into shards of about equal work, and shards into partitions. Pure and deterministic:
 * the same slides and settings give the same plan, whatever machine packs them.
 *
 * <p>Slides stay in row order. A slide above {@value #GIANT_FACTOR} x the aim is cut into tile
 * ranges, each a shard of its own, all in one partition, whose last step merges them.
 */
public final class Packing {

  /** Most slides of one shard: many tiny slides still give many shards. */
  public static final int MAX_SLIDES_PER_SHARD = 100;

  /** A slide of more than this many times the aim is cut into ranges. */
  public static final int GIANT_FACTOR = 2;

  /** Ranges of a giant begin at multiples of this: one checkpoint. */
  public static final int RANGE_TILES = 64;

  /** Longest shard that is still planned where a cohort needs fewer, longer shards. */
  public static final int MAX_SHARD_MINUTES = 60;

  private static final int MAX_SHARDS = MAX_PARTITIONS * MAX_SHARDS_PER_PARTITION;

  private Packing() {}

  /**
   * Packs {@code slides}.
   *
   * @param slides in strictly ascending order of their rows
   * @throws PlanTooLarge where even the longest shards are too many for one run
   */
  public static Plan pack(List<SlideTiles> slides, PackingSettings settings) {
    requireAscending(slides);
    if (slides.isEmpty()) {
      return new Plan(RANGE_TILES, List.of());
    }
    long total = slides.stream().mapToLong(SlideTiles::tiles).sum();
    long longest = Math.max(RANGE_TILES, settings.tilesIn(MAX_SHARD_MINUTES));
    long aim = aim(total, settings);
    while (true) {
      List<PlannedPartition> partitions = partitions(shards(slides, (int) aim));
      if (partitions.size() <= MAX_PARTITIONS) {
        return new Plan((int) aim, partitions);
      }
      if (aim >= longest) {
        throw tooLarge(slides.size(), total);
      }
      aim = Math.min(aim * 2, longest);
    }
  }

  /** Tiles aimed at in one shard: the wanted minutes, less where workers would go without. */
  private static long aim(long total, PackingSettings settings) {
    long share = (total + settings.parallel() - 1) / settings.parallel();
    return Math.max(RANGE_TILES, Math.min(settings.tilesIn(settings.shardMinutes()), share));
  }

  /** Groups of shards that must stay together: one shard, or all ranges of one giant. */
  private static List<List<List<PlannedRange>>> shards(List<SlideTiles> slides, int aim) {
    List<List<List<PlannedRange>>> groups = new ArrayList<>();
    List<PlannedRange> open = new ArrayList<>();
    long tiles = 0;
    for (SlideTiles slide : slides) {
      boolean giant = slide.tiles() > (long) GIANT_FACTOR * aim;
      boolean full = open.size() == MAX_SLIDES_PER_SHARD || tiles + slide.tiles() > aim;
      if (!open.isEmpty() && (giant || full)) {
        groups.add(List.of(List.copyOf(open)));
        open.clear();
        tiles = 0;
      }
      if (giant) {
        groups.add(ranges(slide, aim));
      } else {
        open.add(new PlannedRange(slide.row(), 0, slide.tiles(), slide.tiles()));
        tiles += slide.tiles();
      }
    }
    if (!open.isEmpty()) {
      groups.add(List.of(List.copyOf(open)));
    }
    return groups;
  }

  private static List<List<PlannedRange>> ranges(SlideTiles slide, int aim) {
    int wanted = Math.min(MAX_SHARDS_PER_PARTITION, ceil(slide.tiles(), aim));
    int step = ceil(ceil(slide.tiles(), wanted), RANGE_TILES) * RANGE_TILES;
    List<List<PlannedRange>> ranges = new ArrayList<>();
    for (int from = 0; from < slide.tiles(); from += step) {
      int to = Math.min(from + step, slide.tiles());
      ranges.add(List.of(new PlannedRange(slide.row(), from, to, slide.tiles())));
    }
    return ranges;
  }

  /** Fills partitions evenly, so that the last one is not a remnant. */
  private static List<PlannedPartition> partitions(List<List<List<PlannedRange>>> groups) {
    int shards = groups.stream().mapToInt(List::size).sum();
    int even = ceil(shards, ceil(shards, MAX_SHARDS_PER_PARTITION));
    List<PlannedPartition> partitions = new ArrayList<>();
    List<PlannedShard> open = new ArrayList<>();
    for (List<List<PlannedRange>> group : groups) {
      boolean full = open.size() >= even || open.size() + group.size() > MAX_SHARDS_PER_PARTITION;
      if (!open.isEmpty() && full) {
        partitions.add(new PlannedPartition(partitions.size(), List.copyOf(open)));
        open.clear();
      }
      for (List<PlannedRange> ranges : group) {
        open.add(new PlannedShard(open.size(), ranges));
      }
    }
    partitions.add(new PlannedPartition(partitions.size(), List.copyOf(open)));
    return partitions;
  }

  private static int ceil(int a, int b) {
    return (a + b - 1) / b;
  }

  private static void requireAscending(List<SlideTiles> slides) {
    for (int i = 1; i < slides.size(); i++) {
      if (slides.get(i - 1).row() >= slides.get(i).row()) {
        throw new IllegalArgumentException(
            "rows must ascend, but %d follows %d"
                .formatted(slides.get(i).row(), slides.get(i - 1).row()));
      }
    }
  }

  private static PlanTooLarge tooLarge(int slides, long tiles) {
    return new PlanTooLarge(
        ("%d slides with %d tiles need more than %d shards of %d minutes, the most that one run"
                + " may have: split the manifest, or use faster workers")
            .formatted(slides, tiles, MAX_SHARDS, MAX_SHARD_MINUTES));
  }
}
