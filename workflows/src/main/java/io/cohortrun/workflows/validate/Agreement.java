package io.cohortrun.workflows.validate;

import java.util.Optional;

/**
 * With another population.
 *
 * @param pooled Spearman's correlation of activations over all subtypes and channels; NaN where it
 *     is not known
 * @param centred the same with each channel's mean taken away; NaN where it is not known
 * @param refused why the runs were not compared, else empty
 */
public record Agreement(double pooled, double centred, String refused) {

  static Answer answer(Optional<Agreement> concordance, double least) {
    if (concordance.isEmpty()) {
      return Answer.notApplicable("No other run was given to compare with.");
    }
    Agreement found = concordance.get();
    if (!found.refused.isEmpty()) {
      return Answer.notApplicable("The other run was not compared: %s.", found.refused);
    }
    if (Double.isNaN(found.pooled)) {
      return Answer.notApplicable("The runs share too few subtypes to be compared.");
    }
    return Answer.of(
        found.pooled >= least,
        found.pooled,
        "Activations agree with those of the other run with a Spearman correlation of %s over subtypes and channels (%s when channels are centred).",
        Answer.correlation(found.pooled),
        Double.isNaN(found.centred) ? "unknown" : Answer.correlation(found.centred));
  }
}
