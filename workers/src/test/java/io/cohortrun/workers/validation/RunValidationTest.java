package io.cohortrun.workers.validation;

import static java.lang.Double.NaN;
import static org.assertj.core.api.Assertions.assertThat;

import io.cohortrun.workers.canonical.Json;
import io.cohortrun.workers.manifest.Manifest;
import io.cohortrun.workers.manifest.ManifestRow;
import io.cohortrun.workers.model.NumericClass;
import io.cohortrun.workers.population.ClinicalFiles;
import io.cohortrun.workers.population.ClinicalPlaces;
import io.cohortrun.workers.population.FeatureRows;
import io.cohortrun.workers.population.RunAnalyses;
import io.cohortrun.workers.population.RunSignature;
import io.cohortrun.workers.shard.SlideOutcome;
import io.cohortrun.workers.store.GoldenRecords;
import io.cohortrun.workers.store.ObjectStore;
import io.cohortrun.workers.store.RunLayout;
import io.cohortrun.workers.store.Stores;
import io.cohortrun.workers.table.ParquetTable;
import io.cohortrun.workflows.contract.AnalysisSettings;
import io.cohortrun.workflows.contract.ClinicalSettings;
import io.cohortrun.workflows.contract.CohortInput;
import io.cohortrun.workflows.contract.Outcome;
import io.cohortrun.workflows.contract.RunRef;
import io.cohortrun.workflows.stats.screen.Population;
import io.cohortrun.workflows.validate.Check;
import io.cohortrun.workflows.validate.Finding;
import io.cohortrun.workflows.validate.Finding.Result;
import io.cohortrun.workflows.validate.Validation;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a run left, gathered from its files. Patients 100 to 119 are lost, all from site B. */
class RunValidationTest {

  private static final int PATIENTS = 120;
  private static final int ANALYSED = 100;
  private static final NumericClass CPU = new NumericClass("cpu-avx2", "2.7.1", "fp32", "1");

  @TempDir Path folder;

  private final Random random = new Random(7);
  private ObjectStore store;
  private RunLayout layout;
  private CohortInput input;
  private Manifest manifest;

  @BeforeEach
  void run() throws Exception {
    Path out = Files.createDirectory(folder.resolve("out"));
    store = Stores.open(out.toString());
    RunRef run = new RunRef("u", 1, out.toString());
    layout = new RunLayout(run);
    List<List<Object>> rows = new ArrayList<>();
    List<String> lines = new ArrayList<>(List.of("patient_id,cancer_type,sex,age,OS_time,OS"));
    List<ManifestRow> slides = new ArrayList<>();
    for (int p = 0; p < PATIENTS; p++) {
      boolean female = random.nextBoolean();
      String site = p % 2 == 0 && p < ANALYSED ? "A" : "B";
      slides.add(
          new ManifestRow(
              p,
              "s" + p,
              "P" + p,
              "file:///s",
              null,
              null,
              null,
              new TreeMap<>(Map.of("site", site, "scanner", "x"))));
      for (String channel : p < ANALYSED ? List.of("CD3", "CD8", "TRITC") : List.<String>of()) {
        int positive = random.nextInt(500) + (female && channel.equals("CD8") ? 300 : 0);
        rows.add(Arrays.asList("s" + p, "P" + p, channel, 1000, positive));
      }
      lines.add(
          "P%d,%s,%s,%d,%d,%d"
              .formatted(
                  p,
                  p % 3 == 0 ? "lung" : "colon",
                  female ? "female" : "male",
                  40 + random.nextInt(40),
                  1 + random.nextInt(900),
                  random.nextInt(2)));
    }
    manifest = new Manifest(slides);
    Path features = folder.resolve("features.parquet");
    FeatureRows.write(features, rows);
    store.put(layout.features(), features);
    Path clinical = Files.write(folder.resolve("clinical.csv"), lines);
    AnalysisSettings settings = settings(clinical);
    ClinicalFiles.read(settings.clinical(), new ClinicalPlaces(Stores::open))
        .keep(store, layout.clinical());
    List<SlideOutcome> outcomes =
        IntStream.range(0, PATIENTS)
            .mapToObj(
                p ->
                    new SlideOutcome(
                        p,
                        p < ANALYSED ? Outcome.Succeeded : Outcome.NoTissue,
                        "",
                        1,
                        0.5,
                        "",
                        "",
                        1,
                        1,
                        "k"))
            .toList();
    new RunAnalyses(store, layout)
        .write(settings, manifest, outcomes, new RunSignature.Bundle("bundle", 0.5));
    new GoldenRecords(store).record("bundle", CPU, 0.02);
    input =
        new CohortInput(
                CohortInput.VERSION,
                run,
                "test",
                "manifest.csv",
                "demo",
                "bundle",
                "spec",
                CohortInput.Mode.Run,
                null,
                null,
                null,
                null,
                List.of())
            .with(settings);
  }

