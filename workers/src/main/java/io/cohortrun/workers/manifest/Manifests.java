package io.cohortrun.workers.manifest;

import io.cohortrun.workers.store.ObjectStore;
import io.cohortrun.workers.store.StoreFailure;
import io.cohortrun.workers.table.DelimitedText;
import io.cohortrun.workers.table.TextBytes;
import io.cohortrun.workers.table.TextTable;
import java.io.IOException;
import java.net.URI;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/** Reads and checks manifests: CSV, TSV or Parquet, on this machine or in an object store. */
public final class Manifests {

  private static final long MOST_BYTES = 1L << 29;

  /** Opens a store by its URI. */
  @FunctionalInterface
  public interface StoreOpener {
    ObjectStore open(String uri) throws IOException;
  }

  private final StoreOpener stores;

  /**
   * @param stores opens the folder of a manifest that is not on this machine
   */
  public Manifests(StoreOpener stores) {
    this.stores = stores;
  }

  /**
   * Reads a whole manifest.
   *
   * @param uri absolute path, {@code file:} or object-store URI
   * @throws ManifestErrors with everything that is wrong with it, or one sentence why it cannot be
   *     read at all
   * @throws IOException where a store or this disk fails in a way that may pass
   */
  public Manifest read(String uri) throws ManifestErrors, IOException {
    boolean local = uri.startsWith("/") || uri.startsWith("file:");
    ErrorList errors = new ErrorList(UriText.unescape(uri.substring(uri.lastIndexOf('/') + 1)));
    Path path = local ? localPath(uri, errors) : null;
    byte[] bytes = local ? localBytes(path, errors) : storedBytes(uri, errors);
    TextTable table = table(bytes, errors);
    SlideUris uris = local ? SlideUris.beside(path) : SlideUris.besideObject(uri);
    List<ManifestRow> rows = ManifestCheck.rows(table, uris, errors);
    if (!errors.isEmpty()) {
      throw errors.toException();
    }
    return new Manifest(rows);
  }

  private static TextTable table(byte[] bytes, ErrorList errors)
      throws IOException, ManifestErrors {
    if (TextBytes.isParquet(bytes)) {
      TextTable table = ParquetManifest.read(bytes, errors);
      stopIf(errors);
      return table;
    }
    TextBytes.refusal(bytes).ifPresent(r -> errors.file("the manifest " + r));
    stopIf(errors);
    TextBytes.Decoded decoded = TextBytes.decode(bytes);
    if (decoded.badLine() > 0) {
      errors.line(decoded.badLine(), "is not UTF-8 text; save the table as 'CSV UTF-8'");
    }
    DelimitedText.Parsed parsed = DelimitedText.read(decoded.text(), Columns.KNOWN);
    parsed.problems().forEach(p -> errors.line(p.line(), p.message()));
    return parsed.table();
  }

  private static Path localPath(String uri, ErrorList errors) throws ManifestErrors {
    try {
      return uri.startsWith("/") ? Path.of(uri) : Path.of(URI.create(uri));
    } catch (InvalidPathException e) {
      errors.file(
          "the manifest's path has letters that this process cannot spell; set LC_ALL=C.UTF-8");
    } catch (IllegalArgumentException e) {
      errors.file("the manifest's URI is not the URI of a file");
    }
    throw errors.toException();
  }

  private static byte[] localBytes(Path path, ErrorList errors) throws ManifestErrors, IOException {
    try {
      if (Files.exists(path) && !Files.isRegularFile(path)) {
        errors.file("the manifest is not a file");
      } else if (Files.size(path) > MOST_BYTES) {
        errors.file("the manifest is larger than 512 MiB; split the cohort");
      } else {
        return Files.readAllBytes(path);
      }
    } catch (NoSuchFileException e) {
      errors.file("the manifest does not exist; check spec.manifest.uri");
    } catch (AccessDeniedException e) {
      errors.file("the manifest may not be read by this user");
    }
    throw errors.toException();
  }

  private byte[] storedBytes(String uri, ErrorList errors) throws ManifestErrors, IOException {
    int slash = uri.lastIndexOf('/');
    try (ObjectStore store = stores.open(uri.substring(0, slash))) {
      String key = uri.substring(slash + 1);
      var stat = store.stat(key);
      if (stat.isEmpty()) {
        errors.file("the manifest does not exist; check spec.manifest.uri");
      } else if (stat.get().bytes() > MOST_BYTES) {
        errors.file("the manifest is larger than 512 MiB; split the cohort");
      } else {
        return store.get(key).orElseThrow(() -> new IOException("the manifest vanished"));
      }
    } catch (StoreFailure e) {
      switch (e.code()) {
        case AccessDenied -> errors.file("the manifest may not be read with these credentials");
        case NotFound, BadUri ->
            errors.file("the manifest's place does not exist; check spec.manifest.uri");
        default -> throw e;
      }
    }
    throw errors.toException();
  }

  private static void stopIf(ErrorList errors) throws ManifestErrors {
    if (!errors.isEmpty()) {
      throw errors.toException();
    }
  }
}
