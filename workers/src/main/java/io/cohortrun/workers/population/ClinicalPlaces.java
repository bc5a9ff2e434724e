package io.cohortrun.workers.population;

import io.cohortrun.workers.manifest.Manifests;
import io.cohortrun.workers.store.ObjectStore;
import io.cohortrun.workers.store.StoreFailure;
import io.cohortrun.workers.store.Stores;
import io.cohortrun.workers.table.BadTable.Code;
import io.cohortrun.workflows.contract.wire.TemporalSecret;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads clinical files on this machine or in an object store. */
public final class ClinicalPlaces {

  /** What is read of a cBioPortal study. */
  private static final Pattern STUDY =
      Pattern.compile(
          "data_clinical_(patient|sample)\\.txt|(data|meta)_mutations(_extended)?\\.txt"
              + "|(gene_panels/)?[^/]*gene_panel[^/]*\\.txt|case_lists/cases_sequenced\\.txt");

  /** Tables are held in memory. */
  private static final long MOST_BYTES = 1L << 30;

  /**
   * What a process holds for itself: its environment, with a store's credentials, and in a pod its
   * keys for Temporal. A table's header is told where it is wrong, and a table is copied.
   */
  private static final List<Path> OWN =
      Stream.concat(Stream.of("/proc"), Stream.ofNullable(System.getenv(TemporalSecret.FOLDERS)))
          .map(Path::of)
          .toList();

  private final Manifests.StoreOpener stores;
  private final List<Path> own;

  /**
   * @param stores opens the folder of a file that is not on this machine
   */
  public ClinicalPlaces(Manifests.StoreOpener stores) {
    this(stores, OWN);
  }

  /**
   * @param own folders of which nothing is read, by whatever link
   */
  ClinicalPlaces(Manifests.StoreOpener stores, List<Path> own) {
    this.stores = stores;
    this.own = own;
  }

  /** The file's own name. */
  static String name(String uri) throws StoreFailure {
    return Stores.isLocal(uri)
        ? String.valueOf(Stores.localPath(uri).getFileName())
        : uri.substring(uri.lastIndexOf('/') + 1);
  }

  byte[] file(String uri) throws ClinicalRefused, IOException {
    if (Stores.isLocal(uri)) {
      return local(Stores.localPath(uri), uri);
    }
    try (ObjectStore store = stores.open(uri.substring(0, uri.lastIndexOf('/')))) {
      return stored(store, name(uri), uri);
    } catch (StoreFailure e) {
      throw refused(e, uri);
    }
  }

  /** The files of a study by their name in its folder. */
  SortedMap<String, byte[]> study(String uri) throws ClinicalRefused, IOException {
    SortedMap<String, byte[]> files = new TreeMap<>();
    if (Stores.isLocal(uri)) {
      Path folder = Stores.localPath(uri);
      if (!Files.isDirectory(folder)) {
        throw new ClinicalRefused(Code.NotFound, uri + " is no folder; check spec.clinical.study");
      }
      try (var walk = Files.walk(folder, 2)) {
        for (Path file : walk.filter(Files::isRegularFile).toList()) {
          String name = folder.relativize(file).toString();
          if (STUDY.matcher(name).matches()) {
            files.put(name, local(file, uri + "/" + name));
          }
        }
      }
      return files;
    }
    try (ObjectStore store = stores.open(uri)) {
      for (String key : store.list("")) {
        if (STUDY.matcher(key).matches()) {
          files.put(key, stored(store, key, uri + "/" + key));
        }
      }
      return files;
    } catch (StoreFailure e) {
      throw refused(e, uri);
    }
  }

  private byte[] local(Path file, String uri) throws ClinicalRefused, IOException {
    try {
      if (Files.isDirectory(file)) {
        throw new ClinicalRefused(
            Code.UnsupportedFormat, uri + " is a folder; name the table in it");
      }
      if (own.stream().anyMatch(file.toRealPath()::startsWith)) {
        throw new ClinicalRefused(
            Code.AccessDenied, uri + " is what a worker holds for itself; name a clinical table");
      }
      requireSmall(Files.size(file), uri);
      return Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      throw absent(uri);
    } catch (AccessDeniedException e) {
      throw new ClinicalRefused(Code.AccessDenied, uri + " may not be read by this user");
    }
  }

  private static byte[] stored(ObjectStore store, String key, String uri)
      throws ClinicalRefused, IOException {
    var stat = store.stat(key);
    if (stat.isEmpty()) {
      throw absent(uri);
    }
    requireSmall(stat.get().bytes(), uri);
    return store.get(key).orElseThrow(() -> new IOException(uri + " vanished"));
  }

  private static void requireSmall(long bytes, String uri) throws ClinicalRefused {
    if (bytes > MOST_BYTES) {
      throw new ClinicalRefused(
          Code.UnsupportedFormat, uri + " is larger than 1 GiB; leave out what is not needed");
    }
  }

  private static ClinicalRefused absent(String uri) {
    return new ClinicalRefused(Code.NotFound, uri + " is not there; check spec.clinical");
  }

  private static ClinicalRefused refused(StoreFailure failure, String uri) throws StoreFailure {
    return switch (failure.code()) {
      case AccessDenied ->
          new ClinicalRefused(Code.AccessDenied, uri + " may not be read with these credentials");
      case NotFound, BadUri -> absent(uri);
      default -> throw failure;
    };
  }
}
