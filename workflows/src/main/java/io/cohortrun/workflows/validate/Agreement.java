package io.cohortrun.workflows.validate;

import java.util.Optional;

/**
 * With another population. Levels of channels alone, which differ by their stain, correlate the
 * activations of any two populations: what subtypes have in common shows once each channel's mean
 * is taken away.
 *
 * @param subtypes that both have
 * @param pooled Spearman's correlation of activations over all subtypes and channels; NaN where it
 *     is not known
 * @param centred the same with each channel's mean taken away; NaN where it is not known
 * @param p of a centred one as high when subtypes are relabelled; NaN where it is not known
 * @param refused why the runs were not compared, else empty
 */
public record Agreement(int subtypes, double pooled, double centred, double p, String refused) {

  private static final double LEVEL = 0.05;

  /** The fewest whose orders (24) are enough for a p below {@link #LEVEL}. */
  private static final int FEWEST = 4;

  static Answer answer(Optional<Agreement> concordance, double least) {
    if (concordance.isEmpty()) {
      return Answer.notApplicable("No other run was given to compare with.");
    }
    Agreement found = concordance.get();
    if (!found.refused.isEmpty()) {
      return Answer.notApplicable("The other run was not compared: %s.", found.refused);
    }
    if (found.subtypes < FEWEST || Double.isNaN(found.pooled)) {
      return Answer.notApplicable(
          "The runs share %d subtypes with patients enough; fewer than %d cannot be told from chance.",
          found.subtypes, FEWEST);
    }
    return Answer.of(
        found.pooled >= least && found.centred > 0 && found.p < LEVEL,
        found.pooled,
        "Activations agree with those of the other run with a Spearman correlation of %s over subtypes and channels; when channels are centred, so that their levels say nothing, of %s, which relabelled subtypes reach with p = %s.",
        Answer.correlation(found.pooled),
        Double.isNaN(found.centred) ? "an unknown value" : Answer.correlation(found.centred),
        Double.isNaN(found.p) ? "unknown" : Answer.p(found.p));
  }
}
