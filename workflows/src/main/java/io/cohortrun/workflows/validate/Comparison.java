package io.cohortrun.workflows.validate;

import java.util.List;
import java.util.Optional;

/**
 * The network against a baseline on paired mIF.
 *
 * @param difference of a metric of which more is better; NaN where it is not known
 */
public record Comparison(String channel, String baseline, double difference) {

  static Answer answer(Optional<List<Comparison>> quality, double least) {
    if (quality.isEmpty()) {
      return Answer.notApplicable("No paired mIF was given.");
    }
    List<Comparison> known =
        quality.get().stream().filter(c -> !Double.isNaN(c.difference)).toList();
    if (known.isEmpty()) {
      return Answer.notApplicable("On the paired mIF nothing could be compared with a baseline.");
    }
    long better = known.stream().filter(c -> c.difference > 0).count();
    double share = (double) better / known.size();
    return Answer.of(
        share >= least,
        share,
        "On paired mIF the network is better than a baseline in %,d of %,d comparisons by channel (%s).",
        better,
        known.size(),
        Answer.percent(share));
  }
}