  private static AnalysisSettings settings(Path clinical) {
    return new AnalysisSettings(
        new ClinicalSettings(
            List.of(clinical.toUri().toString()),
            null,
            List.of(),
            null,
            "digest",
            "2025_10_03",
            List.of(),
            List.of(),
            "All"),
        new AnalysisSettings.Associations(List.of("PanCancer", "Type"), 0.05, 30, 10, List.of()),
        null,
        null,
        null,
        null,
        List.of(),
        10,
        new AnalysisSettings.Validation("Mark", List.of()));
  }

  @AfterEach
  void close() {
    store.close();
  }

  private Validation validate() throws Exception {
    return new RunValidation(store, layout, input)
        .write(manifest, PATIENTS, List.of(CPU), Set.of("TRITC"));
  }

  private static Finding of(Validation validation, Check check) {
    return validation.checks().stream().filter(f -> f.name() == check).findFirst().orElseThrow();
  }

  @Test
  void eachCheckSeesWhatTheRunLeft() throws Exception {
    Validation found = validate();
    assertThat(of(found, Check.Attrition).result()).isEqualTo(Result.Failed);
    assertThat(of(found, Check.Attrition).sentence())
        .startsWith("20 of 120 patients were lost")
        .contains("in site (chi-squared test")
        .contains("for 5 comparisons"); // OS, age, sex, type, site; of one scanner there are no two
    assertThat(of(found, Check.GoldenPairs).value()).isEqualTo(0.02);
    assertThat(of(found, Check.PermutedOutcomes).result()).isEqualTo(Result.Passed);
    assertThat(of(found, Check.PermutedOutcomes).sentence()).startsWith("Of 2,000 tests");
    assertThat(of(found, Check.Specificity).result()).isEqualTo(Result.Passed);
    assertThat(of(found, Check.Specificity).value()).isGreaterThan(0.5);
    assertThat(of(found, Check.Drift).result()).isEqualTo(Result.Passed);
    assertThat(of(found, Check.EffectiveRank).result()).isEqualTo(Result.NotApplicable);
    assertThat(of(found, Check.Concordance).result()).isEqualTo(Result.NotApplicable);
    assertThat(of(found, Check.Quality).result()).isEqualTo(Result.NotApplicable);
    assertThat(found.passed()).isFalse();
    assertThat(Json.MAPPER.readValue(bytes(), Validation.class)).isEqualTo(found);
    assertThat(new String(bytes(), StandardCharsets.UTF_8))
        .contains("\"name\" : \"LedgerComplete\"")
        .contains("\"action\" : \"Mark\"");
  }

  @Test
  void outcomesOfTheLostAreNotExchangedWithThoseOfTheTested() throws Exception {
    JoinedPatients joined = JoinedPatients.read(store, layout, input.analyses(), manifest);
    assertThat(joined.patients().analysed()).hasSize(PATIENTS);
    Population tested = joined.tested().orElseThrow();
    assertThat(tested.size()).isEqualTo(ANALYSED);
    assertThat(tested.features()).allSatisfy(f -> assertThat(f.values()).doesNotContain(NaN));
  }

