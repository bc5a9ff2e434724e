package io.cohortrun.workflows.contract;

import java.util.List;

/**
 * What is computed of a cohort when all of its slides are done; each part null where nobody asked
 * for it. Words are those of the CohortRun.
 *
 * @param clinical tables of the patients
 * @param triage biomarkers; empty for none
 * @param smallCells groups under this size are suppressed in what is exported for others
 * @param validation of the run, always done
 */
public record AnalysisSettings(
    ClinicalSettings clinical,
    Associations associations,
    Survival survival,
    Signature signature,
    Concordance concordance,
    Quality quality,
    List<Triage> triage,
    int smallCells,
    Validation validation) {

  /**
   * Features against attributes.
   *
   * @param levels of population that are tested
   * @param falseDiscoveryRate of a family
   * @param minPatients fewest of a stratum
   * @param minArm fewest on each side
   * @param adjustFor columns beside age, sex and stage, and mutation burden and microsatellite
   *     instability of genes
   */
  public record Associations(
      List<String> levels,
      double falseDiscoveryRate,
      int minPatients,
      int minArm,
      List<String> adjustFor) {}

  /**
   * Channels and stages against follow-up.
   *
   * @param endpoints by name; the first is primary
   * @param ties {@code efron} or {@code breslow}
   * @param minEvents fewest of a stratum
   */
  public record Survival(List<String> endpoints, String ties, int minEvents) {}

  /**
   * The multi-channel signature.
   *
   * @param endpoint by name
   * @param permutations of the null, at most
   */
  public record Signature(String endpoint, int folds, int repeats, int permutations) {}

  /**
   * Agreement with another population.
   *
   * @param run absolute URI of its folder, the one with {@code run.json}
   * @param minPatients fewest per subtype on each side
   */
  public record Concordance(String run, int minPatients) {}

  /**
   * Translation against real mIF.
   *
   * @param pairs absolute URI of the table of regions
   * @param baselines absolute URIs of bundles
   */
  public record Quality(String pairs, List<String> baselines) {}

  /**
   * A biomarker to be triaged.
   *
   * @param prevalence for predictive values, or null for the cohort's
   */
  public record Triage(String attribute, Double prevalence) {}

  /**
   * Named checks.
   *
   * @param onFailure {@code Mark} or {@code Stop}
   * @param checks that differ from their defaults
   */
  public record Validation(String onFailure, List<Check> checks) {}

  /**
   * One check's own threshold and action.
   *
   * @param threshold or null for the check's own
   * @param onFailure or null for that of all checks
   */
  public record Check(String name, Double threshold, String onFailure) {}

  /** The same settings, of these clinical tables. */
  public AnalysisSettings with(ClinicalSettings tables) {
    return new AnalysisSettings(
        tables,
        associations,
        survival,
        signature,
        concordance,
        quality,
        triage,
        smallCells,
        validation);
  }
}
