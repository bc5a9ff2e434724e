package io.cohortrun.workflows.validate;

import io.cohortrun.workflows.stats.association.Least;
import io.cohortrun.workflows.stats.multivariate.PrincipalComponents;
import io.cohortrun.workflows.stats.screen.Feature;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Set;

/** How many different things the channels say. */
final class ChannelRank {

  private static final double SHARE = 0.9;

  private ChannelRank() {}

  static Answer answer(Patients patients, Set<String> background, double fewest) {
    List<Feature> channels =
        patients.densities().stream().filter(d -> !background.contains(d.channel())).toList();
    if (channels.size() < fewest) {
      return Answer.notApplicable(
          "The panel has %d channels beside the background: too few for this question.",
          channels.size());
    }
    BitSet known = patients.all();
    channels.forEach(c -> known.and(Patients.known(c.values())));
    int[] rows = known.stream().toArray();
    if (rows.length < Least.USUAL.subjects()) {
      return Answer.notApplicable(
          "Of %d patients all densities are known: too few to see how channels go together.",
          rows.length);
    }
    double[][] varying =
        channels.stream()
            .map(c -> Arrays.stream(rows).mapToDouble(i -> c.values()[i]).toArray())
            .filter(values -> Arrays.stream(values).distinct().limit(2).count() == 2)
            .toArray(double[][]::new);
    if (varying.length == 0) {
      return Answer.notApplicable("No density differs between patients.");
    }
    int components = PrincipalComponents.of(varying).explaining(SHARE);
    return Answer.of(
        components >= fewest,
        components,
        components == 1
            ? "One component explains 90 %% of what the densities of %2$d channels vary in: they say one thing."
            : "%d components explain 90 %% of what the densities of %d channels vary in.",
        components,
        channels.size());
  }
}
