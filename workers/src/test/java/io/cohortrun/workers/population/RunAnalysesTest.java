package io.cohortrun.workers.population;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.cohortrun.workers.analyse.AssociationAnalysis;
import io.cohortrun.workers.analyse.AssociationFiles;
import io.cohortrun.workers.analyse.HeldStrata;
import io.cohortrun.workers.analyse.JoinFiles;
import io.cohortrun.workers.clinical.Choice;
import io.cohortrun.workers.clinical.ClinicalJoin;
import io.cohortrun.workers.clinical.FeatureTable;
import io.cohortrun.workers.clinical.JoinReport;
import io.cohortrun.workers.clinical.NamedTable;
import io.cohortrun.workers.store.AnalysisFile;
import io.cohortrun.workers.table.ParquetTable;
import io.cohortrun.workflows.contract.AnalysisSettings;
import io.cohortrun.workflows.stats.multiplicity.Adjusted;
import io.cohortrun.workflows.stats.screen.Association;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class RunAnalysesTest extends AnalysedCohort {

  @Test
  void filesAreThoseOfTheCommandOnTheSameTables() throws Exception {
    AnalysisFacts facts = write(LEVELS);
    assertThat(facts.tests()).isPositive();
    assertThat(facts.significant()).isPositive();
    assertThat(facts.notAnalysed()).isEmpty();

    JoinReport report = new JoinReport();
    ClinicalJoin join =
        ClinicalJoin.of(
            FeatureTable.of(NamedTable.read(features), report),
            List.of(NamedTable.read(clinical)),
            Choice.NONE,
            report);
    Path expected = folder.resolve("expected");
    AssociationFiles.write(
        expected,
        AssociationAnalysis.of(
            join.population(), HeldStrata.of(join.population()), Association.LEVEL));
    JoinFiles.write(expected, join.dictionary(), report);
    try (var walk = Files.walk(expected)) {
      for (Path file : walk.filter(Files::isRegularFile).toList()) {
        String name = expected.relativize(file).toString();
        assertThat(store.get(layout.analysis() + name)).as(name).hasValue(Files.readAllBytes(file));
      }
    }
  }

  @Test
  void aSecondTryComputesOnlyTheStrataThatAreMissing() throws Exception {
    AnalysisFacts facts = write(LEVELS);
    Map<String, byte[]> whole = analysis();
    String missing = kept(layout.strata(), 1);
    assertThat(store.list(layout.strata())).hasSize(3);
    List<String> others =
        store.list(layout.strata()).stream().filter(k -> !k.equals(missing)).toList();
    List<String> versions = new ArrayList<>();
    for (String key : others) {
      versions.add(store.stat(key).orElseThrow().version());
    }
    store.deleteAll(missing);
    store.deleteAll(layout.analysis() + "associations");

    assertThat(write(LEVELS)).isEqualTo(facts);
    Map<String, byte[]> again = analysis();
    assertThat(again.keySet()).isEqualTo(whole.keySet());
    again.forEach((key, bytes) -> assertThat(bytes).as(key).isEqualTo(whole.get(key)));
    for (int i = 0; i < others.size(); i++) {
      assertThat(store.stat(others.get(i)).orElseThrow().version()).isEqualTo(versions.get(i));
    }
  }

  @Test
  void pairsOfChannelsAreTestedAsAFamilyOfTheirOwnAndKeptByStratum() throws Exception {
    List<List<Object>> rows = new ArrayList<>();
    ParquetTable.read(
        features,
        row -> {
          if (row.getString("channel").equals("CD8")) {
            String patient = row.getString("patient_id");
            rows.add(
                Arrays.asList(
                    row.getString("slide_id"),
                    patient,
                    "CD8",
                    "DAPI",
                    row.getInt("positive_pixels") + 50,
                    1000));
          }
        });
    Path pairs = folder.resolve("features_pairs.parquet");
    ParquetTable.writeValues(
        pairs,
        List.of(
            new ParquetTable.Column("slide_id", "VARCHAR"),
            new ParquetTable.Column("patient_id", "VARCHAR"),
            new ParquetTable.Column("channel_a", "VARCHAR"),
            new ParquetTable.Column("channel_b", "VARCHAR"),
            new ParquetTable.Column("either_pixels", "INTEGER"),
            new ParquetTable.Column("valid_pixels", "INTEGER")),
        rows);
    write(LEVELS);
    Map<String, byte[]> without = analysis();
    store.put(layout.pairs(), pairs);
    write(LEVELS);
    Map<String, byte[]> with = analysis();
    without.forEach((key, bytes) -> assertThat(with.get(key)).as(key).isEqualTo(bytes));
    assertThat(store.list(layout.pairStrata())).hasSize(3);
    List<String> tests = lines("associations_pairs_significant.csv");
    assertThat(tests).anyMatch(l -> l.startsWith("pan-cancer,all,CD8|DAPI,or_density,sex,"));
    theFamilyOfPairsIsWhole(tests);
    assertThat(lines("combinations.csv").getFirst())
        .isEqualTo(
            "level,stratum,channel_a,channel_b,attribute,effect_pair,effect_a,effect_b,gain,p,q,against_background");
    assertThat(lines("combinations.csv"))
        .anyMatch(l -> l.startsWith("pan-cancer,all,CD8,DAPI,sex,"));
    assertThat(lines("combination_halves.csv"))
        .hasSize(PATIENTS + 1)
        .startsWith("patient,half")
        .anyMatch(l -> l.equals("P0,0") || l.equals("P0,1"));
    store.deleteAll(kept(layout.pairStrata(), 2));
    store.deleteAll(layout.analysis() + "combinations");
    write(LEVELS);
    assertThat(lines("combinations.csv"))
        .isEqualTo(
            new String(with.get(layout.analysis() + "combinations.csv"), StandardCharsets.UTF_8)
                .lines()
                .toList());
  }

  /** q follow from the exported p of a level and class of attribute; each class has one here. */
  private void theFamilyOfPairsIsWhole(List<String> significant) throws IOException {
    int counted = 0;
    for (String level : List.of("pan-cancer", "type")) {
      Path table = folder.resolve(level + ".parquet");
      Files.write(
          table,
          store
              .get(
                  layout.analysis()
                      + "associations_pairs.parquet/level=%s/associations_pairs.parquet"
                          .formatted(level))
              .orElseThrow());
      Map<String, List<double[]>> families = new TreeMap<>();
      ParquetTable.read(
          table,
          row ->
              families
                  .computeIfAbsent(row.getString("attribute"), a -> new ArrayList<>())
                  .add(new double[] {row.getDouble("p"), row.getDouble("q")}));
      for (List<double[]> family : families.values()) {
        double[] q = Adjusted.benjaminiHochberg(family.stream().mapToDouble(t -> t[0]).toArray());
        for (int i = 0; i < q.length; i++) {
          assertThat(family.get(i)[1]).isCloseTo(q[i], within(1e-12));
          counted += q[i] < 0.05 ? 1 : 0;
        }
      }
    }
    assertThat(significant).hasSize(1 + counted);
  }

  private List<String> lines(String name) throws IOException {
    return new String(store.get(layout.analysis() + name).orElseThrow(), StandardCharsets.UTF_8)
        .lines()
        .toList();
  }

  @Test
  void testsThatWereKeptOfOtherFeaturesAreNotReadAsThoseOfThese() throws Exception {
    AnalysisFacts before = write(LEVELS);
    assertThat(text("associations_significant.csv")).contains("pan-cancer,all,CD8,density,sex,");
    List<List<Object>> rows = new ArrayList<>();
    for (int p = 0; p < PATIENTS; p++) {
      rows.add(Arrays.asList("s" + p, "P" + p, "CD3", 1000, 100 + p));
    }
    FeatureRows.write(features, rows);
    store.put(layout.features(), features);

    assertThat(write(LEVELS).tests()).isPositive().isLessThan(before.tests());
    assertThat(text("associations_significant.csv")).doesNotContain("CD8");
  }

  @Test
  void onlyLevelsThatWereAskedForAreTested() throws Exception {
    write(List.of("Type"));
    assertThat(store.list(layout.analysis() + "associations.parquet"))
        .containsExactly(
            layout.analysis() + "associations.parquet/level=type/associations.parquet");
  }

  @Test
  void aRunWithoutAnyResultSaysWhyNothingWasAnalysed() throws Exception {
    ParquetTable.writeValues(
        features,
        List.of(
            new ParquetTable.Column("patient_id", "VARCHAR"),
            new ParquetTable.Column("channel", "VARCHAR"),
            new ParquetTable.Column("valid_pixels", "INTEGER"),
            new ParquetTable.Column("positive_pixels", "INTEGER")),
        List.of());
    store.put(layout.features(), features);
    AnalysisFacts facts = write(LEVELS);
    assertThat(facts.tests()).isZero();
    assertThat(facts.notAnalysed()).isNotEmpty();
  }

  @Test
  void whatCannotBeUsedIsRefusedWithCodeAndPlace() throws Exception {
    AnalysisSettings good = settings(LEVELS);
    new RunClinical(good, files(good)).check(manifest("P"));
    assertThatThrownBy(() -> new RunClinical(good, files(good)).check(manifest("X")))
        .isInstanceOf(ClinicalRefused.class)
        .hasMessageStartingWith("BadValue: no patient of the manifest is in the clinical table");
    Files.writeString(clinical, "patient_id,type\nP1,a,b\nP2,a\n");
    assertThatThrownBy(() -> new RunClinical(good, files(good)).check(manifest("P")))
        .isInstanceOf(ClinicalRefused.class)
        .hasMessageStartingWith("Unreadable: tables/00/clinical table.csv: line 2 has 3 cells");
    Files.delete(clinical);
    assertThatThrownBy(() -> files(good))
        .isInstanceOf(ClinicalRefused.class)
        .hasMessageMatching("NotFound: .*clinical%20table.csv is not there; check spec.clinical");
  }

  @Test
  void thresholdsThatAreAskedForAreThoseOfTheTests() throws Exception {
    AnalysisSettings usual = settings(LEVELS);
    var asked = new AnalysisSettings.Associations(LEVELS, 0.05, 91, 10, List.of());
    assertThat(write(with(usual, asked, null, null)).tests()).isZero();
    assertThat(text("not_tested.csv")).contains("FEW_SUBJECTS").doesNotContain("SMALL_ARM");
    store.deleteAll(layout.analysis());
    asked = new AnalysisSettings.Associations(LEVELS, 0.05, 30, 60, List.of());
    write(with(usual, asked, null, null));
    assertThat(text("not_tested.csv")).contains("SMALL_ARM");
    store.deleteAll(layout.analysis());
    asked = new AnalysisSettings.Associations(LEVELS, 0.5, 30, 10, List.of());
    int lenient = write(with(usual, asked, null, null)).significant();
    store.deleteAll(layout.analysis());
    assertThat(lenient).isGreaterThan(write(LEVELS).significant());
  }

  @Test
  void whatMayGoToOthersTellsOfNoSmallGroup() throws Exception {
    List<String> lines = new ArrayList<>(Files.readAllLines(clinical));
    for (int p = 1; p <= 2; p++) {
      lines.set(p, lines.get(p).replaceFirst("lung|colon", "rare"));
    }
    Files.write(clinical, lines);
    AnalysisSettings usual = settings(LEVELS);
    files(usual).keep(store, layout.clinical());
    write(
        with(
            usual,
            usual.associations(),
            new AnalysisSettings.Survival(List.of("OS"), "Efron", 20),
            null));

    assertThat(text("survival.csv")).as("is for the team").contains("type,rare,OS,CD8,density,");
    List<String[]> first = text("table1.csv").lines().map(l -> l.split(",", -1)).toList();
    List<String> untold =
        first.stream()
            .filter(c -> c[0].equals("patients") && c[3].isEmpty())
            .map(c -> c[2])
            .toList();
    assertThat(untold)
        .as("the small one and another, else it is the rest")
        .hasSize(2)
        .contains("rare");
    assertThat(first)
        .as("no variable tells the size that another hides")
        .noneMatch(c -> untold.contains(c[2]) && !c[3].isEmpty() && !c[3].equals("0"));
    int looked = 0;
    for (String key : analysis().keySet()) {
      String name = key.substring(layout.analysis().length());
      if (AnalysisFile.of(name)
          .filter(f -> f.audience() == AnalysisFile.Audience.Others)
          .isPresent()) {
        assertThat(name).as("this test reads text").matches(".*\\.(csv|tsv)");
        String separators = name.endsWith(".tsv") ? "\t" : ",";
        for (String line : text(name).lines().toList()) {
          assertThat(line.split(separators, -1))
              .as(name)
              .noneMatch(c -> c.matches("[1-9]( .*%\\))?"));
        }
        looked++;
      }
    }
    assertThat(looked).isPositive();
  }

  @Test
  void aRunWithoutClinicalTablesStillHasItsPatientsAndTheirFlow() throws Exception {
    store.deleteAll(layout.clinical());
    AnalysisSettings usual = settings(LEVELS);
    AnalysisFacts facts = write(with(usual, null, null, null).with(null));
    assertThat(facts.notAnalysed()).isEqualTo("there are no clinical tables");
    assertThat(analysis().keySet())
        .containsExactly(
            layout.analysis() + "flow.csv",
            layout.analysis() + "patients.csv",
            layout.analysis() + "patients.parquet",
            layout.analysis() + "patients_dictionary.csv",
            layout.analysis() + "slides.csv");
    assertThat(text("flow.csv").lines()).last().isEqualTo("analysed,90,90,0,0,");
    assertThat(text("patients.csv").lines()).hasSize(PATIENTS + 1);
  }
}
