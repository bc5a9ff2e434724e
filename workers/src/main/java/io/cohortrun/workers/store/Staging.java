package io.cohortrun.workers.store;

import io.cohortrun.workers.slide.SlideFailure;
import io.cohortrun.workflows.contract.Outcome;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Brings slides to this machine's disk and tells their content digest. Local slides are used where
 * they lie; those in object stores are downloaded to a bounded cache. A digest is remembered in the
 * output store by URI and version, so that known slides are not read again. Thread-safe; several
 * processes may share one cache folder.
 */
public final class Staging implements SlideStager, AutoCloseable {

  private final LocalSlides local;
  private final RemoteSlides remote;
  private final Map<String, String> environment;
  private final Map<String, ObjectStore> buckets = new ConcurrentHashMap<>();

  /**
   * Over one output store.
   *
   * @param output holds the digest index
   * @param cache folder for downloads, made on first use
   * @param limits sizes that are refused
   */
  public Staging(ObjectStore output, Path cache, Limits limits) {
    this(output, cache, limits, System.getenv());
  }

  /** As above, with an environment of its own for credentials. */
  public Staging(ObjectStore output, Path cache, Limits limits, Map<String, String> environment) {
    SlideIndex index = new SlideIndex(output);
    this.local = new LocalSlides(index, limits);
    this.remote = new RemoteSlides(index, new SlideCache(cache, limits.cacheBytes()), limits);
    this.environment = environment;
  }

  /**
   * Bounds of staging.
   *
   * @param slideBytes largest slide that is accepted
   * @param cacheBytes most bytes that the download cache may hold
   */
  public record Limits(long slideBytes, long cacheBytes) {
    /** Slides up to 500 GB, cache up to 200 GB. */
    public static final Limits DEFAULT = new Limits(500_000_000_000L, 200_000_000_000L);
  }

  /** Stages a slide: a file with the files that belong to it, or a folder as one slide. */
  @Override
  public StagedSlide stage(String uri) throws SlideFailure, IOException {
    return Stores.isLocal(uri)
        ? coded(() -> local.stage(uri, Stores.localPath(uri)))
        : coded(() -> remote.stage(uri, bucket(uri), key(uri)));
  }

  @Override
  public String contentDigest(String uri) throws SlideFailure, IOException {
    if (!Stores.isLocal(uri)) {
      Optional<String> known = coded(() -> remote.known(uri, bucket(uri), key(uri)));
      if (known.isPresent()) {
        return known.get();
      }
    }
    return SlideStager.super.contentDigest(uri);
  }

  @Override
  public void close() {
    buckets.values().forEach(ObjectStore::close);
    buckets.clear();
  }

  private interface Work<T> {
    T run() throws SlideFailure, IOException;
  }

  /** What a store says of one slide is that slide's failure; all else is the store's. */
  private static <T> T coded(Work<T> work) throws SlideFailure, IOException {
    try {
      return work.run();
    } catch (StoreFailure e) {
      switch (e.code()) {
        case NotFound, BadUri -> throw new SlideFailure(Outcome.NotFound, e.getMessage(), e);
        case AccessDenied -> throw new SlideFailure(Outcome.AccessDenied, e.getMessage(), e);
        default -> throw e;
      }
    }
  }

  private static String key(String uri) throws SlideFailure {
    int end = bucketEnd(uri);
    if (end < 0 || end == uri.length() - 1) {
      throw new SlideFailure(
          Outcome.NotFound, uri + ": names a bucket and no object; add the slide's key.");
    }
    return uri.substring(end + 1);
  }

  private static int bucketEnd(String uri) {
    return uri.indexOf('/', uri.indexOf("://") + 3);
  }

  private ObjectStore bucket(String slide) throws IOException {
    int end = bucketEnd(slide);
    String uri = end < 0 ? slide : slide.substring(0, end);
    ObjectStore known = buckets.get(uri);
    if (known != null) {
      return known;
    }
    ObjectStore opened = Stores.open(uri, environment);
    ObjectStore first = buckets.putIfAbsent(uri, opened);
    if (first != null) {
      opened.close();
      return first;
    }
    return opened;
  }
}
