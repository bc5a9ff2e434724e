package io.cohortrun.workers.report.findings;

import java.util.Optional;
import java.util.Set;

/** Channels as pages tell them apart. */
final class Channels {

  /** Autofluorescence: what is found through them is tissue, not protein. */
  private static final Set<String> BACKGROUND = Set.of("TRITC", "Cy5");

  private static final String DENSITY = "_density";

  private Channels() {}

  static boolean background(String channel) {
    return BACKGROUND.contains(channel);
  }

  /** {@code background} or {@code marker}. */
  static String group(String channel) {
    return background(channel) ? "background" : "marker";
  }

  /** The single channel whose density a column of {@code patients.csv} holds. */
  static Optional<String> ofDensity(String column) {
    return column.endsWith(DENSITY) && !column.contains("/") && !column.contains("|")
        ? Optional.of(column.substring(0, column.length() - DENSITY.length()))
        : Optional.empty();
  }

  static String density(String channel) {
    return channel + DENSITY;
  }
}
