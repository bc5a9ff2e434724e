package io.cohortrun.workers.validation;

import io.cohortrun.workers.clinical.ClinicalJoin;
import io.cohortrun.workers.clinical.FeatureTable;
import io.cohortrun.workers.clinical.JoinReport;
import io.cohortrun.workers.clinical.NamedTable;
import io.cohortrun.workers.clinical.PatientIds;
import io.cohortrun.workers.manifest.Manifest;
import io.cohortrun.workers.manifest.ManifestRow;
import io.cohortrun.workers.patients.CountingSlides;
import io.cohortrun.workers.population.ClinicalFiles;
import io.cohortrun.workers.population.RunClinical;
import io.cohortrun.workers.store.ObjectStore;
import io.cohortrun.workers.store.RunLayout;
import io.cohortrun.workers.table.BadTable;
import io.cohortrun.workflows.contract.AnalysisSettings;
import io.cohortrun.workflows.stats.screen.Attribute;
import io.cohortrun.workflows.stats.screen.Feature;
import io.cohortrun.workflows.stats.screen.Outcome;
import io.cohortrun.workflows.stats.screen.Population;
import io.cohortrun.workflows.validate.Patients;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * All patients of a manifest with their features and what the clinical tables know of them.
 *
 * @param tested those whom tests are over: with a clinical row and features; empty without clinical
 *     tables
 */
record JoinedPatients(Patients patients, Optional<Population> tested) {

  static JoinedPatients read(
      ObjectStore store, RunLayout layout, AnalysisSettings settings, Manifest manifest)
      throws IOException {
    List<String> written = manifest.rows().stream().map(ManifestRow::patientId).toList();
    FeatureTable everyone = FeatureTable.ofPatients("the manifest", written);
    FeatureTable analysed = features(store, layout);
    List<Feature> features = of(everyone, analysed);
    if (settings.clinical() == null) {
      return new JoinedPatients(
          patients(manifest, everyone, analysed, features, Clinical.NONE), Optional.empty());
    }
    List<Feature> placed = new ArrayList<>(features);
    // By it a patient is found again after the join.
    placed.add(
        new Feature(
            "place",
            "in the manifest",
            IntStream.range(0, everyone.patients().size()).asDoubleStream().toArray()));
    RunClinical clinical = new RunClinical(settings, ClinicalFiles.kept(store, layout.clinical()));
    try {
      ClinicalJoin join =
          clinical.join(
              new FeatureTable(everyone.name(), everyone.patients(), everyone.row(), placed),
              new JoinReport());
      Population of = join.population();
      double[] place = of.features().getLast().values();
      Population population =
          new Population(
              of.type(),
              of.subtype(),
              of.site(),
              of.features().subList(0, of.features().size() - 1),
              of.attributes(),
              of.outcomes(),
              of.covariates(),
              of.genes(),
              of.wider());
      Patients patients =
          patients(manifest, everyone, analysed, features, new Clinical(population, place));
      int[] tested =
          IntStream.range(0, place.length)
              .filter(i -> patients.analysed()[(int) place[i]])
              .toArray();
      return new JoinedPatients(patients, Optional.of(population.only(tested)));
    } catch (BadTable e) {
      // The freeze has joined the same tables with the same manifest.
      throw new IllegalStateException("the clinical tables can no longer be joined", e);
    }
  }

  /** Of the run; none where no slide has a result. */
  private static FeatureTable features(ObjectStore store, RunLayout layout) throws IOException {
    Path local = Files.createTempFile("cohortrun-features", ".parquet");
    try (InputStream in = store.open(layout.features())) {
      Files.copy(in, local, StandardCopyOption.REPLACE_EXISTING);
      return FeatureTable.of(
          CountingSlides.only(
              NamedTable.read(local), store.get(layout.analysis() + CountingSlides.FILE)),
          new JoinReport());
    } catch (BadTable none) {
      return new FeatureTable(layout.features(), List.of(), new int[0], List.of());
    } finally {
      Files.deleteIfExists(local);
    }
  }

