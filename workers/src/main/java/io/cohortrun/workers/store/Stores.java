package io.cohortrun.workers.store;

import io.cohortrun.workers.store.StoreFailure.Code;
import java.io.IOException;
import java.net.URI;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;

/** Opens stores by URI. */
public final class Stores {

  private static final Pattern SCHEME = Pattern.compile("([a-zA-Z][a-zA-Z0-9+.-]+):.*");

  private Stores() {}

  /**
   * Opens a store; a folder is created where it does not exist, a bucket is not.
   *
   * @param uri a path, {@code file:///folder}, {@code s3://bucket/prefix}, {@code
   *     azblob://container/prefix} or {@code gcs://bucket/prefix}; credentials, region and endpoint
   *     come from the usual environment variables
   * @throws StoreFailure where it cannot be opened
   */
  public static ObjectStore open(String uri) throws IOException {
    return open(uri, System.getenv());
  }

  /** As {@link #open(String)}, with an environment of its own. */
  public static ObjectStore open(String uri, Map<String, String> environment) throws IOException {
    return isLocal(uri)
        ? FolderStore.open(localPath(uri))
        : OpenDalStore.open(uri, OpenDalConfig.of(uri, environment));
  }

  /**
   * Refuses an output that can never be opened, without touching it.
   *
   * @throws StoreFailure BadUri: a scheme that nobody knows, no bucket, or a file in its place
   */
  public static void requirePossible(String uri) throws IOException {
    if (isLocal(uri)) {
      FolderRoot.requireNoFile(localPath(uri));
    } else {
      OpenDalConfig.of(uri, System.getenv());
    }
  }

  /** Whether a URI names a file or folder of this machine. */
  public static boolean isLocal(String uri) {
    var scheme = SCHEME.matcher(uri);
    return !scheme.matches() || scheme.group(1).equalsIgnoreCase("file");
  }

  /**
   * The path of a {@code file:} URI or of a plain path, absolute.
   *
   * @throws StoreFailure BadUri
   */
  public static Path localPath(String uri) throws StoreFailure {
    try {
      if (!uri.regionMatches(true, 0, "file:", 0, 5)) {
        return Path.of(uri).toAbsolutePath();
      }
      return Path.of(path(uri)).toAbsolutePath();
    } catch (InvalidPathException e) {
      throw new StoreFailure(
          Code.BadUri,
          uri
              + ": is not a path on this machine ("
              + e.getReason()
              + "); if it is sound, set the locale to UTF-8 (LC_ALL=C.UTF-8).",
          e);
    }
  }

  /** The decoded path of a file URI; where it was written without encoding, what was written. */
  private static String path(String uri) throws StoreFailure {
    try {
      URI parsed = URI.create(uri);
      String host = parsed.getAuthority();
      if (parsed.getPath() == null || !(host == null || host.equals("localhost"))) {
        throw new StoreFailure(
            Code.BadUri, uri + ": names a host or no path; write file:///absolute/path.");
      }
      return parsed.getPath();
    } catch (IllegalArgumentException e) {
      return uri.substring("file:".length()).replaceFirst("^//+", "/");
    }
  }
}