  @Test
  void filesOfOtherAnalysesAreRead() throws Exception {
    put(
        "concordance.json",
        """
        {"activations": {"pooled": 0.88, "centred": 0.41, "nullP": 0.002}, "refused": null,
         "points": [{"subtype": "COAD"}, {"subtype": "READ"}, {"subtype": "LUAD"},
                    {"subtype": "LUSC"}, {"subtype": "LUSC"}]}
        """);
    put(
        "quality.csv",
        """
        channel,metric,bundle,value,lower,upper,n_slides,baseline,difference,p_holm
        CD8,pearson,demo,0.5,,,9,,,
        CD8,pearson,demo,0.5,,,9,base rate,0.2,0.01
        CD8,box_mse,demo,0.5,,,9,base rate,-3,0.01
        """);
    Validation found = validate();
    assertThat(of(found, Check.Concordance).value()).isEqualTo(0.88);
    assertThat(of(found, Check.Concordance).result()).isEqualTo(Result.Passed);
    assertThat(of(found, Check.Concordance).sentence())
        .contains("of 0.41, which relabelled subtypes reach with p = 0.002");
    assertThat(of(found, Check.Quality).sentence()).contains("in 1 of 1 comparisons");
    put("concordance.json", "{\"activations\":null,\"refused\":\"other bundles\"}");
    assertThat(of(validate(), Check.Concordance).sentence())
        .isEqualTo("The other run was not compared: other bundles.");
  }

  @Test
  void blocksThatWereKeptAreNotMadeAgain() throws Exception {
    validate();
    byte[] whole = bytes();
    List<String> blocks = store.list(layout.permutations());
    assertThat(blocks).hasSize(20);
    byte[] missing = store.get(blocks.getLast()).orElseThrow();
    String version = store.stat(blocks.getFirst()).orElseThrow().version();
    store.deleteAll(blocks.getLast());
    validate();
    assertThat(bytes()).isEqualTo(whole);
    assertThat(store.get(blocks.getLast())).hasValue(missing);
    assertThat(store.stat(blocks.getFirst()).orElseThrow().version()).isEqualTo(version);
  }

  @Test
  void withoutClinicalTablesTheManifestSaysWhereSlidesAreFrom() throws Exception {
    input =
        input.with(
            new AnalysisSettings(
                null, null, null, null, null, null, List.of(), 10, input.analyses().validation()));
    Validation found = validate();
    assertThat(of(found, Check.Attrition).sentence())
        .contains("in site (")
        .contains("for 1 comparisons");
    assertThat(of(found, Check.PermutedOutcomes).result()).isEqualTo(Result.NotApplicable);
    assertThat(of(found, Check.Specificity).result()).isEqualTo(Result.NotApplicable);
    assertThat(of(found, Check.Drift).result()).isEqualTo(Result.Passed);
  }

  @Test
  void aRunWithoutAnyResultIsStillAccountedFor() throws Exception {
    Path none = folder.resolve("none.parquet");
    ParquetTable.writeValues(
        none,
        Stream.of("patient_id", "channel", "valid_pixels", "positive_pixels")
            .map(n -> new ParquetTable.Column(n, "VARCHAR"))
            .toList(),
        List.of());
    store.put(layout.features(), none);
    Validation found =
        new RunValidation(store, layout, input).write(manifest, 119, List.of(), Set.of());
    assertThat(of(found, Check.LedgerComplete).result()).isEqualTo(Result.Failed);
    assertThat(of(found, Check.Attrition).result()).isEqualTo(Result.NotApplicable);
    assertThat(of(found, Check.GoldenPairs).result()).isEqualTo(Result.NotApplicable);
    assertThat(of(found, Check.PermutedOutcomes).sentence())
        .isEqualTo("No test has patients enough.");
  }

  private byte[] bytes() throws Exception {
    return store.get(layout.validation()).orElseThrow();
  }

  private void put(String name, String text) throws Exception {
    store.put(layout.analysis() + name, text.getBytes(StandardCharsets.UTF_8));
  }
}
