package io.cohortrun.workers.shard;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Which of the stored ranges, laid end to end from a start, reach furthest. Pure. */
final class PartCover {

  /** Half-open range of tiles. */
  record Range(int from, int to) {}

  private PartCover() {}

  /**
   * Chains ranges without gap or overlap. Two writers may have cut the same slide at different
   * tiles; any chain gives the same sums, so the one that reaches furthest is taken.
   *
   * @return ranges in order, the first beginning at {@code start}; none ends after {@code end}
   */
  static List<Range> longest(Collection<Range> ranges, int start, int end) {
    Map<Integer, List<Range>> byStart = new HashMap<>();
    for (Range r : ranges) {
      if (r.from() >= start && r.to() <= end && r.to() > r.from()) {
        byStart.computeIfAbsent(r.from(), from -> new ArrayList<>()).add(r);
      }
    }
    Map<Integer, Range> cameBy = new HashMap<>();
    var open = new ArrayDeque<Integer>(List.of(start));
    int furthest = start;
    while (!open.isEmpty()) {
      for (Range r : byStart.getOrDefault(open.poll(), List.of())) {
        if (cameBy.putIfAbsent(r.to(), r) == null) {
          furthest = Math.max(furthest, r.to());
          open.add(r.to());
        }
      }
    }
    var chain = new ArrayDeque<Range>();
    for (int at = furthest; at != start; at = cameBy.get(at).from()) {
      chain.addFirst(cameBy.get(at));
    }
    return List.copyOf(chain);
  }
}
