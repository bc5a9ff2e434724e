package io.cohortrun.workers.clinical;

import io.cohortrun.workers.table.Cells;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * How a column says that follow-up ended with the event, or without. Numbers are compared as such:
 * what a program has read as numbers it writes as {@code 1.0}.
 *
 * @param oneAndTwo whether it has 1 and 2 only, as in R's {@code lung}: then 2 is the event
 */
public record EventWords(boolean oneAndTwo) {

  private static final Set<String> EVENT =
      Set.of("1", "true", "t", "yes", "dead", "deceased", "progressed", "recurred");
  private static final Set<String> NONE =
      Set.of("0", "false", "f", "no", "alive", "living", "censored", "diseasefree");

  /**
   * Of a column.
   *
   * @param known its cells, without those that are missing
   */
  public static EventWords of(Collection<String> known) {
    List<String> words = known.stream().map(Cells::canonical).distinct().toList();
    return new EventWords(words.contains("2") && Set.of("1", "2").containsAll(words));
  }

  /** Of a cell, also of cBioPortal's {@code 1:DECEASED}; empty where it says neither. */
  public Optional<Boolean> event(String cell) {
    String written = Cells.canonical(cell);
    if (oneAndTwo) {
      return Optional.of(written.equals("2"));
    }
    String word = written.toLowerCase(Locale.ROOT).replaceFirst("^([01]):.*", "$1");
    return EVENT.contains(word)
        ? Optional.of(true)
        : NONE.contains(word) ? Optional.of(false) : Optional.empty();
  }
}
