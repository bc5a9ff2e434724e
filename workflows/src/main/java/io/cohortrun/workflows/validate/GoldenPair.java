package io.cohortrun.workflows.validate;

import java.util.Comparator;
import java.util.List;

/**
 * How well a kind of worker gave what the bundle's golden pair says.
 *
 * @param kind of worker: device and precision
 * @param drift worst found, as a share of what the bundle tolerates; NaN where nothing was recorded
 */
public record GoldenPair(String kind, double drift) {

  static Answer answer(List<GoldenPair> pairs, double most) {
    if (pairs.isEmpty()) {
      return Answer.notApplicable("No slide has a result that a worker could have drifted in.");
    }
    List<String> unknown =
        pairs.stream().filter(p -> Double.isNaN(p.drift)).map(GoldenPair::kind).toList();
    if (!unknown.isEmpty()) {
      return Answer.failed(
          "Nothing is recorded of the golden pair on %s: these results are of an earlier release; compute them again in a new output folder to know.",
          String.join(" and ", unknown));
    }
    GoldenPair worst =
        pairs.stream().max(Comparator.comparingDouble(GoldenPair::drift)).orElseThrow();
    return Answer.of(
        worst.drift <= most,
        worst.drift,
        "The network gave the golden pair on %s; the largest difference is %s of what its bundle tolerates (%s).",
        pairs.size() == 1 ? "the one kind of worker" : "all " + pairs.size() + " kinds of workers",
        Answer.percent(worst.drift),
        worst.kind);
  }
}
