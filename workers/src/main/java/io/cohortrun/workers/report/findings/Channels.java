package io.cohortrun.workers.report.findings;

import io.cohortrun.workflows.stats.screen.BackgroundChannels;
import java.util.Optional;

/** Channels as pages tell them apart. */
final class Channels {

  private static final String DENSITY = "_density";

  private Channels() {}

  static boolean background(String channel) {
    return BackgroundChannels.contains(channel);
  }

  /** {@code background} or {@code marker}. */
  static String group(String channel) {
    return background(channel) ? "background" : "marker";
  }

  /** A feature of a channel in plain words; it says so where no protein is behind it. */
  static String told(String channel, String feature) {
    String words =
        switch (feature) {
          case "mean_probability" -> "mean " + channel + " probability";
          case "snr" -> channel + " signal-to-noise ratio";
          case "morans_i" -> channel + " clustering (Moran's I)";
          default -> channel + " " + feature;
        };
    return background(channel) ? words + " (a background channel, which shows no protein)" : words;
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
