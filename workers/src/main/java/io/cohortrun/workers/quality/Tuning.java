package io.cohortrun.workers.quality;

import io.cohortrun.workflows.stats.quality.TunedThreshold;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** What is learnt of the validation split, and frozen before the test split. */
final class Tuning {

  private static final int LEVELS = 256;

  private record Of(String bundle, String channel) {}

  private final Map<Of, long[][]> histograms = new HashMap<>();

  /** Adds a tile of a baseline. */
  void add(String bundle, Map<String, byte[]> predicted, Tile tile) {
    tile.real()
        .forEach(
            (channel, real) -> {
              byte[] levels = predicted.get(channel);
              if (levels != null) {
                long[][] of =
                    histograms.computeIfAbsent(new Of(bundle, channel), k -> new long[2][LEVELS]);
                for (int i = 0; i < real.length; i++) {
                  of[real[i] ? 1 : 0][levels[i] & 0xFF]++;
                }
              }
            });
  }

  /**
   * The threshold of highest Dice.
   *
   * @param untuned where nothing was learnt
   */
  double threshold(String bundle, String channel, double untuned) {
    long[][] of = histograms.get(new Of(bundle, channel));
    return of == null ? untuned : TunedThreshold.of(of[1], of[0]).value();
  }

  /** Share of pixels that are positive; NaN where nothing was learnt. */
  double prevalence(String bundle, String channel) {
    long[][] of = histograms.get(new Of(bundle, channel));
    if (of == null) {
      return Double.NaN;
    }
    double with = Arrays.stream(of[1]).sum();
    return with / (with + Arrays.stream(of[0]).sum());
  }
}
