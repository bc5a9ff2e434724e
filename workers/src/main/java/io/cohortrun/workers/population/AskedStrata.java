package io.cohortrun.workers.population;

import io.cohortrun.workflows.contract.AnalysisSettings;
import io.cohortrun.workflows.stats.association.Least;
import io.cohortrun.workflows.stats.screen.Level;
import io.cohortrun.workflows.stats.screen.Population;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Strata of the levels that a run asks for, and of how many patients a test takes there. */
public final class AskedStrata {

  private AskedStrata() {}

  /** Fewest patients of a test. */
  public static Least least(AnalysisSettings.Associations asked) {
    return new Least(asked.minPatients(), asked.minArm());
  }

  /** Of a run: those of its associations, else the usual ones. */
  public static Least least(AnalysisSettings settings) {
    return settings.associations() == null ? Least.USUAL : least(settings.associations());
  }

  /** Levels are named as in a CohortRun: PanCancer, Type, Subtype. */
  public static List<Population.Stratum> of(
      Population population, AnalysisSettings.Associations associations) {
    Set<Level> asked =
        Arrays.stream(Level.values())
            .filter(l -> isAsked(l, associations))
            .collect(Collectors.toSet());
    return population.strata(least(associations)).stream()
        .filter(s -> asked.contains(s.level()))
        .toList();
  }

  /** Whether a run looks into subtypes: survival always does. */
  public static boolean haveSubtypes(AnalysisSettings settings) {
    return settings.survival() != null
        || (settings.associations() != null && isAsked(Level.SUBTYPE, settings.associations()));
  }

  private static boolean isAsked(Level level, AnalysisSettings.Associations associations) {
    return associations.levels().stream().anyMatch(level.name().replace("_", "")::equalsIgnoreCase);
  }
}
