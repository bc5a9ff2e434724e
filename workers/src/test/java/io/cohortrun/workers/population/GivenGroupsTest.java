package io.cohortrun.workers.population;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cohortrun.workers.clinical.FeatureTable;
import io.cohortrun.workers.clinical.JoinReport;
import io.cohortrun.workers.clinical.NamedTable;
import io.cohortrun.workflows.contract.AnalysisSettings;
import io.cohortrun.workflows.contract.ClinicalSettings;
import io.cohortrun.workflows.stats.screen.Attribute;
import io.cohortrun.workflows.stats.screen.Population;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which columns give type and site, of a table whose {@code site} is the organ. */
class GivenGroupsTest extends AnalysedCohort {

  @BeforeEach
  void organsAndHospitals() throws Exception {
    List<String> lines = new ArrayList<>(Files.readAllLines(clinical));
    lines.set(0, lines.getFirst() + ",site,hospital");
    for (int p = 0; p < PATIENTS; p++) {
      String organ = List.of("left", "right", "both").get(p % 3);
      lines.set(p + 1, lines.get(p + 1) + ",%s,H%d".formatted(organ, p % 5));
    }
    Files.write(clinical, lines);
  }

  @Test
  void whatIsSaidOfTheSiteTakesTheColumnOfThatNamesPlace() throws Exception {
    Population inferred = joined(List.of());
    assertThat(inferred.site()).containsOnly("left", "right", "both");
    assertThat(inferred.attributes()).extracting(Attribute::name).doesNotContain("site");

    Population given = joined(List.of(column("hospital", "Site")));
    assertThat(given.site()).containsOnly("H0", "H1", "H2", "H3", "H4");
    assertThat(given.attributes())
        .extracting(Attribute::name)
        .contains("site")
        .doesNotContain("hospital");
    assertThat(given.type()).containsOnly("lung", "colon");
  }

  @Test
  void typeAndSubtypeAreGivenInTheSameWay() throws Exception {
    Population given = joined(List.of(column("site", "Type"), column("cancer_type", "Subtype")));
    assertThat(given.type()).containsOnly("left", "right", "both");
    assertThat(given.subtype()).containsOnly("lung", "colon");
  }

  @Test
  void twoSitesOrOneThatIsNotThereAreRefusedBeforeTheRun() {
    assertThatThrownBy(() -> check(List.of(column("hospital", "Site"), column("site", "Site"))))
        .isInstanceOf(ClinicalRefused.class)
        .hasMessageStartingWith("BadValue: spec.clinical.columns has hospital and site of kind");
    assertThatThrownBy(() -> check(List.of(column("clinic", "Site"))))
        .isInstanceOf(ClinicalRefused.class)
        .hasMessageStartingWith("NoSuchColumn: there is no column clinic");
  }

  private static ClinicalSettings.Column column(String name, String kind) {
    return new ClinicalSettings.Column(name, kind, List.of());
  }

  private Population joined(List<ClinicalSettings.Column> columns) throws Exception {
    AnalysisSettings asked = asked(columns);
    JoinReport report = new JoinReport();
    return new RunClinical(asked, files(asked))
        .join(FeatureTable.of(NamedTable.read(features), report), report)
        .population();
  }

  private void check(List<ClinicalSettings.Column> columns) throws Exception {
    AnalysisSettings asked = asked(columns);
    new RunClinical(asked, files(asked)).check(manifest("P"));
  }

  private AnalysisSettings asked(List<ClinicalSettings.Column> columns) {
    AnalysisSettings usual = settings(LEVELS);
    ClinicalSettings all = usual.clinical();
    return usual.with(
        new ClinicalSettings(
            all.tables(),
            all.study(),
            all.mutations(),
            all.megabases(),
            all.digest(),
            all.oncoTree(),
            columns,
            all.endpoints(),
            all.slideRule()));
  }
}
