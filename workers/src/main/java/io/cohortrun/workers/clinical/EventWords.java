package io.cohortrun.workers.clinical;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** How people write that follow-up ended with the event, or without. */
public final class EventWords {

  private static final Set<String> EVENT =
      Set.of("1", "1.0", "true", "yes", "dead", "deceased", "progressed", "recurred");
  private static final Set<String> NONE =
      Set.of("0", "0.0", "false", "no", "alive", "living", "censored", "diseasefree");

  private EventWords() {}

  /** Of a cell, also of cBioPortal's {@code 1:DECEASED}; empty where it says neither. */
  public static Optional<Boolean> of(String cell) {
    String word = cell.toLowerCase(Locale.ROOT).replaceFirst("^([01]):.*", "$1");
    return EVENT.contains(word)
        ? Optional.of(true)
        : NONE.contains(word) ? Optional.of(false) : Optional.empty();
  }
}
