package io.cohortrun.workers.population;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.cohortrun.workers.clinical.Choice;
import io.cohortrun.workers.clinical.ClinicalJoin;
import io.cohortrun.workers.clinical.FeatureTable;
import io.cohortrun.workers.clinical.JoinReport;
import io.cohortrun.workers.clinical.NamedTable;
import io.cohortrun.workers.table.BadTable;
import io.cohortrun.workflows.contract.AnalysisSettings;
import io.cohortrun.workflows.stats.screen.Feature;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunTriageTest {

  private static final int PATIENTS = 240;

  @TempDir Path folder;

  /** CD8 tells of msi, TRITC of nothing; msi is unknown of every tenth patient. */
  private ClinicalJoin join() throws Exception {
    return join(8);
  }

  private ClinicalJoin join(int sites) throws Exception {
    var random = new Random(5);
    double[] cd8 = new double[PATIENTS];
    double[] tritc = new double[PATIENTS];
    List<String> lines = new ArrayList<>(List.of("patient_id,cancer_type,site,msi,rare,age"));
    for (int p = 0; p < PATIENTS; p++) {
      boolean msi = random.nextInt(4) == 0;
      cd8[p] = 1 / (1 + Math.exp(3 - (msi ? 2 : 0) - random.nextGaussian()));
      tritc[p] = random.nextDouble();
      lines.add(
          "P%d,%s,%s,%s,%d,%d"
              .formatted(
                  p,
                  p % 2 == 0 ? "colon" : "stomach",
                  sites == 0 ? "" : p % sites,
                  p % 10 == 0 ? "" : msi ? "1" : "0",
                  p < 5 ? 1 : 0,
                  40 + random.nextInt(40)));
    }
    tritc[17] = Double.NaN;
    cd8[18] = Double.NaN;
    Path clinical = Files.write(folder.resolve("clinical.csv"), lines);
    List<String> patients = IntStream.range(0, PATIENTS).mapToObj(p -> "P" + p).toList();
    FeatureTable features =
        new FeatureTable(
            "features",
            patients,
            IntStream.rangeClosed(1, PATIENTS).toArray(),
            List.of(new Feature("CD8", "density", cd8), new Feature("TRITC", "density", tritc)));
    return ClinicalJoin.of(
        features, List.of(NamedTable.read(clinical)), Choice.NONE, new JoinReport());
  }

  private List<List<String>> written(String name) throws Exception {
    return Files.readAllLines(folder.resolve("out").resolve(name)).stream()
        .map(line -> Arrays.asList(line.split(",", -1)))
        .toList();
  }

  @Test
  void pointsOfMapsAndBackgroundStandAtThePrevalenceThatIsStated() throws Exception {
    RunTriage.write(
        folder.resolve("out"), join(), List.of(new AnalysisSettings.Triage("msi", 0.1)));
    List<List<String>> rows = written("triage.csv");
    assertThat(rows.getFirst())
        .containsExactly(
            ("attribute,score,threshold,n,positives,auc,auc_lower,auc_upper,sensitivity,specificity,"
                    + "prevalence,ppv,npv,folds,sites_whole")
                .split(","));
    List<List<String>> maps = rows.stream().filter(r -> r.get(1).equals("maps")).toList();
    assertThat(maps).hasSizeBetween(20, 100);
    assertThat(Double.parseDouble(maps.getFirst().get(6))).isGreaterThan(0.8);
    assertThat(maps.getFirst().get(3)).as("one more has no score").isEqualTo("215");
    List<String> sensitive =
        maps.stream().filter(r -> Double.parseDouble(r.get(8)) >= 0.9).findFirst().orElseThrow();
    double found = Double.parseDouble(sensitive.get(8)) * 0.1;
    double wrong = (1 - Double.parseDouble(sensitive.get(9))) * 0.9;
    assertThat(Double.parseDouble(sensitive.get(11)))
        .isCloseTo(found / (found + wrong), within(1e-12));
    List<String> background =
        rows.stream().filter(r -> r.get(1).equals("background")).findFirst().orElseThrow();
    assertThat(Double.parseDouble(background.get(6))).isLessThan(0.5);
  }

  @Test
  void theWorklistRanksEverybodyAlsoThoseWhoseValueNobodyKnows() throws Exception {
    RunTriage.write(
        folder.resolve("out"), join(), List.of(new AnalysisSettings.Triage("msi", null)));
    List<List<String>> rows = written("worklist.csv");
    assertThat(rows.getFirst())
        .containsExactly(
            "attribute,rank,patient,type,site,score,value,fold_1,fold_2,fold_3,fold_4,fold_5"
                .split(","));
    List<List<String>> patients = rows.subList(1, rows.size());
    assertThat(patients).hasSize(PATIENTS);
    assertThat(patients.stream().map(r -> r.get(2)).distinct()).hasSize(PATIENTS);
    assertThat(patients.getLast().get(2)).as("no density, no score").isEqualTo("P18");
    assertThat(patients.getLast().subList(5, 6)).containsExactly("");
    assertThat(patients.getLast().subList(7, 12)).as("in no fold").containsOnly("");
    Map<String, Set<String>> folds = new HashMap<>();
    patients.stream()
        .limit(PATIENTS - 1)
        .forEach(r -> folds.computeIfAbsent(r.get(4), site -> new HashSet<>()).add(r.get(7)));
    assertThat(folds).hasSize(8).allSatisfy((site, in) -> assertThat(in).hasSize(1));
    double[] scores =
        patients.stream()
            .limit(PATIENTS - 1)
            .mapToDouble(r -> -Double.parseDouble(r.get(5)))
            .toArray();
    assertThat(scores).isSorted();
    assertThat(patients.stream().filter(r -> r.get(6).isEmpty())).hasSize(24);
    assertThat(patients.stream().limit(30).filter(r -> r.get(6).equals("1")).count())
        .isGreaterThan(20);
  }

  @Test
  void foldsAreOfWholeSitesWhereThereAreTwoAndTheTableSaysSo() throws Exception {
    for (List<Object> of :
        List.<List<Object>>of(
            List.of(8, "5", "true"),
            List.of(2, "2", "true"),
            List.of(1, "5", "false"),
            List.of(0, "5", "false"))) {
      RunTriage.write(
          folder.resolve("out"),
          join((int) of.getFirst()),
          List.of(new AnalysisSettings.Triage("msi", null)));
      assertThat(written("triage.csv").stream().skip(1).map(r -> r.subList(13, 15)).distinct())
          .as("%s sites", of.getFirst())
          .containsExactly(List.of((String) of.get(1), (String) of.get(2)));
    }
  }

  @Test
  void aBiomarkerOfTooFewHasOneRowPerScoreWithoutNumbers() throws Exception {
    RunTriage.write(
        folder.resolve("out"), join(), List.of(new AnalysisSettings.Triage("rare", null)));
    assertThat(Files.readAllLines(folder.resolve("out/triage.csv")))
        .hasSize(3)
        .contains("rare,maps,,240,5,,,,,,,,,,", "rare,background,,240,5,,,,,,,,,,");
  }

  @Test
  void whatIsNoBinaryAttributeIsRefusedWithWhatToDo() throws Exception {
    ClinicalJoin join = join();
    assertThatThrownBy(
            () -> RunTriage.check(join, List.of(new AnalysisSettings.Triage("age", null))))
        .isInstanceOf(BadTable.class)
        .hasMessageContaining("age is continuous; triage needs a binary one");
    assertThatThrownBy(
            () -> RunTriage.check(join, List.of(new AnalysisSettings.Triage("brca", null))))
        .isInstanceOf(BadTable.class)
        .hasMessageContaining("no attribute brca");
  }
}
