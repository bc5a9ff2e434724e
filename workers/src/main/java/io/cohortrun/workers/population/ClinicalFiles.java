package io.cohortrun.workers.population;

import io.cohortrun.workers.canonical.Sha256;
import io.cohortrun.workers.store.ObjectStore;
import io.cohortrun.workflows.contract.ClinicalSettings;
import java.io.IOException;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The clinical files of a run, byte for byte.
 *
 * @param files by name: {@code tables/00/<file>}, {@code mutations/00/<file>}, {@code study/<file>}
 */
public record ClinicalFiles(SortedMap<String, byte[]> files) {

  static final String TABLES = "tables/";
  static final String MUTATIONS = "mutations/";
  static final String STUDY = "study/";

  /**
   * Reads them where the spec says that they are.
   *
   * @throws ClinicalRefused one cannot be read
   * @throws IOException a store or this disk fails in a way that may pass
   */
  public static ClinicalFiles read(ClinicalSettings settings, ClinicalPlaces places)
      throws ClinicalRefused, IOException {
    SortedMap<String, byte[]> files = new TreeMap<>();
    numbered(TABLES, settings.tables(), places, files);
    numbered(MUTATIONS, settings.mutations(), places, files);
    if (settings.study() != null) {
      places.study(settings.study()).forEach((name, bytes) -> files.put(STUDY + name, bytes));
    }
    return new ClinicalFiles(files);
  }

  private static void numbered(
      String prefix, List<String> uris, ClinicalPlaces places, SortedMap<String, byte[]> into)
      throws ClinicalRefused, IOException {
    for (int i = 0; i < uris.size(); i++) {
      String uri = uris.get(i);
      into.put("%s%02d/%s".formatted(prefix, i, ClinicalPlaces.name(uri)), places.file(uri));
    }
  }

  /** Those that a run has kept under a prefix; none where it has kept none. */
  public static ClinicalFiles kept(ObjectStore store, String prefix) throws IOException {
    SortedMap<String, byte[]> files = new TreeMap<>();
    for (String key : store.list(prefix)) {
      files.put(
          key.substring(prefix.length()),
          store.get(key).orElseThrow(() -> new IOException(key + " disappeared")));
    }
    return new ClinicalFiles(files);
  }

  /** Keeps them under a prefix. */
  public void keep(ObjectStore store, String prefix) throws IOException {
    for (var file : files.entrySet()) {
      store.put(prefix + file.getKey(), file.getValue());
    }
  }

  /** sha256, hex, of a line {@code sha256 name} per file. */
  public String digest() {
    return Sha256.of(
        files.entrySet().stream()
            .map(file -> Sha256.of(file.getValue()) + " " + file.getKey() + "\n")
            .collect(Collectors.joining()));
  }
}
