package io.cohortrun.workflows.stats.screen;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * In which stratum a subtype is tested: its own, or, where fewer patients have it than a test
 * takes, the nearest wider subtype that has enough of them with the others that are too small. A
 * subtype that finds none keeps its own, in which no test is made.
 */
public final class SubtypeStrata {

  private final Map<String, String> wider;
  private final Map<String, Integer> patients = new HashMap<>();
  private final Map<String, String> moved = new HashMap<>();

  private SubtypeStrata(Map<String, String> wider) {
    this.wider = wider;
  }

  /**
   * Finds the strata.
   *
   * @param subtype [patients] empty where unknown
   * @param wider of a subtype the one that it is a kind of; nothing where there is none
   * @param least patients of a test
   * @return subtype to stratum, of those that patients have
   */
  public static SortedMap<String, String> of(
      List<String> subtype, Map<String, String> wider, int least) {
    SubtypeStrata strata = new SubtypeStrata(wider);
    subtype.stream()
        .filter(s -> !s.isEmpty())
        .forEach(s -> strata.patients.merge(s, 1, Integer::sum));
    TreeSet<String> own = new TreeSet<>(strata.patients.keySet());
    strata.move(least);
    SortedMap<String, String> found = new TreeMap<>();
    for (String one : own) {
      String last = strata.last(one);
      found.put(one, strata.patients.get(last) >= least ? last : one);
    }
    return found;
  }

  /** The narrowest first, so that what is too small together moves on together. */
  private void move(int least) {
    TreeSet<String> narrowest =
        new TreeSet<>(
            Comparator.comparing((String s) -> -above(s)).thenComparing(Comparator.naturalOrder()));
    narrowest.addAll(patients.keySet());
    narrowest.addAll(wider.keySet());
    for (String one : narrowest) {
      int here = patients.getOrDefault(one, 0);
      if (here > 0 && here < least && wider.containsKey(one)) {
        moved.put(one, wider.get(one));
        patients.merge(wider.get(one), here, Integer::sum);
      }
    }
  }

  private int above(String one) {
    return wider.containsKey(one) ? 1 + above(wider.get(one)) : 0;
  }

  private String last(String one) {
    return moved.containsKey(one) ? last(moved.get(one)) : one;
  }
}
