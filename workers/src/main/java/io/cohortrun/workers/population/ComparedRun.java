package io.cohortrun.workers.population;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.cohortrun.workers.canonical.Json;
import io.cohortrun.workers.clinical.FeatureTable;
import io.cohortrun.workers.clinical.JoinReport;
import io.cohortrun.workers.clinical.NamedTable;
import io.cohortrun.workers.patients.CountingSlides;
import io.cohortrun.workers.store.ObjectStore;
import io.cohortrun.workers.store.StoreFailure;
import io.cohortrun.workers.store.Stores;
import io.cohortrun.workers.table.BadTable;
import io.cohortrun.workflows.contract.AnalysisSettings;
import io.cohortrun.workflows.contract.CohortInput;
import io.cohortrun.workflows.stats.screen.Population;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * A complete run that another is compared with.
 *
 * @param input what it began with
 * @param population its patients
 * @param choices point to choice, as its record names them; empty in those of earlier releases
 */
record ComparedRun(CohortInput input, Population population, SortedMap<String, String> choices) {

  static final String RUN = "run.json";
  static final String INPUT = "input.json";
  private static final String FEATURES = "features.parquet";
  private static final String CLINICAL = "clinical/";
  private static final String ANALYSIS = "analysis/";
  private static final String ASSOCIATIONS = ANALYSIS + "associations.parquet/";
  private static final String SUBTYPES = ANALYSIS + "subtypes.csv";

  /** A run that cannot be compared, and why. */
  static final class Refused extends Exception {

    private static final long serialVersionUID = 1L;

    Refused(String reason) {
      super(reason);
    }
  }

  /**
   * Reads a run, and copies its table of associations.
   *
   * @param uri of the folder with {@code run.json}; nothing is made there
   * @param copy folder on this machine that gets {@code analysis/associations.parquet} and {@code
   *     analysis/subtypes.csv}, where the run has them
   * @throws Refused it is not there, cannot be read, is not complete, or has no clinical tables
   * @throws InterruptedIOException reading was interrupted
   */
  static ComparedRun read(String uri, Path copy) throws Refused, InterruptedIOException {
    return open(uri, store -> read(store, uri, copy));
  }

  /**
   * Reads what a run records of its choices, whatever else of it can be read.
   *
   * @return point to choice; empty in records of earlier releases
   * @throws Refused there is no record, or it cannot be read
   * @throws InterruptedIOException reading was interrupted
   */
  static SortedMap<String, String> choices(String uri) throws Refused, InterruptedIOException {
    return open(uri, store -> recorded(store.get(RUN), uri).choices());
  }

  /** Reads from a run's folder. */
  private interface Reading<T> {
    T of(ObjectStore store) throws Refused, BadTable, IOException;
  }

  private static <T> T open(String uri, Reading<T> reading) throws Refused, InterruptedIOException {
    try {
      if (Stores.isLocal(uri) && !Files.isDirectory(Stores.localPath(uri))) {
        throw new Refused("%s is no folder; name the one that holds run.json".formatted(uri));
      }
      try (ObjectStore store = Stores.open(uri)) {
        return reading.of(store);
      }
    } catch (InterruptedIOException e) {
      throw e;
    } catch (StoreFailure e) {
      throw new Refused("%s cannot be read: %s: %s".formatted(uri, e.code(), e.getMessage()));
    } catch (BadTable e) {
      throw new Refused("the tables of %s: %s: %s".formatted(uri, e.code(), e.getMessage()));
    } catch (IOException e) {
      throw new Refused("%s cannot be read: %s".formatted(uri, e.getMessage()));
    }
  }

  private static ComparedRun read(ObjectStore store, String uri, Path copy)
      throws Refused, BadTable, IOException {
    RecordedChoices recorded = recorded(store.get(RUN), uri);
    byte[] input = store.get(INPUT).orElseThrow(() -> incomplete(uri));
    CohortInput began = parsed(input, CohortInput.class, uri, INPUT);
    if (began.analyses() == null || began.analyses().clinical() == null) {
      throw new Refused("%s has no clinical tables, so that subtypes are not known".formatted(uri));
    }
    RunClinical clinical = new RunClinical(began.analyses(), ClinicalFiles.kept(store, CLINICAL));
    Path features = copy(store, FEATURES, copy);
    for (String key : store.list(ASSOCIATIONS)) {
      copy(store, key, copy);
    }
    if (store.get(SUBTYPES).isPresent()) {
      copy(store, SUBTYPES, copy);
    }
    NamedTable counting =
        CountingSlides.only(NamedTable.read(features), store.get(ANALYSIS + CountingSlides.FILE));
    JoinReport report = new JoinReport();
    return new ComparedRun(
        began,
        clinical.join(FeatureTable.of(counting, report), report).population(),
        recorded.choices());
  }

  private static RecordedChoices recorded(Optional<byte[]> run, String uri)
      throws Refused, IOException {
    return parsed(run.orElseThrow(() -> incomplete(uri)), RecordedChoices.class, uri, RUN);
  }

  private static Refused incomplete(String uri) {
    return new Refused(
        "%s holds no complete run: %s is written last; wait for it, or name its folder"
            .formatted(uri, RUN));
  }

  /**
   * Reads a file of a run.
   *
   * @throws Refused it is damaged, by its name
   */
  static <T> T parsed(byte[] bytes, Class<T> as, String uri, String name)
      throws Refused, IOException {
    try {
      return Json.MAPPER.readValue(bytes, as);
    } catch (JsonProcessingException e) {
      throw new Refused("%s/%s is damaged: %s".formatted(uri, name, e.getOriginalMessage()));
    }
  }

  private static Path copy(ObjectStore store, String key, Path to) throws IOException {
    Path file = to.resolve(key);
    Files.createDirectories(file.getParent());
    Files.deleteIfExists(file);
    try (InputStream in = store.open(key)) {
      Files.copy(in, file);
    }
    return file;
  }

  /** Whether associations count by the same rule in both, so that their numbers can be compared. */
  static boolean haveOneRule(CohortInput here, CohortInput there) {
    AnalysisSettings.Associations a = here.analyses().associations();
    AnalysisSettings.Associations b = there.analyses().associations();
    return a != null
        && b != null
        && a.falseDiscoveryRate() == b.falseDiscoveryRate()
        && a.minPatients() == b.minPatients()
        && a.minArm() == b.minArm();
  }

  /**
   * Refuses runs whose densities do not mean the same.
   *
   * @throws Refused another bundle, resolution or profile
   */
  static void requireComparable(CohortInput here, CohortInput there) throws Refused {
    if (!here.bundleDigest().equals(there.bundleDigest())) {
      throw new Refused(
          "the bundles differ (%.12s here, %.12s there): densities of two models are not compared"
              .formatted(here.bundleDigest(), there.bundleDigest()));
    }
    JsonNode settings = Json.MAPPER.valueToTree(here.settings());
    JsonNode others = Json.MAPPER.valueToTree(there.settings());
    SortedSet<String> differ = new TreeSet<>();
    settings
        .fieldNames()
        .forEachRemaining(
            name -> {
              if (!name.equals("badTileBudget") && !settings.get(name).equals(others.get(name))) {
                differ.add(
                    "%s is %s here and %s there"
                        .formatted(name, settings.get(name), others.get(name)));
              }
            });
    if (!differ.isEmpty()) {
      throw new Refused(
          "the profiles differ: %s; run one of them again".formatted(String.join(", ", differ)));
    }
  }
}
