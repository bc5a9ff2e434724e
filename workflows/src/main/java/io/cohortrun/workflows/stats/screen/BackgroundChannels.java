package io.cohortrun.workflows.stats.screen;

import java.util.List;

/**
 * GigaTIME's channels of autofluorescence, negative controls of every claim: what is found through
 * them is tissue, not protein.
 */
public final class BackgroundChannels {

  /** In the model's order. */
  public static final List<String> NAMES = List.of("TRITC", "Cy5");

  private BackgroundChannels() {}

  /** Whether a channel is one of them. */
  public static boolean contains(String channel) {
    return NAMES.contains(channel);
  }
}
