package io.cohortrun.workers.cohort;

import io.cohortrun.workers.slide.SlideInspection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Rows whose slide is already in the cohort: same bytes, same mpp. Pure. */
final class Duplicates {

  private record Content(String digest, double mpp) {}

  private Duplicates() {}

  /**
   * Finds them among the rows that could be inferred; a row that has failed keeps its own code.
   *
   * @param inspections by row
   * @return duplicate row to the first row of the same content
   */
  static SortedMap<Integer, Integer> find(List<SlideInspection> inspections) {
    Map<Content, Integer> first = new HashMap<>();
    SortedMap<Integer, Integer> duplicates = new TreeMap<>();
    for (SlideInspection i : inspections) {
      if (i.outcome() != null || i.contentDigest().isEmpty()) {
        continue;
      }
      Integer earlier = first.putIfAbsent(new Content(i.contentDigest(), i.mpp()), i.row());
      if (earlier != null) {
        duplicates.put(i.row(), earlier);
      }
    }
    return duplicates;
  }
}
