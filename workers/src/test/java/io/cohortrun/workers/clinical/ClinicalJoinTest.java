package io.cohortrun.workers.clinical;

import static io.cohortrun.workers.clinical.ClinicalTables.attribute;
import static io.cohortrun.workers.clinical.ClinicalTables.counts;
import static io.cohortrun.workers.clinical.ClinicalTables.featuresOf;
import static io.cohortrun.workers.clinical.ClinicalTables.found;
import static io.cohortrun.workers.clinical.ClinicalTables.join;
import static io.cohortrun.workers.clinical.ClinicalTables.table;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.cohortrun.workers.table.BadTable;
import io.cohortrun.workflows.stats.screen.Attribute;
import io.cohortrun.workflows.stats.screen.Outcome;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ClinicalJoinTest {

  private static final Endpoint OS =
      new Endpoint(
          "OS", "days_to_last_followup", "Overall_Survival_Status", null, Endpoint.Unit.DAYS);

  private final JoinReport report = new JoinReport();

  @Test
  void impossibleFollowUpIsToldAndNotFitted() throws Exception {
    NamedTable laml = NamedTable.read(ClinicalTables.FOLDER.resolve("tcga-laml-clinical.tsv"));
    Choice choice =
        new Choice(null, null, null, null, List.of(), List.of(), List.of(), List.of(), List.of(OS));

    ClinicalJoin join =
        join(featuresOf(laml, "Tumor_Sample_Barcode"), List.of(laml), choice, report);

    Outcome outcome = join.population().outcomes().getFirst();
    assertThat(counts(outcome.time())).containsEntry(Double.NaN, 12L).containsEntry(0.0, 13L);
    assertThat(report.findings())
        .extracting(f -> f.reason() + " " + f.rows().size())
        .containsExactly("NotFinite 12", "ZeroTime 13");
    assertThat(report.findings().getFirst().sentence())
        .startsWith("NotFinite: tcga-laml-clinical.tsv, column days_to_last_followup: 12 rows (")
        .doesNotContain("TCGA-");
  }

  @Test
  void whoHasNoEntryOfAnEndpointThatHasOneIsToldToHaveNoFollowUp() throws Exception {
    NamedTable clinical =
        table(
            "clinical.csv",
            "patient,days,died,specimen",
            "P1,100,1,10",
            "P2,200,0,",
            "P3,300,1,400",
            "P4,,,");
    Endpoint delayed = new Endpoint("OS", "days", "died", "specimen", Endpoint.Unit.DAYS);
    Choice choice =
        new Choice(
            null, null, null, null, List.of(), List.of(), List.of(), List.of(), List.of(delayed));

    ClinicalJoin join = join(featuresOf(clinical, "patient"), List.of(clinical), choice, report);

    assertThat(join.population().outcomes().getFirst().time())
        .containsExactly(100, Double.NaN, Double.NaN, Double.NaN);
    assertThat(found(report))
        .containsExactly("EntryUnknown days [2]", "EntryNotBeforeEnd days [3]");
  }

  @Test
  void nobodyIsDroppedWithoutAReason() throws Exception {
    NamedTable features =
        table("features.csv", "id,CD8", "P1,.1", "P2,.25", "P3,.3", "P3,.4", "P9,.5", "P4,.65");
    NamedTable clinical =
        table(
            "clinical.csv",
            "patient,age,OS_time,OS,sex",
            "P1,61,100,1,f",
            "P1,61,100,1,f",
            "P2,70,-3,0,m",
            "P2,71,,,",
            ",55,10,0,f",
            "P3,inf,12,,m",
            "P4,old,5,2,m",
            "P5,44,7,0,f",
            "P6,45,,,",
            "P7,46,,,",
            "P8,47,,,",
            "P10,48,,,",
            "P11,49,,,",
            "P12,50,,,",
            "P13,51,,,",
            "P14,52,,,");

    ClinicalJoin join = join(features, List.of(clinical), Choice.NONE, report);

    assertThat(join.population().size()).isEqualTo(4);
    assertThat(found(report))
        .containsExactly(
            "NoPatientId  [5]",
            "NoClinicalRow  [5]",
            "NoFeatures  [8, 9, 10, 11, 12, 13, 14, 15, 16]",
            "RepeatedRow  [2]",
            "Contradiction age [4]",
            "Contradiction CD8 [4]",
            "NotANumber age [7]",
            "NotFinite age [6]",
            "UnknownLevel OS [7]",
            "NegativeTime OS_time [3]",
            "TimeWithoutEvent OS_time [6]");
    assertThat(attribute(join, "age").values()).startsWith(61, Double.NaN);
    assertThat(join.population().features().getFirst().values()).startsWith(.1, .25, Double.NaN);
  }

  /** pandas writes whole numbers as 1.0 where one of a column is missing. */
  @Test
  void wholeNumbersAreTheSameWithADecimalPoint() throws Exception {
    NamedTable clinical =
        table(
            "c.csv",
            "id,OS_time,OS,msi,TP53",
            "P1,100,1.0,1.0,0.0",
            "P2,90,2.0,0.0,1",
            "P3,80,,,0",
            "P4,70,2.0,1.0,1.0");
    Choice choice =
        declaring(new ClinicalColumn("msi", ColumnKind.BINARY, List.of("0", "1"), "given"));

    ClinicalJoin join = join(featuresOf(clinical, "id"), List.of(clinical), choice, report);

    Outcome outcome = join.population().outcomes().getFirst();
    assertThat(outcome.event()).containsExactly(false, true, false, true);
    assertThat(outcome.time()).containsExactly(100, 90, Double.NaN, 70);
    assertThat(attribute(join, "msi").values()).containsExactly(1, 0, Double.NaN, 1);
    assertThat(attribute(join, "TP53").kind()).isEqualTo(Attribute.Kind.BINARY);
    assertThat(attribute(join, "TP53").values()).containsExactly(0, 1, 0, 1);
    assertThat(found(report)).containsExactly("TimeWithoutEvent OS_time [3]");
  }

  @Test
  void columnsAreUnderstoodByNameAndValues() {
    assertThat(kind("stage", "Stage IIA", "III", "stage iv", "[Not Available]"))
        .isEqualTo(ColumnKind.ORDINAL);
    assertThat(kind("grade", "G1", "G3", "GX", "G2", "G1", "G1", "G1", "G1", "G1", "G1", "G1"))
        .isEqualTo(ColumnKind.ORDINAL);
    assertThat(kind("ecog", "0", "1", "2", "3")).isEqualTo(ColumnKind.ORDINAL);
    assertThat(kind("TMB", "0.5", "3", "NaN", "17.25")).isEqualTo(ColumnKind.CONTINUOUS);
    assertThat(kind("subtype", "CIN", "GS", "EBV", "CIN", "GS", "EBV", "CIN", "GS", "NA"))
        .isEqualTo(ColumnKind.CATEGORICAL);
    assertThat(kind("Var1", "7", "8", "9", "10", "11", "12", "13")).isEqualTo(ColumnKind.IGNORED);
    assertThat(kind("born", "1961-02-03", "1970-01-01", "1950-12-31"))
        .isEqualTo(ColumnKind.IGNORED);
    assertThat(kind("cohort", "TCGA", "TCGA")).isEqualTo(ColumnKind.IGNORED);
    assertThat(ColumnInference.of("msi", List.of("MSI-H", "MSS", "NA")).levels())
        .as("asked about is MSI-H")
        .containsExactly("MSS", "MSI-H");
    assertThat(ColumnInference.of("mutated", List.of("True", "False")).levels())
        .containsExactly("False", "True");
  }

  @Test
  void whatIsGivenWinsOverWhatIsInferred() throws Exception {
    NamedTable clinical =
        table("c.csv", "id,response,msi", "P1,none,MSS", "P2,partial,MSI-L", "P3,full,MSI-H");
    Choice choice =
        declaring(
            new ClinicalColumn(
                "response", ColumnKind.ORDINAL, List.of("none", "partial", "full"), "given"),
            new ClinicalColumn("msi", ColumnKind.BINARY, List.of("MSS|MSI-L", "MSI-H"), "given"));

    ClinicalJoin join = join(featuresOf(clinical, "id"), List.of(clinical), choice, report);

    assertThat(attribute(join, "response").kind()).isEqualTo(Attribute.Kind.ORDINAL);
    assertThat(attribute(join, "response").values())
        .as("none is how programs write that there is no value")
        .containsExactly(Double.NaN, 1, 2);
    assertThat(attribute(join, "msi").values()).containsExactly(0, 0, 1);
  }

  @Test
  void aKindThatIsGivenAloneFindsItsLevels() throws Exception {
    NamedTable clinical = table("c.csv", "id,arm", "P1,x", "P2,y", "P3,");
    assertThat(attribute(joined(clinical, ColumnKind.BINARY), "arm").values())
        .containsExactly(0, 1, Double.NaN);
    assertThat(attribute(joined(clinical, ColumnKind.CATEGORICAL), "arm").values())
        .containsExactly(0, 1, Double.NaN);
    BadTable refusal =
        catchThrowableOfType(
            BadTable.class,
            () -> joined(table("c.csv", "id,arm", "P1,x", "P2,y", "P3,z"), ColumnKind.BINARY));
    assertThat(refusal).hasMessageContaining("arm is declared binary and has 3 values");
  }

  @Test
  void levelsThatMakeNoTwoArmsAreRefused() {
    assertThatThrownBy(() -> joined(List.of("0", "1", "2")))
        .isInstanceOf(BadTable.class)
        .hasMessageStartingWith("column arm is declared binary: name two values, not 3, ");
    assertThatThrownBy(() -> joined(List.of("1"))).hasMessageContaining("not 1, the one");
    assertThatThrownBy(() -> joined(List.of("0|none", "NONE")))
        .hasMessage("column arm: NONE is declared twice; name each value once");
  }

  private ClinicalJoin joined(List<String> levels) throws Exception {
    NamedTable clinical = table("c.csv", "id,arm", "P1,0", "P2,1", "P3,2");
    return join(
        featuresOf(clinical, "id"),
        List.of(clinical),
        declaring(new ClinicalColumn("arm", ColumnKind.BINARY, levels, "given")),
        report);
  }

  private static Choice declaring(ClinicalColumn... columns) {
    return new Choice(
        null, null, null, null, List.of(), List.of(), List.of(), List.of(columns), List.of());
  }

  private ClinicalJoin joined(NamedTable clinical, ColumnKind arm) throws Exception {
    Choice choice = declaring(new ClinicalColumn("arm", arm, List.of(), "given"));
    return join(featuresOf(clinical, "id"), List.of(clinical), choice, report);
  }

  /** Of TP53 and MSI2 each patient of an even number has a variant. */
  @Test
  void testsOfGenesAreAdjustedForBurdenAndInstabilityWhereMostAreKnown() throws Exception {
    StringBuilder clinical = new StringBuilder("id,age,MSI_SCORE,MSI_STATUS,Mutation Count");
    StringBuilder maf =
        new StringBuilder("Hugo_Symbol,Variant_Classification,Tumor_Sample_Barcode");
    for (int p = 0; p < 24; p++) {
      clinical.append(
          "\nP%d,%s,%s,%s,"
              .formatted(
                  p, 50.5 + p, p < 9 ? ".%d".formatted(p) : "", p % 3 == 0 ? "MSI-H" : "MSS"));
      clinical.append(p % 4 == 0 ? "" : 10 + 7 * p % 11);
      for (String gene : List.of("TP53", "MSI2")) {
        maf.append("\n%s,%s,P%d".formatted(gene, p % 2 == 0 ? "Missense_Mutation" : "Silent", p));
      }
    }
    NamedTable patients = table("c.csv", clinical.toString().split("\n", -1));
    NamedTable genes =
        MutationTable.of(table("m.maf", maf.toString().split("\n", -1)), 30, 10, report);

    ClinicalJoin join =
        join(featuresOf(patients, "id"), List.of(patients, genes), Choice.NONE, report);

    assertThat(join.population().genes().names()).containsExactlyInAnyOrder("TP53", "MSI2");
    assertThat(join.population().covariates()).extracting(Attribute::name).containsExactly("age");
    assertThat(join.population().genes().hypermutation())
        .as("as reported before as counted; of half of the patients; no gene")
        .extracting(Attribute::name)
        .containsExactly("Mutation Count", "MSI_STATUS");
    assertThat(join.dictionary().text())
        .contains("age\tcontinuous\t\tnumbers\tall\t\n")
        .contains("MSI_STATUS\tbinary\tMSS < MSI-H\ttwo values\tgenes\t\n")
        .contains("MSI_SCORE\tcontinuous\t\tnumbers\t\t\n");

    Choice chosen =
        new Choice(
            null, null, null, null, List.of(), List.of("age"), List.of(), List.of(), List.of());
    assertThat(
            join(featuresOf(patients, "id"), List.of(patients, genes), chosen, report)
                .population()
                .genes()
                .hypermutation())
        .isEmpty();
  }

  @Test
  void barcodesOfSamplesNameTheirPatientAndSite() throws Exception {
    NamedTable clinical = table("c.csv", "submitter_id,sex", "TCGA-BB-0002,f", "TCGA-AA-0001,m");

    ClinicalJoin join =
        join(
            table(
                "f.csv",
                "patient_id,CD8",
                "TCGA-AA-0001-01Z-00-DX1,.5",
                "TCGA-BB-0002-01A,.25",
                "TCGA-CC-0003,.75"),
            List.of(clinical),
            Choice.NONE,
            report);

    assertThat(join.population().site()).containsExactly("AA", "BB");
    assertThat(attribute(join, "sex").values()).containsExactly(1, 0);
  }

  /** In some tables a site is an organ and no hospital: whoever reads should see what was taken. */
  @Test
  void columnsThatWereTakenForTypeSubtypeAndSiteAreShown() throws Exception {
    NamedTable clinical = table("c.csv", "id,oncotree_code,site", "P1,LUAD,lung", "P2,COAD,colon");

    ClinicalJoin join = join(featuresOf(clinical, "id"), List.of(clinical), Choice.NONE, report);

    assertThat(join.population().site()).containsExactly("lung", "colon");
    assertThat(join.dictionary().groups())
        .containsExactly(
            Map.entry("type", "oncotree_code"),
            Map.entry("subtype", "oncotree_code"),
            Map.entry("site", "site"));
    assertThat(join.dictionary().text().lines())
        .anyMatch(line -> line.startsWith("oncotree_code\t") && line.endsWith("\ttype, subtype"))
        .anyMatch(line -> line.startsWith("site\t") && line.endsWith("\tsite"));
  }

  /** Codes say both; the longer name of the same is no attribute beside them. */
  @Test
  void aNameOfTheTypeIsNotTestedAgainstIt() throws Exception {
    NamedTable clinical =
        table(
            "c.csv",
            "id,oncotree_code,CANCER_TYPE_DETAILED,sex",
            "P1,LUAD,Lung Adenocarcinoma,f",
            "P2,COAD,Colon Adenocarcinoma,m");

    ClinicalJoin join = join(featuresOf(clinical, "id"), List.of(clinical), Choice.NONE, report);

    assertThat(join.population().attributes()).extracting(Attribute::name).containsExactly("sex");
    assertThat(join.dictionary().groups()).containsEntry("subtype", "oncotree_code");
  }

  @Test
  void columnsThatAreNotThereAreNamed() {
    NamedTable clinical = table("c.csv", "id,sex", "P1,f", "P2,m");
    Choice choice =
        new Choice(
            null, "organ", null, null, List.of(), List.of(), List.of(), List.of(), List.of());
    BadTable refusal =
        catchThrowableOfType(
            BadTable.class,
            () -> join(featuresOf(clinical, "id"), List.of(clinical), choice, report));
    assertThat(refusal.code()).isEqualTo(BadTable.Code.NoSuchColumn);
    assertThat(refusal).hasMessageContaining("no column organ; the clinical tables have sex");
  }

  private static ColumnKind kind(String name, String... values) {
    return ColumnInference.of(name, List.of(values)).kind();
  }
}
