package io.cohortrun.workers.population;

import static org.assertj.core.api.Assertions.assertThat;

import io.cohortrun.workers.manifest.Manifest;
import io.cohortrun.workers.shard.SlideOutcome;
import io.cohortrun.workers.store.ObjectStore;
import io.cohortrun.workers.store.RunLayout;
import io.cohortrun.workers.store.Stores;
import io.cohortrun.workflows.contract.AnalysisSettings;
import io.cohortrun.workflows.contract.RunRef;
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
import org.junit.jupiter.api.io.TempDir;

/** Ninety patients of two types, whose CD8 density follows sex, as a run leaves them. */
abstract class AnalysedCohort {

  static final int PATIENTS = 90;
  static final List<String> LEVELS = List.of("PanCancer", "Type", "Subtype");

  static final RunSignature.Bundle BUNDLE = new RunSignature.Bundle("d", 0.5);

  @TempDir Path folder;

  private final Random random = new Random(3);
  ObjectStore store;
  RunLayout layout;
  Path features;
  Path clinical;

  @BeforeEach
  void run() throws Exception {
    Path out = Files.createDirectory(folder.resolve("out"));
    store = Stores.open(out.toString());
    layout = layout(out);
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
    FeatureRows.write(features, rows);
    clinical = Files.write(folder.resolve("clinical table.csv"), lines);
    store.put(layout.features(), features);
    files(settings(LEVELS)).keep(store, layout.clinical());
  }

  static RunLayout layout(Path out) {
    return new RunLayout(new RunRef("u", 1, out.toString()));
  }

  @AfterEach
  void close() {
    store.close();
  }

  String text(String name) throws IOException {
    return new String(store.get(layout.analysis() + name).orElseThrow(), StandardCharsets.UTF_8);
  }

  static AnalysisSettings with(
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

  AnalysisFacts write(AnalysisSettings settings) throws IOException {
    return new RunAnalyses(store, layout).write(settings, manifest("P"), outcomes(), BUNDLE);
  }

  AnalysisFacts write(List<String> levels) throws IOException {
    return new RunAnalyses(store, layout)
        .write(settings(levels), manifest("P"), outcomes(), BUNDLE);
  }

  /** Key of a part that was kept of the only strata that this store knows under {@code prefix}. */
  String kept(String prefix, int part) throws IOException {
    String name = "/%05d.json.gz".formatted(part);
    List<String> keys = store.list(prefix).stream().filter(k -> k.endsWith(name)).toList();
    assertThat(keys).hasSize(1);
    return keys.getFirst();
  }

  Map<String, byte[]> analysis() throws IOException {
    Map<String, byte[]> files = new TreeMap<>();
    for (String key : store.list(layout.analysis())) {
      files.put(key, store.get(key).orElseThrow());
    }
    return files;
  }

  static ClinicalFiles files(AnalysisSettings settings) throws ClinicalRefused, IOException {
    return ClinicalFiles.read(settings.clinical(), new ClinicalPlaces(Stores::open));
  }

  AnalysisSettings settings(List<String> levels) {
    return settings(clinical, levels);
  }

  static AnalysisSettings settings(Path clinical, List<String> levels) {
    return new AnalysisSettings(
        ClinicalTables.at(clinical.toUri().toString()),
        new AnalysisSettings.Associations(levels, 0.05, 30, 10, List.of()),
        null,
        null,
        null,
        null,
        List.of(),
        10,
        new AnalysisSettings.Validation("Mark", List.of()));
  }

  static Manifest manifest(String prefix) {
    return new OneSlideEach(prefix, PATIENTS).manifest();
  }

  static List<SlideOutcome> outcomes() {
    return new OneSlideEach("P", PATIENTS).outcomes();
  }
}
