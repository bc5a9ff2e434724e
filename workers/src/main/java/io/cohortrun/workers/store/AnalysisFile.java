package io.cohortrun.workers.store;

import java.util.Arrays;
import java.util.Optional;

/**
 * Every file that a run may publish under {@code analysis/}, with who may see it. What is not named
 * here is not published, so that no file is without this decision. Others get what is suppressed by
 * the run's {@code smallCells} or counts nobody: tables of tests follow fewest patients and events
 * of their own, and groups of two strata differ by those between.
 */
public enum AnalysisFile {
  TABLE_1("table1.csv", "Table 1, small groups suppressed", Audience.Others),
  ASSOCIATIONS("associations.parquet/", "all tests that were made", Audience.Team),
  SIGNIFICANT("associations_significant.csv", "significant associations", Audience.Team),
  GIVEN_DENSITY(
      "associations_given_density.csv",
      "spatial features given their channel's density",
      Audience.Team),
  PAIRS("associations_pairs.parquet/", "all tests of pairs of channels", Audience.Team),
  SIGNIFICANT_PAIRS(
      "associations_pairs_significant.csv",
      "significant associations of pairs of channels",
      Audience.Team),
  COMBINATIONS("combinations.csv", "pairs against the better channel", Audience.Team),
  COMBINATION_HALVES(
      "combination_halves.csv", "half of each patient in the test of pairs", Audience.Team),
  SUBTYPES("subtypes.csv", "in which stratum a subtype is analysed", Audience.Team),
  NOT_TESTED("not_tested.csv", "tests that were not made, by reason", Audience.Team),
  SURVIVAL("survival.csv", "hazard ratios", Audience.Team),
  CURVES("kaplan_meier.csv", "curves, with numbers at risk", Audience.Team),
  LOG_RANK("logrank.csv", "log-rank tests", Audience.Team),
  SIGNATURE("signature.json", "the signature, its nulls and its model", Audience.Team),
  SIGNATURE_RISK("signature_risk.csv", "risk, group and folds of each patient", Audience.Team),
  SIGNATURE_NULL("signature_null.csv", "concordance of each permutation", Audience.Team),
  CONCORDANCE("concordance.json", "agreement with another run", Audience.Team),
  TRIAGE("triage.csv", "biomarkers from the maps", Audience.Team),
  WORKLIST("worklist.csv", "patients in the order of their score", Audience.Team),
  QUALITY("quality.csv", "virtual beside real mIF", Audience.Team),
  QUALITY_SLIDES("quality_slides.csv", "the same of each slide", Audience.Team),
  QUALITY_PANELS("quality/", "regions: stain, real, virtual", Audience.Team),
  SLIDES("slides.csv", "which slides stand for their patients", Audience.Team),
  FLOW("flow.csv", "cohort flow, every loss", Audience.Team),
  ATTRITION("attrition.csv", "the analysed against the lost", Audience.Team),
  PATIENTS("patients.csv", "a row per patient", Audience.Team),
  PATIENTS_PARQUET("patients.parquet", "a row per patient", Audience.Team),
  PATIENTS_DICTIONARY("patients_dictionary.csv", "columns of patients.csv", Audience.Others),
  DICTIONARY("dictionary.tsv", "what clinical columns were taken for", Audience.Others),
  JOIN_REPORT("join_report.csv", "what was found in the clinical tables", Audience.Team);

  /** Who may see a file. */
  public enum Audience {
    /** The run's own people: it has rows of patients, or groups of any size. */
    Team,
    /** Anybody: it tells of no group of fewer than {@code smallCells} patients. */
    Others
  }

  private final String file;
  private final String about;
  private final Audience audience;

  AnalysisFile(String file, String about, Audience audience) {
    this.file = file;
    this.about = about;
    this.audience = audience;
  }

  /**
   * The one that a name below {@code analysis/} is, or is a part of; empty where it is none of
   * them.
   */
  public static Optional<AnalysisFile> of(String name) {
    return Arrays.stream(values())
        .filter(f -> f.file.endsWith("/") ? name.startsWith(f.file) : name.equals(f.file))
        .findFirst();
  }

  /** What is in it, in a few words. */
  public String about() {
    return about;
  }

  public Audience audience() {
    return audience;
  }
}
