package io.cohortrun.workers.population;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the published study leaves open, and what is computed here in its place, by names that stay:
 * docs/statistics.md says what each stands for. What computes otherwise one day has another name.
 */
public final class NamedChoices {

  /** Open point to choice, in every {@code run.json}. */
  public static final SortedMap<String, String> ALL =
      Collections.unmodifiableSortedMap(
          new TreeMap<>(
              Map.ofEntries(
                  Map.entry("activation", "positive-share"),
                  Map.entry("aggregation", "summed-counts"),
                  Map.entry("entropy", "pooled-histogram"),
                  Map.entry("snr", "mean-over-sd"),
                  Map.entry("sharpness", "mean-gradient"),
                  Map.entry("moransI", "canvas-rook"),
                  Map.entry("association", "ranks-within-type-and-site"),
                  Map.entry("correction", "bh-per-family"),
                  Map.entry("countRule", "stratum-channel-attribute"),
                  Map.entry("mutated", "non-silent"),
                  Map.entry("tmbHigh", "ten-per-megabase"),
                  Map.entry("msiHigh", "as-given"),
                  Map.entry("signature", "cross-fitted-ridge-cox"),
                  Map.entry("concordance", "four-spearmans"))));

  private NamedChoices() {}
}
