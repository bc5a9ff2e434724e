package io.cohortrun.workers.model;

import io.cohortrun.workers.model.ModelRejected.Code;
import java.util.List;
import java.util.Locale;
import java.util.function.IntFunction;

/**
 * What reduced precision costs, on the golden pair and against its float32 logits. Flips near the
 * threshold are common to any reduced precision, so only their balance in a channel counts: dD, the
 * difference of its share of positive pixels.
 *
 * @param mean mean absolute difference of p, over all pixels and channels
 * @param density mean over channels of |dD|
 * @param worst largest |dD| of a channel: told, not judged, since one channel with much of a window
 *     at its threshold says little of the others
 * @param worstChannel which
 */
record Reduction(double mean, double density, double worst, String worstChannel) {

  /**
   * Measures.
   *
   * @param network [C * w * w] logits of golden window i in reduced precision
   */
  static Reduction of(Golden golden, Bundle bundle, IntFunction<float[]> network) {
    List<Bundle.Channel> channels = bundle.channels();
    int samples = golden.side() * golden.side();
    double off = 0;
    long[] flips = new long[channels.size()];
    for (int i = 0; i < golden.windows(); i++) {
      float[] found = network.apply(i);
      for (int c = 0; c < flips.length; c++) {
        double threshold = channels.get(c).threshold();
        for (int s = 0; s < samples; s++) {
          double is = Golden.p(golden.sampled(found, c, s, bundle.windowPx()));
          double was = Golden.p(golden.expected(i, c, s, flips.length));
          off += Math.abs(is - was);
          flips[c] += (is > threshold ? 1 : 0) - (was > threshold ? 1 : 0);
        }
      }
    }
    double pixels = (double) golden.windows() * samples;
    int worst = 0;
    double density = 0;
    for (int c = 0; c < flips.length; c++) {
      worst = Math.abs(flips[c]) <= Math.abs(flips[worst]) ? worst : c;
      density += Math.abs(flips[c]) / pixels / flips.length;
    }
    return new Reduction(
        off / pixels / flips.length,
        density,
        Math.abs(flips[worst]) / pixels,
        channels.get(worst).id());
  }

  /**
   * The gate.
   *
   * @throws ModelRejected says by how much
   */
  void requireWithin(Bundle bundle, Precision precision, String device) {
    Bundle.Tolerances t = bundle.tolerances();
    if (!(mean <= t.reducedMean() && density <= t.reducedDensity())) {
      throw new ModelRejected(
          Code.PrecisionNotAdmitted,
          "bundle %s does not admit %s on %s: %s; use fp32"
              .formatted(bundle.id(), precision.id(), device, text(t)));
    }
  }

  /** The larger of both figures, as a share of what is tolerated. */
  double share(Bundle.Tolerances t) {
    return Math.max(mean / t.reducedMean(), density / t.reducedDensity());
  }

  /** The figures beside what is tolerated. */
  String text(Bundle.Tolerances t) {
    return String.format(
        Locale.ROOT,
        "mean |dp| %.2g (%.2g is tolerated), mean |dD| %.2g (%.2g is tolerated), largest %.2g in channel %s",
        mean,
        t.reducedMean(),
        density,
        t.reducedDensity(),
        worst,
        worstChannel);
  }
}
