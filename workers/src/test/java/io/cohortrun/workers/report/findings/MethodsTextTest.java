package io.cohortrun.workers.report.findings;

import static org.assertj.core.api.Assertions.assertThat;

import io.cohortrun.workers.store.ObjectStore;
import io.cohortrun.workers.store.Stores;
import io.cohortrun.workflows.contract.AnalysisSettings;
import io.cohortrun.workflows.contract.ClinicalSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MethodsTextTest {

  private static final AnalysisSettings.Survival SURVIVAL =
      new AnalysisSettings.Survival(List.of("OS"), "efron", 20);

  @TempDir private Path folder;

  @Test
  void howSubtypesWerePooledIsToldWhereTheyWereLookedInto() throws IOException {
    String pooled = "Of 3 subtypes 1 went into a wider one, and 1 of fewer patients found none.";
    assertThat(methods(null, SURVIVAL)).contains(pooled);
    assertThat(methods(List.of("PanCancer", "Subtype"), null)).contains(pooled);
    assertThat(methods(List.of("PanCancer", "Type"), SURVIVAL)).contains(pooled);
  }

  @Test
  void nothingIsSaidOfSubtypesThatNobodyLookedInto() throws IOException {
    assertThat(methods(List.of("PanCancer", "Type"), null))
        .contains("Associations: ")
        .doesNotContain("ubtypes");
    assertThat(methods(null, null)).isEmpty();
  }

  @Test
  void fromWhenOnPatientsAreAtRiskIsSaidOfEachEndpoint() throws IOException {
    assertThat(methods(null, SURVIVAL))
        .contains("No entry was given for OS:", "time before the specimen is immortal")
        .doesNotContain("delayed entry");
    AnalysisSettings.Survival both =
        new AnalysisSettings.Survival(List.of("OS", "PFI"), "efron", 20);
    assertThat(methods(null, both, endpoint("OS", "SPECIMEN_DAYS"), endpoint("PFI", null)))
        .contains("at risk for OS from SPECIMEN_DAYS on", "No entry was given for PFI:");
    assertThat(methods(null, SURVIVAL, endpoint("OS", "SPECIMEN_DAYS")))
        .contains("delayed entry")
        .doesNotContain("immortal");
    assertThat(methods(List.of("PanCancer"), null)).doesNotContain("Time origin");
  }

  private static ClinicalSettings.Endpoint endpoint(String name, String entry) {
    return new ClinicalSettings.Endpoint(name, name + "_DAYS", name, entry, "Days");
  }

  @Test
  void columnsThatPatientsWereGroupedByAreNamed() throws IOException {
    try (ObjectStore store = Stores.open(folder.toString())) {
      RunTables run =
          WrittenTables.of(
              store,
              "dictionary.tsv",
              "column\tkind\trole\nONCOTREE_CODE\tcategorical\ttype, subtype\norgan site\tcategorical\tsite\n");
      assertThat(
              String.join("\n", MethodsText.of(asked(List.of("PanCancer"), null, List.of()), run)))
          .contains("ONCOTREE_CODE gives type, subtype; organ site gives site.");
    }
  }

  /** Of a run with these levels of associations. */
  private String methods(
      List<String> levels, AnalysisSettings.Survival survival, ClinicalSettings.Endpoint... given)
      throws IOException {
    try (ObjectStore store = Stores.open(folder.toString())) {
      RunTables run =
          WrittenTables.of(
              store,
              "subtypes.csv",
              """
              subtype,patients,wider,stratum
              LUAD,12,NSCLC,NSCLC
              NSCLC,20,LUNG,NSCLC
              SCLC,20,LUNG,SCLC
              """);
      return String.join("\n", MethodsText.of(asked(levels, survival, List.of(given)), run));
    }
  }

  private static AnalysisSettings asked(
      List<String> levels,
      AnalysisSettings.Survival survival,
      List<ClinicalSettings.Endpoint> given) {
    return new AnalysisSettings(
        new ClinicalSettings(
            List.of(), null, List.of(), null, "", "2025_10_03", List.of(), given, "All"),
        levels == null ? null : new AnalysisSettings.Associations(levels, 0.05, 30, 10, List.of()),
        survival,
        null,
        null,
        null,
        List.of(),
        10,
        null);
  }
}
