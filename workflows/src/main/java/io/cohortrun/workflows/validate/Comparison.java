package io.cohortrun.workflows.validate;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The network against a baseline on paired mIF.
 *
 * @param difference of a metric of which more is better; NaN where it is not known
 */
public record Comparison(String channel, String baseline, double difference) {

  /** The comparisons with one baseline. */
  private record Against(String baseline, long better, int of) {

    static Against of(Map.Entry<String, List<Comparison>> all) {
      return new Against(
          all.getKey(),
          all.getValue().stream().filter(c -> c.difference > 0).count(),
          all.getValue().size());
    }

    double share() {
      return (double) better / of;
    }
  }

  /**
   * Judged by the baseline that is beaten least: what wins over another network and loses to a copy
   * of DAPI shows no protein.
   */
  static Answer answer(Optional<List<Comparison>> quality, double least) {
    if (quality.isEmpty()) {
      return Answer.notApplicable("No paired mIF was given.");
    }
    List<Against> baselines =
        quality.get().stream()
            .filter(c -> !Double.isNaN(c.difference) && !c.isWithItself())
            .collect(Collectors.groupingBy(Comparison::baseline, TreeMap::new, Collectors.toList()))
            .entrySet()
            .stream()
            .map(Against::of)
            .toList();
    if (baselines.isEmpty()) {
      return Answer.notApplicable("On the paired mIF nothing could be compared with a baseline.");
    }
    Against worst =
        baselines.stream().min(Comparator.comparingDouble(Against::share)).orElseThrow();
    return Answer.of(
        worst.share() >= least,
        worst.share(),
        "On paired mIF the network is better than '%s', which it beats least of %d baseline%s, in %,d of %,d comparisons by channel (%s).",
        worst.baseline,
        baselines.size(),
        baselines.size() == 1 ? "" : "s",
        worst.better,
        worst.of,
        Answer.percent(worst.share()));
  }

  /** A channel that is copied to all others is itself under its own name. */
  private boolean isWithItself() {
    return channel.equalsIgnoreCase(baseline);
  }
}
