package io.cohortrun.workers.population;

import io.cohortrun.workers.analyse.Quantity;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;

/**
 * One of the {@link NamedChoices} that two runs made differently.
 *
 * @param name of the open point, as docs/statistics.md has it
 * @param here what the first run computed; null where its record does not name the point
 * @param there the second, likewise
 */
public record ChoiceDifference(String name, String here, String there) {

  /**
   * Compares what two records say.
   *
   * @param here point to choice; empty where the record names none, as in earlier releases
   * @return by name; empty where one of the records names none, so that nothing is known
   */
  static Optional<List<ChoiceDifference>> between(
      Map<String, String> here, Map<String, String> there) {
    if (here.isEmpty() || there.isEmpty()) {
      return Optional.empty();
    }
    TreeSet<String> names = new TreeSet<>(here.keySet());
    names.addAll(there.keySet());
    return Optional.of(
        names.stream()
            .filter(name -> !Objects.equals(here.get(name), there.get(name)))
            .map(name -> new ChoiceDifference(name, here.get(name), there.get(name)))
            .toList());
  }

  /** How many, as commands print it beside what they compare. */
  static Quantity count(List<ChoiceDifference> differ) {
    return new Quantity("choices_differ", "", differ.size());
  }

  /**
   * One clause of a sentence.
   *
   * @param a how the first run is called
   * @param b the second
   */
  public String told(String a, String b) {
    return "%s is %s in %s and %s in %s".formatted(name, told(here), a, told(there), b);
  }

  private static String told(String choice) {
    return choice == null ? "not named" : choice;
  }
}
