package io.cohortrun.workers.population;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.cohortrun.workers.analyse.AssociationAnalysis;
import io.cohortrun.workers.analyse.AssociationFiles;
import io.cohortrun.workers.analyse.HeldStrata;
import io.cohortrun.workers.canonical.Json;
import io.cohortrun.workers.clinical.Choice;
import io.cohortrun.workers.clinical.ClinicalJoin;
import io.cohortrun.workers.clinical.FeatureTable;
import io.cohortrun.workers.clinical.JoinReport;
import io.cohortrun.workers.clinical.NamedTable;
import io.cohortrun.workers.manifest.Manifest;
import io.cohortrun.workers.shard.SlideOutcome;
import io.cohortrun.workers.store.ObjectStore;
import io.cohortrun.workers.store.RunLayout;
import io.cohortrun.workers.store.Stores;
import io.cohortrun.workers.table.ParquetTable;
import io.cohortrun.workflows.contract.AnalysisSettings;
import io.cohortrun.workflows.contract.ClinicalSettings;
import io.cohortrun.workflows.contract.RunRef;
import io.cohortrun.workflows.stats.screen.Association;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunAnalysesTest {

  private static final int PATIENTS = 90;
  private static final List<String> LEVELS = List.of("PanCancer", "Type", "Subtype");

  private static final RunSignature.Bundle BUNDLE = new RunSignature.Bundle("d", 0.5);

  @TempDir Path folder;

  private final Random random = new Random(3);
  private ObjectStore store;
  private RunLayout layout;
  private Path features;
  private Path clinical;

  @BeforeEach
  void run() throws Exception {
    Path out = Files.createDirectory(folder.resolve("out"));
    store = Stores.open(out.toString());
    layout = new RunLayout(new RunRef("u", 1, out.toString()));
    features = folder.resolve("features.parquet");
    List<List<Object>> rows = new ArrayList<>();
    List<String> lines =
        new ArrayList<>(List.of("patient_id,cancer_type,sex,age,stage,OS_days,OS"));
    for (int p = 0; p < PATIENTS; p++) {
      boolean female = random.nextBoolean();
      for (String channel : List.of("CD8", "DAPI")) {
        int positive = random.nextInt(500) + (female && channel.equals("CD8") ? 300 : 0);
        rows.add(Arrays.asList("s" + p, "P" + p, channel, 1000, positive));
      }
      lines.add(
          "P%d,%s,%s,%d,%s,%d,%d"
              .formatted(
                  p,
                  p % 2 == 0 ? "lung" : "colon",
                  female ? "female" : "male",
                  40 + random.nextInt(40),
                  List.of("I", "II", "III").get(random.nextInt(3)),
                  1 + random.nextInt(female ? 400 : 1600),
                  random.nextInt(4) == 0 ? 0 : 1));
    }
    ParquetTable.writeValues(
        features,
        List.of(
            new ParquetTable.Column("slide_id", "VARCHAR"),
            new ParquetTable.Column("patient_id", "VARCHAR"),
            new ParquetTable.Column("channel", "VARCHAR"),
            new ParquetTable.Column("valid_pixels", "INTEGER"),
            new ParquetTable.Column("positive_pixels", "INTEGER")),
        rows);
    clinical = Files.write(folder.resolve("clinical table.csv"), lines);
    store.put(layout.features(), features);
    files(settings(LEVELS)).keep(store, layout.clinical());
  }

  @AfterEach
  void close() {
    store.close();
  }

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
            join.population(), HeldStrata.of(join.population()), Association.LEVEL),
        join.dictionary(),
        report);
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
    String missing = layout.strata() + "00001.json.gz";
    assertThat(store.list(layout.strata())).hasSize(3).contains(missing);
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
    assertThat(lines("combinations.csv").getFirst())
        .isEqualTo(
            "level,stratum,channel_a,channel_b,attribute,effect_pair,effect_a,effect_b,gain,p,q,against_background");
    assertThat(lines("combinations.csv"))
        .anyMatch(l -> l.startsWith("pan-cancer,all,CD8,DAPI,sex,"));
    store.deleteAll(layout.pairStrata() + "00002.json.gz");
    store.deleteAll(layout.analysis() + "combinations");
    write(LEVELS);
    assertThat(lines("combinations.csv"))
        .isEqualTo(
            new String(with.get(layout.analysis() + "combinations.csv"), StandardCharsets.UTF_8)
                .lines()
                .toList());
  }

  private List<String> lines(String name) throws IOException {
    return new String(store.get(layout.analysis() + name).orElseThrow(), StandardCharsets.UTF_8)
        .lines()
        .toList();
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
  void survivalAndSignatureAreWrittenAndTheSameAfterTheirLastPartsAreLost() throws Exception {
    AnalysisSettings asked =
        with(
            settings(LEVELS),
            null,
            new AnalysisSettings.Survival(List.of("OS"), "efron", 10),
            new AnalysisSettings.Signature("OS", 3, 1, 16));
    write(asked);
    assertThat(text("survival.csv"))
        .contains("pan-cancer,all,OS,CD8,density,univariable,90,")
        .contains("type,lung,OS,CD8,density,adjusted,45,");
    assertThat(text("logrank.csv"))
        .contains("all,OS,stage,3,90,")
        .contains("all,OS,CD8 density,2,90,")
        .contains("all,OS,signature,2,90,");
    assertThat(text("kaplan_meier.csv")).contains("all,OS,signature,high,0.0,");
    JsonNode signature = Json.MAPPER.readTree(text("signature.json"));
    assertThat(signature.get("notFitted").isNull()).isTrue();
    assertThat(signature.at("/concordance/CD3").isNull()).isTrue();
    assertThat(signature.at("/concordance/CD8/value").asDouble()).isBetween(0.6, 1.0);
    assertThat(signature.at("/gains/1/against").asText()).isEqualTo("age+stage");
    assertThat(signature.at("/null/permutations").asInt()).isEqualTo(16);
    assertThat(signature.at("/model/types/lung/mean")).hasSize(2);
    assertThat(signature.at("/bundle/digest").asText()).isEqualTo("d");

    Map<String, byte[]> whole = analysis();
    String stratum = layout.survivalStrata() + "00002.json.gz";
    String block = layout.permutations() + "00001.json.gz";
    assertThat(whole).containsKeys(stratum, block);
    String kept = layout.permutations() + "00000.json.gz";
    String version = store.stat(kept).orElseThrow().version();
    store.deleteAll(stratum);
    store.deleteAll(block);
    write(asked);
    Map<String, byte[]> again = analysis();
    assertThat(again.keySet()).isEqualTo(whole.keySet());
    again.forEach((key, bytes) -> assertThat(bytes).as(key).isEqualTo(whole.get(key)));
    assertThat(store.stat(kept).orElseThrow().version()).isEqualTo(version);
  }

  @Test
  void aSignatureThatCannotBeFittedSaysWhy() throws Exception {
    AnalysisSettings asked =
        with(settings(LEVELS), null, null, new AnalysisSettings.Signature("PFS", 5, 5, 100));
    write(asked);
    assertThat(Json.MAPPER.readTree(text("signature.json")).get("notFitted").asText())
        .isEqualTo("the clinical tables have no endpoint PFS");
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
            layout.analysis() + "patients_dictionary.csv");
    assertThat(text("flow.csv").lines()).last().isEqualTo("analysed,90,90,0,0,");
    assertThat(text("patients.csv").lines()).hasSize(PATIENTS + 1);
  }

  private String text(String name) throws IOException {
    return new String(store.get(layout.analysis() + name).orElseThrow(), StandardCharsets.UTF_8);
  }

  private static AnalysisSettings with(
      AnalysisSettings usual,
      AnalysisSettings.Associations associations,
      AnalysisSettings.Survival survival,
      AnalysisSettings.Signature signature) {
    return new AnalysisSettings(
        usual.clinical(),
        associations,
        survival,
        signature,
        null,
        null,
        List.of(),
        10,
        usual.validation());
  }

  private AnalysisFacts write(AnalysisSettings settings) throws IOException {
    return new RunAnalyses(store, layout).write(settings, manifest("P"), outcomes(), BUNDLE);
  }

  private AnalysisFacts write(List<String> levels) throws IOException {
    return new RunAnalyses(store, layout)
        .write(settings(levels), manifest("P"), outcomes(), BUNDLE);
  }

  private Map<String, byte[]> analysis() throws IOException {
    Map<String, byte[]> files = new TreeMap<>();
    for (String key : store.list(layout.analysis())) {
      files.put(key, store.get(key).orElseThrow());
    }
    return files;
  }

  private static ClinicalFiles files(AnalysisSettings settings)
      throws ClinicalRefused, IOException {
    return ClinicalFiles.read(settings.clinical(), new ClinicalPlaces(Stores::open));
  }

  private AnalysisSettings settings(List<String> levels) {
    return new AnalysisSettings(
        new ClinicalSettings(
            List.of(clinical.toUri().toString()),
            null,
            List.of(),
            "",
            "2025_10_03",
            List.of(),
            List.of(),
            "All"),
        new AnalysisSettings.Associations(levels, 0.05, 30, 10, List.of()),
        null,
        null,
        null,
        null,
        List.of(),
        10,
        new AnalysisSettings.Validation("Mark", List.of()));
  }

  private static Manifest manifest(String prefix) {
    return new OneSlideEach(prefix, PATIENTS).manifest();
  }

  private static List<SlideOutcome> outcomes() {
    return new OneSlideEach("P", PATIENTS).outcomes();
  }
}
