package io.cohortrun.workers.population;

import io.cohortrun.workflows.contract.ClinicalSettings;
import java.util.List;

/** Clinical tables of tests: nothing is said of their columns. */
public final class ClinicalTables {

  private ClinicalTables() {}

  /** One table, and every slide of a patient counts. */
  public static ClinicalSettings at(String uri) {
    return new ClinicalSettings(
        List.of(uri), null, List.of(), null, "", "2025_10_03", List.of(), List.of(), "All");
  }
}
