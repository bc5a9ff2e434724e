package io.cohortrun.workers.store;

import io.cohortrun.workers.canonical.Sha256;
import io.cohortrun.workers.slide.SlideFailure;
import io.cohortrun.workers.store.ObjectStore.Item;
import io.cohortrun.workers.store.SlideCache.Entry;
import io.cohortrun.workflows.contract.Outcome;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Slides in object stores: downloaded whole into the cache, digested on the way. */
final class RemoteSlides {

  private final SlideIndex index;
  private final SlideCache cache;
  private final Staging.Limits limits;

  RemoteSlides(SlideIndex index, SlideCache cache, Staging.Limits limits) {
    this.index = index;
    this.cache = cache;
    this.limits = limits;
  }

  StagedSlide stage(String uri, ObjectStore bucket, String key) throws SlideFailure, IOException {
    List<Item> items = SlideFiles.remote(bucket, key);
    if (items.isEmpty()) {
      throw new SlideFailure(
          Outcome.NotFound, uri + ": does not exist; correct it in the manifest.");
    }
    long bytes = items.stream().mapToLong(Item::bytes).sum();
    long most = Math.min(limits.slideBytes(), limits.cacheBytes());
    if (bytes > most) {
      throw tooLarge(uri, bytes, most);
    }
    boolean file = items.stream().anyMatch(i -> i.key().equals(key));
    String base = file ? Keys.folder(key) : key.endsWith("/") ? key : key + "/";
    String version = version(bucket, items);
    Entry entry =
        cache.enter(
            Sha256.of(uri + "\n" + version), bytes, into -> download(bucket, base, items, into));
    try {
      String digest = SetDigest.of(entry.digests());
      index.remember(uri, bytes, version, digest);
      Path path = file ? entry.folder().resolve(key.substring(base.length())) : entry.folder();
      return new StagedSlide(path, digest, bytes, entry::release);
    } catch (IOException | RuntimeException e) {
      entry.release();
      throw e;
    }
  }

  /** The digest of what is there now, where that version was read before. */
  Optional<String> known(String uri, ObjectStore bucket, String key) throws IOException {
    Optional<SlideIndex.Known> known = index.known(uri);
    return known.isPresent()
            && known.get().version().equals(version(bucket, SlideFiles.remote(bucket, key)))
        ? Optional.of(known.get().contentDigest())
        : Optional.empty();
  }

  static SlideFailure tooLarge(String where, long bytes, long most) {
    return new SlideFailure(
        Outcome.TooLarge,
        "%s: has %,d bytes and at most %,d are accepted; raise the limit or leave it out."
            .formatted(where, bytes, most));
  }

  /** Over names, sizes and etags of the set. */
  private static String version(ObjectStore bucket, List<Item> items) throws IOException {
    StringBuilder lines = new StringBuilder();
    for (Item i : items) {
      String etag = bucket.stat(i.key()).map(ObjectStore.Stat::version).orElse("gone");
      lines.append(i.key()).append('\t').append(i.bytes()).append('\t').append(etag).append('\n');
    }
    return Sha256.of(lines.toString());
  }

  private static SortedMap<String, String> download(
      ObjectStore bucket, String base, List<Item> items, Path into) throws IOException {
    SortedMap<String, String> digests = new TreeMap<>();
    for (Item i : items) {
      String name = i.key().substring(base.length());
      Path to = into.resolve(name);
      Files.createDirectories(to.getParent());
      String before = etag(bucket, i.key());
      MessageDigest digest = Sha256.digest();
      try (InputStream in = bucket.open(i.key());
          OutputStream out = new DigestOutputStream(Files.newOutputStream(to), digest)) {
        in.transferTo(out);
      } catch (NoSuchFileException e) {
        throw new IOException(i.key() + ": was removed while it was downloaded.", e);
      }
      if (Files.size(to) != i.bytes() || !before.equals(etag(bucket, i.key()))) {
        throw new IOException(i.key() + ": changed while it was downloaded.");
      }
      digests.put(name, HexFormat.of().formatHex(digest.digest()));
    }
    return digests;
  }

  private static String etag(ObjectStore bucket, String key) throws IOException {
    return bucket.stat(key).map(ObjectStore.Stat::version).orElse("");
  }
}
