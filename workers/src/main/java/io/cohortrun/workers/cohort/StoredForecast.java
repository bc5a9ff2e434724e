package io.cohortrun.workers.cohort;

import java.util.Locale;

/**
 * {@code forecast.json}.
 *
 * @param figures what the run will need
 * @param bytesLeft space left in the output store, -1 where a store cannot tell
 * @param quotaBytes most that the run may write, 0 for no quota
 * @param fits whether the figures stay below both
 * @param sentence what to do where they do not, else empty
 */
record StoredForecast(
    Forecaster.Figures figures, long bytesLeft, long quotaBytes, boolean fits, String sentence) {

  /** Judges figures against the limits. */
  static StoredForecast of(Forecaster.Figures figures, long bytesLeft, long quotaBytes) {
    String sentence = "";
    if (quotaBytes > 0 && figures.outputBytes() > quotaBytes) {
      sentence =
          "the run would write about %s, and its quota is %s: choose a smaller output profile, split the cohort, or raise spec.output.quota"
              .formatted(size(figures.outputBytes()), size(quotaBytes));
    } else if (bytesLeft >= 0 && figures.outputBytes() > bytesLeft) {
      sentence =
          "the run would write about %s, and the output has %s left: free space, choose a smaller output profile, or another place"
              .formatted(size(figures.outputBytes()), size(bytesLeft));
    }
    return new StoredForecast(figures, bytesLeft, quotaBytes, sentence.isEmpty(), sentence);
  }

  static String size(long bytes) {
    String[] units = {"B", "KiB", "MiB", "GiB", "TiB", "PiB"};
    double value = bytes;
    int unit = 0;
    while (value >= 1024 && unit < units.length - 1) {
      value /= 1024;
      unit++;
    }
    return String.format(Locale.ROOT, "%.3g %s", value, units[unit]);
  }
}
