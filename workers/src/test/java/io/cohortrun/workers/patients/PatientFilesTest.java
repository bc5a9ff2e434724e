package io.cohortrun.workers.patients;

import static org.assertj.core.api.Assertions.assertThat;

import io.cohortrun.workers.clinical.Choice;
import io.cohortrun.workers.clinical.ClinicalJoin;
import io.cohortrun.workers.clinical.FeatureTable;
import io.cohortrun.workers.clinical.JoinReport;
import io.cohortrun.workers.clinical.NamedTable;
import io.cohortrun.workers.manifest.Manifest;
import io.cohortrun.workers.manifest.ManifestRow;
import io.cohortrun.workers.shard.SlideOutcome;
import io.cohortrun.workers.table.TextTable;
import io.cohortrun.workflows.contract.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PatientFilesTest {

  @TempDir Path folder;

  private final List<ManifestRow> rows = new ArrayList<>();
  private final List<SlideOutcome> outcomes = new ArrayList<>();
  private final List<String> measured =
      new ArrayList<>(List.of("slide_id,patient_id,channel,valid_pixels,positive_pixels,tiles"));
  private final List<String> clinical =
      new ArrayList<>(List.of("patient_id,cancer_type,sex,age,months,dead"));

  private void slide(String id, String patient, Outcome outcome, Map<String, String> columns) {
    int row = rows.size();
    rows.add(
        new ManifestRow(row, id, patient, "file:///s", null, null, null, new TreeMap<>(columns)));
    outcomes.add(new SlideOutcome(row, outcome, "", 1, 0.5, "", "", 1, 1, "k"));
    if (outcome.hasResult()) {
      measured.add("%s,%s,CD8,1000,%d,2".formatted(id, patient, 100 + row));
    }
  }

  private static NamedTable table(String name, List<String> lines) {
    List<TextTable.Row> cells =
        lines.stream()
            .skip(1)
            .map(l -> new TextTable.Row(0, Arrays.asList(l.split(",", -1))))
            .toList();
    return new NamedTable(name, new TextTable(List.of(lines.getFirst().split(",")), cells));
  }

  private List<String> write(String rule, String file) throws Exception {
    RunSlides slides = RunSlides.of(new Manifest(rows), outcomes, rule);
    NamedTable features = SlideTotals.only(table("features.parquet", measured), slides.counting());
    ClinicalJoin everyone =
        ClinicalJoin.ofAll(
            FeatureTable.of(features, new JoinReport()).of(slides.patients()),
            List.of(table("clinical.csv", clinical)),
            Choice.NONE,
            new JoinReport());
    new PatientFiles(slides, everyone).write(folder, SlideTotals.of(features), true, 10);
    return Files.readAllLines(folder.resolve(file));
  }

  private void cohort() {
    slide("a1", "A", Outcome.Succeeded, Map.of("preparation", "FFPE"));
    slide("a2", "A", Outcome.Succeeded, Map.of("preparation", "frozen"));
    slide("b1", "B", Outcome.NoTissue, Map.of());
    slide("c1", "C", Outcome.Succeeded, Map.of("preparation", "frozen"));
    slide("c2", "C", Outcome.Unreadable, Map.of("preparation", "FFPE"));
    slide("d1", "D", Outcome.Degraded, Map.of());
    clinical.add("A,lung,f,61,10,1");
    clinical.add("B,lung,m,50,20,0");
    clinical.add("C,colon,f,,5,1");
  }

  @Test
  void frozenSlidesCountOnlyWhereNothingElseOfThePatientHasAResult() throws Exception {
    cohort();
    assertThat(write("DiagnosticFirst", "flow.csv"))
        .containsExactly(
            "step,slides,patients,lost_slides,lost_patients,reason",
            "manifest,6,4,0,0,",
            "results,4,3,1,1,NoTissue",
            "results,4,3,1,0,Unreadable",
            "slide-rule,3,3,1,0,FrozenBesideDiagnostic",
            "clinical,2,2,1,1,NoClinicalRow",
            "analysed,2,2,0,0,");
    assertThat(write("All", "flow.csv")).contains("slide-rule,4,3,0,0,");
  }

  @Test
  void whoReadsTheFeaturesLaterCountsTheSameSlides() throws Exception {
    cohort();
    assertThat(write("DiagnosticFirst", "slides.csv"))
        .containsExactly(
            "slide,patient,outcome,counts",
            "a1,A,Succeeded,true",
            "a2,A,Succeeded,false",
            "b1,B,NoTissue,false",
            "c1,C,Succeeded,true",
            "c2,C,Unreadable,false",
            "d1,D,Degraded,true");
    NamedTable all = table("features.parquet", measured);
    byte[] list = Files.readAllBytes(folder.resolve("slides.csv"));
    assertThat(CountingSlides.only(all, Optional.of(list)).table().rows())
        .extracting(row -> row.cells().getFirst())
        .containsExactly("a1", "c1", "d1");
    assertThat(CountingSlides.only(all, Optional.empty())).isEqualTo(all);
  }

  @Test
  void aBarcodeSaysWhichSlidesAreFrozen() {
    slide("TCGA-AB-1234-01A-01-TS1.5f", "TCGA-AB-1234", Outcome.Succeeded, Map.of());
    slide("TCGA-AB-1234-01Z-00-DX1.5f", "TCGA-AB-1234", Outcome.Succeeded, Map.of());
    slide("TCGA-AB-1235-01A-01-BS1.5f", "TCGA-AB-1235", Outcome.Succeeded, Map.of());
    assertThat(RunSlides.of(new Manifest(rows), outcomes, "DiagnosticFirst").counting())
        .containsExactlyInAnyOrder("TCGA-AB-1234-01Z-00-DX1.5f", "TCGA-AB-1235-01A-01-BS1.5f");
  }

  @Test
  void aRowPerPatientHasAttributesFollowUpInDaysAndFeatures() throws Exception {
    cohort();
    clinical.set(0, "patient_id,cancer_type,sex,age,OS_MONTHS,OS_STATUS");
    assertThat(write("DiagnosticFirst", "patients.csv"))
        .containsExactly(
            "patient,type,subtype,site,sex,age,OS_time,OS_event,slides,slides_left_out,tiles,"
                + "valid_pixels,CD8_density",
            "A,lung,,,f,61,304.375,1,1,1,2,1000,0.1",
            "B,lung,,,m,50,608.75,0,0,0,0,0,",
            "C,colon,,,f,,152.1875,1,1,0,2,1000,0.103",
            "D,,,,,,,,1,0,2,1000,0.105");
    assertThat(Files.readAllLines(folder.resolve("patients_dictionary.csv")))
        .contains("OS_time,time,days,\"end of follow-up, of OS_MONTHS, OS_STATUS\"");
  }

  @Test
  void aClinicalColumnTakesNoNameThatReadersLookFor() throws Exception {
    cohort();
    clinical.set(0, "patient_id,cancer_type,tiles,CD8_density,OS_MONTHS,OS_STATUS");
    assertThat(write("DiagnosticFirst", "patients.csv").getFirst())
        .isEqualTo(
            "patient,type,subtype,site,tiles_2,CD8_density_2,OS_time,OS_event,slides,"
                + "slides_left_out,tiles,valid_pixels,CD8_density");
  }

  @Test
  void theLostAreComparedWithTheAnalysed() throws Exception {
    for (int p = 0; p < 60; p++) {
      boolean lost = p % 3 == 0;
      slide("s" + p, "P" + p, lost ? Outcome.NoTissue : Outcome.Succeeded, Map.of("scanner", "x"));
      clinical.add(
          "P%d,lung,%s,%d,%d,%d"
              .formatted(p, lost ? "f" : "m", 40 + p % 20 + (lost ? 20 : 0), 1 + p, p % 2));
    }
    clinical.set(0, "patient_id,cancer_type,sex,age,OS_MONTHS,OS_STATUS");
    List<String> table = write("All", "attrition.csv");
    assertThat(table)
        .contains("patients,,40,20,,", "scanner,x,40,20,chi-squared,", "missing,age,0,0,,");
    String[] sex = row(table, "sex,f,0,20,fisher,");
    assertThat(Double.parseDouble(sex[5])).isLessThan(1e-10);
    String[] age = row(table, "age,,");
    assertThat(Double.parseDouble(age[3]) - Double.parseDouble(age[2])).isBetween(15.0, 25.0);
    assertThat(Double.parseDouble(age[5])).isLessThan(1e-6);
    assertThat(Double.parseDouble(row(table, "OS,event,20,10,log-rank,")[5])).isBetween(0.01, 1.0);
  }

  private static String[] row(List<String> table, String start) {
    return table.stream()
        .filter(line -> line.startsWith(start))
        .findFirst()
        .orElseThrow(() -> new AssertionError(start + " not in " + table))
        .split(",", -1);
  }

  @Test
  void tableOneTellsNoSmallCount() throws Exception {
    for (int p = 0; p < 60; p++) {
      slide("s" + p, "P" + p, Outcome.Succeeded, Map.of());
      clinical.add(
          "P%d,%s,%s,%d,1,0"
              .formatted(p, p < 40 ? "lung" : "colon", p % 8 == 0 ? "f" : "m", 20 + p % 30));
    }
    List<String> table = write("All", "table1.csv");
    assertThat(table)
        .contains(
            "patients,,all,60,,60",
            "patients,,lung,40,,40",
            "sex,f,all,,,<10",
            "sex,f,lung,,,<10",
            "sex,m,all,,,suppressed",
            "age,,all,60,34.5,34.5 (27-42)");
  }
}
