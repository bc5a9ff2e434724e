package io.cohortrun.workflows.validate;

import java.util.Locale;

/**
 * What a check says.
 *
 * @param value that was compared with the threshold; null where there is none
 * @param sentence for a pathologist, with the number in it
 */
record Answer(Finding.Result result, Double value, String sentence) {

  static Answer of(boolean passed, double value, String sentence, Object... numbers) {
    return new Answer(
        passed ? Finding.Result.Passed : Finding.Result.Failed,
        value,
        String.format(Locale.ROOT, sentence, numbers));
  }

  /** Without a number: what should be there is not. */
  static Answer failed(String sentence, Object... words) {
    return new Answer(Finding.Result.Failed, null, String.format(Locale.ROOT, sentence, words));
  }

  static Answer notApplicable(String why, Object... numbers) {
    return new Answer(Finding.Result.NotApplicable, null, String.format(Locale.ROOT, why, numbers));
  }

  /** A share in percent, as people write it. */
  static String percent(double share) {
    return String.format(Locale.ROOT, share < 0.0995 ? "%.1f %%" : "%.0f %%", 100 * share);
  }

  /** A correlation, as people write it. */
  static String correlation(double r) {
    return String.format(Locale.ROOT, "%.2f", r);
  }

  /** A p-value, as people write it. */
  static String p(double p) {
    return p < 0.001
        ? String.format(Locale.ROOT, "%.1e", p)
        : String.format(Locale.ROOT, "%.3f", p);
  }
}
