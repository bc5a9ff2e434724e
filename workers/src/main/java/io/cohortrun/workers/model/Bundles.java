package io.cohortrun.workers.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.cohortrun.workers.canonical.Json;
import io.cohortrun.workers.canonical.Sha256;
import io.cohortrun.workers.model.ModelRejected.Code;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Opens model bundles: built-in ones by name, folders, and archives (.zip, .tar, .tar.gz). */
public final class Bundles {

  /** What a bundle says of itself. */
  public static final String DESCRIPTION = "bundle.json";

  /** The network. */
  public static final String MODEL = "model.pt";

  /** The golden pair. */
  public static final String GOLDEN = "golden.npz";

  static final List<String> FILES = List.of(DESCRIPTION, GOLDEN, MODEL);

  private static final String DEMO = "demo";
  private static final long LARGEST_DESCRIPTION = 1 << 20;

  private Bundles() {}

  /** The bundles that a run can name without a path. */
  public static List<BundleFolder> builtIn() throws IOException {
    return List.of(open(DEMO));
  }

  /**
   * Opens a bundle and checks {@code bundle.json} and the digests of its files; loads no code.
   *
   * @param uri {@code demo}, a path, or a {@code file:} URI, of a folder or an archive
   * @throws ModelRejected with everything that is wrong
   * @throws IOException this machine's cache folder cannot be written, or the bundle not be read
   */
  public static BundleFolder open(String uri) throws IOException {
    if (uri.equals(DEMO)) {
      return folder(BundleUnpacking.builtIn(DEMO), uri);
    }
    Path path = path(uri);
    if (Files.isDirectory(path)) {
      return folder(path, uri);
    }
    if (!Files.isRegularFile(path)) {
      throw new ModelRejected(
          Code.NotFound, "model bundle %s is neither demo, a folder nor an archive".formatted(uri));
    }
    return folder(BundleUnpacking.archive(path), uri);
  }

  /**
   * Refuses another bundle than the one that a run insists on.
   *
   * @param named {@code spec.model.digest}
   * @param found of the bundle at {@code uri}
   */
  public static void requireNamed(String uri, String named, String found) {
    if (!named.equals(found)) {
      throw new ModelRejected(
          Code.DigestMismatch,
          "spec.model.digest is %s, and model bundle %s has %s: name the bundle that is meant, or its digest"
              .formatted(named, uri, found));
    }
  }

  private static Path path(String uri) {
    if (uri.startsWith("file:")) {
      return Path.of(URI.create(uri));
    }
    if (uri.matches("[a-zA-Z][a-zA-Z0-9+.-]+://.*")) {
      throw new ModelRejected(
          Code.NotFound,
          "model bundle %s: only demo, paths and file: URIs are read; copy the bundle to this machine"
              .formatted(uri));
    }
    return Path.of(uri);
  }

  private static BundleFolder folder(Path dir, String uri) throws IOException {
    List<String> missing =
        FILES.stream().filter(f -> !Files.isRegularFile(dir.resolve(f))).toList();
    if (!missing.isEmpty()) {
      throw new ModelRejected(
          Code.NotFound, "model bundle %s lacks %s".formatted(uri, String.join(", ", missing)));
    }
    byte[] description = description(dir.resolve(DESCRIPTION), uri);
    Bundle bundle = parsed(description, uri);
    List<String> errors = BundleCheck.errors(bundle);
    if (!errors.isEmpty()) {
      throw new ModelRejected(
          Code.Invalid, "%s of %s: %s".formatted(DESCRIPTION, uri, String.join("; ", errors)));
    }
    SortedMap<String, String> found = new TreeMap<>();
    for (String file : FILES) {
      found.put(file, Sha256.of(dir.resolve(file)));
    }
    List<String> changed = new ArrayList<>();
    bundle
        .digests()
        .forEach(
            (name, digest) -> {
              String is =
                  name.equals(DESCRIPTION) ? OwnDigest.of(description, digest) : found.get(name);
              if (!name.startsWith(Tensors.PREFIX) && !digest.equals(is)) {
                changed.add(name);
              }
            });
    if (!changed.isEmpty()) {
      throw new ModelRejected(
          Code.DigestMismatch,
          "model bundle %s: %s differs from its digest in %s; get the bundle again"
              .formatted(uri, String.join(", ", changed), DESCRIPTION));
    }
    return new BundleFolder(dir, bundle, digest(found));
  }

  private static byte[] description(Path file, String uri) throws IOException {
    if (Files.size(file) > LARGEST_DESCRIPTION) {
      throw new ModelRejected(Code.Invalid, "%s of %s is over 1 MiB".formatted(DESCRIPTION, uri));
    }
    return Files.readAllBytes(file);
  }

  private static Bundle parsed(byte[] description, String uri) throws IOException {
    try {
      Bundle bundle = Json.MAPPER.readValue(description, Bundle.class);
      if (bundle != null) {
        return bundle;
      }
      throw new ModelRejected(Code.Invalid, "%s of %s is empty".formatted(DESCRIPTION, uri));
    } catch (JsonProcessingException e) {
      throw new ModelRejected(
          Code.Invalid,
          String.format(
              Locale.ROOT,
              "%s of %s, line %d: %s",
              DESCRIPTION,
              uri,
              e.getLocation() == null ? 0 : e.getLocation().getLineNr(),
              e.getOriginalMessage()),
          e);
    }
  }

  static String digest(SortedMap<String, String> files) {
    return Sha256.of(
        files.entrySet().stream()
            .map(e -> e.getValue() + " " + e.getKey() + "\n")
            .collect(Collectors.joining()));
  }
}
