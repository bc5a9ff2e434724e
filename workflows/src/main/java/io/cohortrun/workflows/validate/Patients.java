package io.cohortrun.workflows.validate;

import io.cohortrun.workflows.stats.screen.Attribute;
import io.cohortrun.workflows.stats.screen.Feature;
import io.cohortrun.workflows.stats.screen.Outcome;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The patients of a manifest.
 *
 * @param analysed [patients] whether any of their slides has a result
 * @param type [patients] empty where unknown; so are site and scanner
 * @param densities of channels, NaN where unknown
 * @param attributes such as age, sex and stage; not categorical
 * @param outcomes endpoints
 */
public record Patients(
    boolean[] analysed,
    List<String> type,
    List<String> site,
    List<String> scanner,
    List<Feature> densities,
    List<Attribute> attributes,
    List<Outcome> outcomes) {

  /** Fewest of a group that is compared. */
  private static final int GROUP = 10;

  int size() {
    return analysed.length;
  }

  int lost() {
    return (int) IntStream.range(0, size()).filter(i -> !analysed[i]).count();
  }

  /**
   * Patients by a word.
   *
   * @param of [patients] number of the group; those of unknown group are one, too
   * @param count of the groups
   * @param present whose group is known and has ten of the patients
   */
  record Groups(int[] of, int count, BitSet present) {

    /** Of these patients. */
    static Groups of(List<String> words, BitSet among) {
      Map<String, Integer> numbers = new HashMap<>();
      int[] of = new int[words.size()];
      for (int i = 0; i < of.length; i++) {
        of[i] = numbers.computeIfAbsent(words.get(i), w -> numbers.size());
      }
      int[] sizes = new int[numbers.size()];
      among.stream().filter(i -> !words.get(i).isEmpty()).forEach(i -> sizes[of[i]]++);
      BitSet present = new BitSet();
      among.stream().filter(i -> sizes[of[i]] >= GROUP).forEach(present::set);
      return new Groups(of, Math.max(1, numbers.size()), present);
    }

    /** Whether there is anything to compare. */
    boolean several() {
      return present.stream().map(i -> of[i]).distinct().count() > 1;
    }
  }

  /** Strata by type; those of unknown type are one. */
  int[] types() {
    return Groups.of(type, all()).of();
  }

  BitSet all() {
    BitSet all = new BitSet();
    all.set(0, size());
    return all;
  }

  static BitSet known(double[] values) {
    BitSet known = new BitSet();
    IntStream.range(0, values.length).filter(i -> !Double.isNaN(values[i])).forEach(known::set);
    return known;
  }

  /** [patients] 1 where lost. */
  double[] losses() {
    double[] losses = new double[size()];
    Arrays.setAll(losses, i -> analysed[i] ? 0 : 1);
    return losses;
  }
}
