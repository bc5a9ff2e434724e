package io.cohortrun.workflows.stats.outcome;

import io.cohortrun.workflows.stats.screen.Feature;
import io.cohortrun.workflows.stats.screen.Level;
import io.cohortrun.workflows.stats.screen.Outcome;
import io.cohortrun.workflows.stats.screen.Population;
import io.cohortrun.workflows.stats.survival.CoxModel;
import java.util.List;
import java.util.Map;

/**
 * What is asked about survival.
 *
 * @param endpoints by name; those that a population does not have are passed over
 * @param minEvents fewest of a model and of a comparison
 * @param years length of a year in the unit of each endpoint
 */
public record SurvivalPlan(
    List<String> endpoints, CoxModel.Ties ties, int minEvents, Map<String, Double> years) {

  /** The endpoints that there are, in the order in which they were asked for. */
  List<Outcome> outcomes(Population of) {
    return endpoints.stream()
        .flatMap(name -> of.outcomes().stream().filter(o -> o.name().equals(name)).limit(1))
        .toList();
  }

  /** What survival is compared by. */
  static List<Feature> densities(Population of) {
    return of.features().stream().filter(Feature::isDensity).toList();
  }

  /** Strata of type at pan-cancer, where a hazard is of the type first of all; else one stratum. */
  static int[] types(Population of, Level level) {
    int[] types = new int[of.size()];
    if (level == Level.PAN_CANCER) {
      List<String> names = of.type().stream().distinct().sorted().toList();
      for (int i = 0; i < types.length; i++) {
        types[i] = names.indexOf(of.type().get(i));
      }
    }
    return types;
  }
}
