package io.cohortrun.workers.population;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.cohortrun.workers.analyse.AssociationComparison;
import io.cohortrun.workers.analyse.Quantity;
import io.cohortrun.workers.canonical.Json;
import io.cohortrun.workers.store.ObjectStore;
import io.cohortrun.workers.store.RunLayout;
import io.cohortrun.workers.store.Stores;
import io.cohortrun.workflows.contract.AnalysisSettings;
import io.cohortrun.workflows.contract.Budgets;
import io.cohortrun.workflows.contract.CohortInput;
import io.cohortrun.workflows.contract.OutputSettings;
import io.cohortrun.workflows.contract.Pacing;
import io.cohortrun.workflows.contract.RunRef;
import io.cohortrun.workflows.contract.SlideSettings;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunConcordanceTest {

  private static final List<String> CHANNELS = List.of("CD3", "CD8", "CD20", "TRITC");
  private static final List<String> SUBTYPES = List.of("COAD", "READ", "LUAD", "LUSC");

  @TempDir Path folder;

  private ObjectStore store;
  private Path out;
  private final Map<String, Integer> patients = new HashMap<>();

  @BeforeEach
  void open() throws Exception {
    out = Files.createDirectory(folder.resolve("out"));
    store = Stores.open(out.toString());
    run("b", 240, 1, "demo");
    analyse("b", null);
    record("b", NamedChoices.ALL);
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void populationsWithOneTruthAgreeInActivationsAndAssociations() throws Exception {
    run("a", 480, 2, "demo");
    JsonNode found = compared("b");

    assertThat(found.path("refused").isNull()).isTrue();
    assertThat(found.at("/other/runId").asText()).isEqualTo("b");
    assertThat(found.path("choices").toString()).isEqualTo("[]");
    assertThat(found.at("/activations/cells").asInt()).isEqualTo(12);
    assertThat(found.at("/activations/pooled").asDouble()).isGreaterThan(0.8);
    assertThat(found.at("/activations/centred").asDouble()).isGreaterThan(0.8);
    assertThat(found.at("/activations/nullP").asDouble())
        .as("four subtypes have 24 orders")
        .isLessThan(0.05);
    assertThat(found.at("/activations/perChannel").size())
        .as("the background channel is none of them")
        .isEqualTo(3);
    assertThat(found.path("points")).hasSize(12);
    JsonNode associations = found.path("associations");
    assertThat(associations.path("shared").asInt()).isPositive();
    assertThat(associations.path("opposite").asInt()).isZero();
    assertThat(associations.path("universe").asInt())
        .isGreaterThan(associations.path("significantHere").asInt());
    JsonNode equal = found.at("/countRatio/equalN");
    assertThat(equal.path("draws").asInt()).isEqualTo(100);
    assertThat(equal.path("median").asDouble())
        .as("half of the patients find no more")
        .isBetween(equal.path("lower").asDouble(), found.at("/countRatio/common").asDouble());
  }

  @Test
  void choicesThatDifferAreToldWithBothNamesAndNothingIsRefused() throws Exception {
    run("a", 120, 2, "demo");
    SortedMap<String, String> others = new TreeMap<>(NamedChoices.ALL);
    others.put("entropy", "mean-of-tiles");
    others.remove("snr");
    record("b", others);
    JsonNode found = compared("b");
    assertThat(found.path("refused").isNull()).isTrue();
    assertThat(found.path("points")).isNotEmpty();
    assertThat(found.path("choices").toString())
        .isEqualTo(
            "[{\"name\":\"entropy\",\"here\":\"pooled-histogram\",\"there\":\"mean-of-tiles\"},"
                + "{\"name\":\"snr\",\"here\":\"mean-over-sd\",\"there\":null}]");

    record("a", NamedChoices.ALL);
    RunComparison beside = beside();
    assertThat(beside.refused()).isEmpty();
    assertThat(beside.quantities()).contains(new Quantity("choices_differ", "", 2));
    assertThat(beside.choices().orElseThrow())
        .extracting(c -> c.told("A", "B"))
        .containsExactly(
            "entropy is pooled-histogram in A and mean-of-tiles in B",
            "snr is mean-over-sd in A and not named in B");
  }

  @Test
  void nothingIsSaidOfTheChoicesOfARecordThatNamesNone() throws Exception {
    run("a", 120, 2, "demo");
    record("b", new TreeMap<>());
    JsonNode found = compared("b");
    assertThat(found.path("refused").isNull()).isTrue();
    assertThat(found.path("choices").isNull()).isTrue();

    record("a", NamedChoices.ALL);
    RunComparison beside = beside();
    assertThat(beside.choices()).isEmpty();
    assertThat(beside.quantities())
        .extracting(Quantity::quantity)
        .contains("activation_spearman")
        .doesNotContain("choices_differ");
  }

  /** What is wrong with tables of a run says nothing of how it computed. */
  @Test
  void choicesAreComparedWhateverElseCannotBeRead() throws Exception {
    run("a", 120, 2, "demo");
    compared("b");
    record("a", NamedChoices.ALL);
    SortedMap<String, String> other = new TreeMap<>(NamedChoices.ALL);
    other.put("entropy", "mean-of-tiles");
    record("b", other);
    store.put(layout("b").features(), "nothing".getBytes(StandardCharsets.UTF_8));
    RunComparison beside = beside();
    assertThat(beside.refused()).contains("features.parquet");
    assertThat(beside.recorded()).isTrue();
    assertThat(beside.choices().orElseThrow()).hasSize(1);
    assertThat(beside.quantities()).containsExactly(new Quantity("choices_differ", "", 1));

    store.put(layout("b").runJson(), "{".getBytes(StandardCharsets.UTF_8));
    assertThat(beside().recorded()).isFalse();
    assertThat(beside().refused()).contains("/run.json is damaged: ");
  }

  @Test
  void anEarlierTrysComparisonIsKept() throws Exception {
    run("a", 120, 2, "demo");
    compared("b");
    String key = layout("a").analysis() + "concordance.json";
    String version = store.stat(key).orElseThrow().version();
    compared("b");
    assertThat(store.stat(key).orElseThrow().version()).isEqualTo(version);
  }

  @Test
  void runsOfTwoModelsAreNotComparedAndTheRestStands() throws Exception {
    run("a", 120, 2, "other");
    JsonNode found = compared("b");
    assertThat(found.path("refused").asText()).contains("the bundles differ");
    assertThat(found.at("/other/runId").asText()).isEqualTo("b");
    assertThat(found.path("activations").isNull()).isTrue();
    assertThat(store.get(layout("a").analysis() + "associations_significant.csv")).isPresent();
  }

  @Test
  void aRunThatIsNotThereOrNotCompleteIsRefusedWithItsPlace() throws Exception {
    run("a", 120, 2, "demo");
    assertThat(compared("absent").path("refused").asText())
        .contains("absent/1 is no folder; name the one that holds run.json");
    store.deleteAll(layout("b").runJson());
    assertThat(compared("b").path("refused").asText()).contains("holds no complete run");
    store.put(layout("b").runJson(), "{".getBytes(StandardCharsets.UTF_8));
    assertThat(compared("b").path("refused").asText()).contains("/run.json is damaged: ");
    record("b", NamedChoices.ALL);
    store.put(layout("b").features(), "nothing".getBytes(StandardCharsets.UTF_8));
    assertThat(compared("b").path("refused").asText()).contains("features.parquet");
  }

  @Test
  void slidesThatDoNotStandForTheirPatientsThereDoNotCount() throws Exception {
    run("a", 240, 2, "demo");
    StringBuilder list = new StringBuilder("slide,patient,outcome,counts\n");
    for (int p = 0; p < 240; p++) {
      boolean first = SUBTYPES.get(p % SUBTYPES.size()).equals("COAD");
      list.append("s%d,b%d,Succeeded,%s\n".formatted(p, p, first));
    }
    store.put(
        layout("b").analysis() + "slides.csv", list.toString().getBytes(StandardCharsets.UTF_8));
    assertThat(compared("b").path("points"))
        .hasSize(3)
        .allMatch(p -> p.path("subtype").asText().equals("COAD"));
  }

  /** As {@code analyse compare} does it. */
  private RunComparison beside() throws Exception {
    Path a = out.resolve("runs/a/1");
    Path b = out.resolve("runs/b/1");
    return RunComparison.of(a, b, AssociationComparison.of(a, b));
  }

  /** What a run writes last; of an earlier release without choices. */
  private void record(String run, SortedMap<String, String> choices) throws Exception {
    store.put(
        layout(run).runJson(),
        Json.MAPPER.writeValueAsBytes(choices.isEmpty() ? Map.of() : Map.of("choices", choices)));
  }

  private JsonNode compared(String with) throws Exception {
    String uri = out.resolve("runs/" + with + "/1").toUri().toString();
    analyse("a", new AnalysisSettings.Concordance(uri, 10));
    return Json.MAPPER.readTree(
        store.get(layout("a").analysis() + "concordance.json").orElseThrow());
  }

  private void analyse(String run, AnalysisSettings.Concordance concordance) throws Exception {
    OneSlideEach slides = new OneSlideEach(run, patients.get(run));
    new RunAnalyses(store, layout(run))
        .write(
            settings(run, concordance),
            slides.manifest(),
            slides.outcomes(),
            new RunSignature.Bundle("demo", 0.25));
  }

  private RunLayout layout(String run) {
    return new RunLayout(new RunRef(run, 1, out.toString()));
  }

  /** Densities that follow subtype and sex, as the same in every run but for the noise. */
  private void run(String name, int count, long seed, String bundle) throws Exception {
    patients.put(name, count);
    Random random = new Random(seed);
    List<List<Object>> rows = new ArrayList<>();
    List<String> lines = new ArrayList<>(List.of("patient_id,cancer_type,oncotree_code,sex,age"));
    for (int p = 0; p < count; p++) {
      int subtype = p % SUBTYPES.size();
      boolean female = random.nextBoolean();
      for (int c = 0; c < CHANNELS.size(); c++) {
        int level = 1000 * (c + 1) + 300 * ((subtype + c) % SUBTYPES.size());
        int positive = level + (female && c == 1 ? 250 : 0) + random.nextInt(400);
        rows.add(Arrays.asList("s" + p, name + p, CHANNELS.get(c), 100_000, positive));
      }
      lines.add(
          "%s%d,%s,%s,%s,%d"
              .formatted(
                  name,
                  p,
                  subtype < 2 ? "colon" : "lung",
                  SUBTYPES.get(subtype),
                  female ? "female" : "male",
                  40 + random.nextInt(40)));
    }
    Path features = folder.resolve(name + ".parquet");
    FeatureRows.write(features, rows);
    store.put(layout(name).features(), features);
    Files.write(folder.resolve(name + ".csv"), lines);
    AnalysisSettings settings = settings(name, null);
    ClinicalFiles.read(settings.clinical(), new ClinicalPlaces(Stores::open))
        .keep(store, layout(name).clinical());
    store.put(layout(name).input(), Json.MAPPER.writeValueAsBytes(input(name, bundle, settings)));
  }

  private AnalysisSettings settings(String run, AnalysisSettings.Concordance concordance) {
    return new AnalysisSettings(
        ClinicalTables.at(folder.resolve(run + ".csv").toUri().toString()),
        new AnalysisSettings.Associations(
            List.of("PanCancer", "Type", "Subtype"), 0.05, 30, 10, List.of()),
        null,
        null,
        concordance,
        null,
        List.of(),
        10,
        new AnalysisSettings.Validation("Mark", List.of()));
  }

  private CohortInput input(String run, String bundle, AnalysisSettings analyses) {
    Duration minute = Duration.ofMinutes(1);
    CohortInput input =
        new CohortInput(
            CohortInput.VERSION,
            layout(run).run(),
            run,
            "file:///manifest.csv",
            "demo",
            bundle,
            "",
            CohortInput.Mode.Run,
            new SlideSettings(
                "default", "published", "fp32", "tissue", 0.1, false, 0.05, new TreeMap<>()),
            new OutputSettings("Summary", List.of(), 0),
            new Budgets(3, 2, 2, 0.1),
            new Pacing("cpu", "gpu", 1, 1, minute, minute, minute, 10),
            List.of());
    return input.with(analyses);
  }
}