  /** Features of the analysed, of all patients of the manifest. */
  private static List<Feature> of(FeatureTable everyone, FeatureTable analysed) {
    Map<String, Integer> index = index(analysed.patients());
    int[] from = everyone.patients().stream().mapToInt(p -> index.getOrDefault(p, -1)).toArray();
    return analysed.features().stream()
        .map(
            f ->
                new Feature(
                    f.channel(),
                    f.kind(),
                    Arrays.stream(from)
                        .mapToDouble(i -> i < 0 ? Double.NaN : f.values()[i])
                        .toArray()))
        .toList();
  }

  private static Map<String, Integer> index(List<String> of) {
    Map<String, Integer> index = new HashMap<>();
    of.forEach(p -> index.put(p, index.size()));
    return index;
  }

  private static Patients patients(
      Manifest manifest,
      FeatureTable everyone,
      FeatureTable analysed,
      List<Feature> features,
      Clinical clinical) {
    int n = everyone.patients().size();
    boolean[] done = new boolean[n];
    Map<String, Integer> found = index(analysed.patients());
    for (int i = 0; i < n; i++) {
      done[i] = found.containsKey(everyone.patients().get(i));
    }
    return new Patients(
        done,
        clinical.words(Population::type, written(manifest, everyone, "oncotree")),
        clinical.words(Population::site, written(manifest, everyone, "site")),
        written(manifest, everyone, "scanner"),
        features.stream().filter(Feature::isDensity).toList(),
        clinical.attributes(n),
        clinical.outcomes(n));
  }

  /** What the manifest says of each patient; empty where its slides differ, or say nothing. */
  private static List<String> written(Manifest manifest, FeatureTable everyone, String column) {
    Map<String, Integer> index = index(everyone.patients());
    String[] words = new String[everyone.patients().size()];
    for (ManifestRow row : manifest.rows()) {
      int patient = index.get(PatientIds.patient(row.patientId()));
      String word = row.attributes().getOrDefault(column, "");
      words[patient] = words[patient] == null || words[patient].equals(word) ? word : "";
    }
    return Arrays.asList(words);
  }

  /**
   * What clinical tables know.
   *
   * @param of patients with a clinical row, or null
   * @param place [of] in the manifest
   */
  private record Clinical(Population of, double[] place) {

    private static final Clinical NONE = new Clinical(null, new double[0]);

    @FunctionalInterface
    private interface Words {
      List<String> of(Population population);
    }

    /** Theirs, and where they say nothing those of the manifest. */
    List<String> words(Words clinical, List<String> manifest) {
      List<String> words = new ArrayList<>(manifest);
      for (int i = 0; i < place.length; i++) {
        String word = clinical.of(of).get(i);
        if (!word.isEmpty()) {
          words.set((int) place[i], word);
        }
      }
      return words;
    }

    List<Attribute> attributes(int n) {
      return of == null
          ? List.of()
          : of.covariates().stream()
              .map(a -> new Attribute(a.name(), a.kind(), spread(a.values(), n, Double.NaN)))
              .toList();
    }

    List<Outcome> outcomes(int n) {
      return of == null ? List.of() : of.outcomes().stream().map(o -> spread(o, n)).toList();
    }

    private Outcome spread(Outcome o, int n) {
      boolean[] event = new boolean[n];
      for (int i = 0; i < place.length; i++) {
        event[(int) place[i]] = o.event()[i];
      }
      return new Outcome(
          o.name(),
          spread(o.entry(), n, Double.NEGATIVE_INFINITY),
          spread(o.time(), n, Double.NaN),
          event);
    }

    private double[] spread(double[] values, int n, double unknown) {
      double[] spread = new double[n];
      Arrays.fill(spread, unknown);
      for (int i = 0; i < place.length; i++) {
        spread[(int) place[i]] = values[i];
      }
      return spread;
    }
  }
}
