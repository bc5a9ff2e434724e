package io.cohortrun.workers.synth;

import com.fasterxml.jackson.databind.JsonNode;
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
import io.cohortrun.workers.validation.RunValidation;
import io.cohortrun.workflows.contract.AnalysisSettings;
import io.cohortrun.workflows.contract.ClinicalSettings;
import io.cohortrun.workflows.contract.CohortInput;
import io.cohortrun.workflows.contract.Outcome;
import io.cohortrun.workflows.contract.RunRef;
import io.cohortrun.workflows.stats.screen.Feature;
import io.cohortrun.workflows.validate.Check;
import io.cohortrun.workflows.validate.Finding;
import io.cohortrun.workflows.validate.Validation;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * A planted population analysed and judged as a run does it, on densities as drawn: no slide is
 * painted and none inferred.
 */
final class PlantedRun implements AutoCloseable {

  private static final NumericClass CPU = new NumericClass("cpu-avx2", "2.7.1", "fp32", "1");
  private static final String BUNDLE = "decoder";
  private static final int PIXELS = 1_000_000;

  private static final AnalysisSettings.Associations ASSOCIATIONS =
      new AnalysisSettings.Associations(
          List.of("PanCancer", "Type", "Subtype"),
          0.05,
          30,
          10,
          List.of(Study.BURDEN, Study.UNSTABLE));
  private static final AnalysisSettings.Signature SIGNATURE =
      new AnalysisSettings.Signature(Study.SURVIVAL, 5, 2, 200);

  private final ObjectStore store;
  private final RunLayout layout;
  private final Manifest manifest;
  private final CohortInput input;

  /** Which densities a network finds in a patient's slides. */
  @FunctionalInterface
  interface Network {
    double[] densities(Patient patient);
  }

  /** What it finds, as the statistics have it: a feature of each channel. */
  static List<Feature> densities(List<Patient> patients, Network network) {
    double[][] found =
        patients.stream().map(network::densities).toArray(double[][]::new); // [patients][channels]
    return Arrays.stream(Channel.values())
        .map(
            channel ->
                new Feature(
                    channel.id(),
                    Feature.DENSITY,
                    Arrays.stream(found).mapToDouble(of -> of[channel.index()]).toArray()))
        .toList();
  }

  static Finding finding(Validation validation, Check check) {
    return validation.checks().stream().filter(f -> f.name() == check).findFirst().orElseThrow();
  }

  private PlantedRun(ObjectStore store, RunLayout layout, Manifest manifest, CohortInput input) {
    this.store = store;
    this.layout = layout;
    this.manifest = manifest;
    this.input = input;
  }

  /** Tests associations. */
  static PlantedRun of(Path folder, List<Patient> patients, Network network) throws Exception {
    return of(folder, patients, network, ASSOCIATIONS, null);
  }

  /** Fits a signature, and tests no association. */
  static PlantedRun ofSignature(Path folder, List<Patient> patients, Network network)
      throws Exception {
    return of(folder, patients, network, null, SIGNATURE);
  }

  private static PlantedRun of(
      Path folder,
      List<Patient> patients,
      Network network,
      AnalysisSettings.Associations associations,
      AnalysisSettings.Signature signature)
      throws Exception {
    Path out = Files.createDirectories(folder.resolve("out"));
    RunRef run = new RunRef("u", 1, out.toString());
    RunLayout layout = new RunLayout(run);
    ObjectStore store = Stores.open(out.toString());
    List<ManifestRow> slides = new ArrayList<>();
    List<SlideOutcome> outcomes = new ArrayList<>();
    List<List<Object>> features = new ArrayList<>();
    for (Patient patient : patients) {
      if (patient.images().slides() > 0) {
        boolean lost = patient.images().lost();
        int row = slides.size();
        slides.add(slide(row, patient));
        outcomes.add(
            new SlideOutcome(
                row, lost ? Outcome.Truncated : Outcome.Succeeded, "", 1, 0.25, "", "", 1, 1, "k"));
        if (!lost) {
          features.addAll(features(patient, network.densities(patient)));
        }
      }
    }
    Path table = folder.resolve("features.parquet");
    FeatureRows.write(table, features);
    store.put(layout.features(), table);
    Path study = folder.resolve("study");
    Study.write(study, Population.A, patients);
    AnalysisSettings settings = settings(study, associations, signature);
    ClinicalFiles.read(settings.clinical(), new ClinicalPlaces(Stores::open))
        .keep(store, layout.clinical());
    Manifest manifest = new Manifest(slides);
    new RunAnalyses(store, layout)
        .write(settings, manifest, outcomes, new RunSignature.Bundle(BUNDLE, 0.25));
    new GoldenRecords(store).record(BUNDLE, CPU, 0.01);
    return new PlantedRun(store, layout, manifest, input(run, settings));
  }

  private static ManifestRow slide(int row, Patient patient) {
    return new ManifestRow(
        row,
        RunFiles.slide(patient, 1),
        patient.id(),
        "file:///s",
        null,
        null,
        null,
        new TreeMap<>(
            Map.of(
                "site",
                Study.site(Population.A, patient.site()),
                "scanner",
                "scanner-%d".formatted(1 + patient.site() / 3))));
  }

  private static List<List<Object>> features(Patient patient, double[] densities) {
    List<List<Object>> rows = new ArrayList<>();
    for (Channel channel : Channel.values()) {
      int positive = (int) Math.round(PIXELS * densities[channel.index()]);
      rows.add(
          Arrays.asList(RunFiles.slide(patient, 1), patient.id(), channel.id(), PIXELS, positive));
    }
    return rows;
  }

  private static AnalysisSettings settings(
      Path study,
      AnalysisSettings.Associations associations,
      AnalysisSettings.Signature signature) {
    return new AnalysisSettings(
        new ClinicalSettings(
            List.of(),
            study.toUri().toString(),
            List.of(),
            null,
            "digest",
            "2025_10_03",
            List.of(),
            List.of(),
            "All"),
        associations,
        null,
        signature,
        null,
        null,
        List.of(),
        10,
        new AnalysisSettings.Validation("Mark", List.of()));
  }

  private static CohortInput input(RunRef run, AnalysisSettings settings) {
    return new CohortInput(
            CohortInput.VERSION,
            run,
            "planted",
            "manifest.csv",
            "decoder",
            BUNDLE,
            "spec",
            CohortInput.Mode.Run,
            null,
            null,
            null,
            null,
            List.of())
        .with(settings);
  }

  /** What the gates say. */
  Validation validation() throws Exception {
    return new RunValidation(store, layout, input)
        .write(manifest, manifest.rows().size(), List.of(CPU), Set.of("TRITC", "Cy5"));
  }

  /** Rows of {@code associations_significant.csv}. */
  List<String> claims() throws Exception {
    return new String(
            store.get(layout.analysis() + "associations_significant.csv").orElseThrow(),
            StandardCharsets.UTF_8)
        .lines()
        .skip(1)
        .toList();
  }

  /** {@code signature.json}. */
  JsonNode signature() throws Exception {
    return Json.MAPPER.readTree(store.get(layout.analysis() + "signature.json").orElseThrow());
  }

  @Override
  public void close() {
    store.close();
  }
}
