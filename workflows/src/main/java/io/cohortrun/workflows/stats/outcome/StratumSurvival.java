package io.cohortrun.workflows.stats.outcome;

import io.cohortrun.workflows.stats.outcome.GroupCurves.Grouping;
import io.cohortrun.workflows.stats.screen.Feature;
import io.cohortrun.workflows.stats.screen.Population;
import java.util.ArrayList;
import java.util.List;

/** All that is asked about the survival of one stratum. */
public record StratumSurvival(List<ChannelHazard> hazards, GroupCurves groups) {

  /**
   * Computes.
   *
   * @param given groupings of the whole population, beside those by density
   */
  public static StratumSurvival of(
      Population whole, Population.Stratum stratum, SurvivalPlan plan, List<Grouping> given) {
    Population patients = whole.only(stratum.rows());
    List<Grouping> groupings = new ArrayList<>();
    given.forEach(g -> groupings.add(g.only(stratum.rows())));
    for (Feature density : SurvivalPlan.densities(patients)) {
      groupings.add(Grouping.byMedian(density.channel() + " density", density.values()));
    }
    return new StratumSurvival(
        ChannelHazards.of(patients, stratum, plan),
        GroupCurves.of(patients, stratum, plan, groupings));
  }
}
