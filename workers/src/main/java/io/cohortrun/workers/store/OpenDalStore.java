package io.cohortrun.workers.store;

import io.cohortrun.workers.store.StoreFailure.Code;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.opendal.AsyncOperator;
import org.apache.opendal.Entry;
import org.apache.opendal.ListOptions;
import org.apache.opendal.Metadata;
import org.apache.opendal.OpenDALException;
import org.apache.opendal.Operator;
import org.apache.opendal.WriteOptions;
import org.apache.opendal.layer.RetryLayer;

/**
 * S3, Azure and GCS through OpenDAL. Its retry layer repeats transient failures; a call that
 * outlasts {@link #PATIENCE} counts as unavailable.
 */
final class OpenDalStore implements ObjectStore {

  /** Longest wait for one small request with its retries, or for one chunk of a large one. */
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  /** Files up to this size are written by one request. */
  private static final long ONE_REQUEST = 32L << 20;

  private static final int CHUNK = 16 << 20;
  private static final int CONFLICTS = 20;

  private final String uri;
  private final AsyncOperator async;
  private final Operator blocking;

  private OpenDalStore(String uri, AsyncOperator async) {
    this.uri = uri;
    this.async = async;
    this.blocking = async.blocking();
  }

  static OpenDalStore open(String uri, OpenDalConfig config) throws IOException {
    String clean = uri.replaceAll("/+$", "");
    try (AsyncOperator bare = AsyncOperator.of(config.scheme(), config.options())) {
      RetryLayer retry =
          RetryLayer.builder()
              .jitter(true)
              .minDelay(Duration.ofMillis(200))
              .maxDelay(Duration.ofSeconds(10))
              .maxTimes(5)
              .build();
      return new OpenDalStore(clean, bare.layer(retry));
    } catch (OpenDALException e) {
      throw OpenDalFailures.of(clean, "", e);
    }
  }

  @Override
  public String uri() {
    return uri;
  }

  @Override
  public Optional<byte[]> get(String key) throws IOException {
    try {
      return Optional.of(await(async.read(Keys.check(key)), key));
    } catch (OpenDALException e) {
      if (isAbsent(e)) {
        return Optional.empty();
      }
      throw OpenDalFailures.of(uri, key, e);
    }
  }

  @Override
  public InputStream open(String key) throws IOException {
    Stat stat = stat(key).orElseThrow(() -> new NoSuchFileException(uri + "/" + key));
    return new RangeInput(stat.bytes(), (from, length) -> range(key, from, length));
  }

  @Override
  public void put(String key, byte[] bytes) throws IOException {
    try {
      await(async.write(Keys.check(key), bytes), key);
    } catch (OpenDALException e) {
      throw OpenDalFailures.of(uri, key, e);
    }
  }

  @Override
  public void put(String key, Path file) throws IOException {
    if (Files.size(file) <= ONE_REQUEST) {
      put(key, Files.readAllBytes(file));
      return;
    }
    try (InputStream in = Files.newInputStream(file)) {
      // Closing completes the upload, so it is closed only after the last byte: an upload that
      // breaks off stays incomplete, and thus invisible, on the server.
      @SuppressWarnings("resource")
      OutputStream out = blocking.createOutputStream(Keys.check(key), CHUNK);
      byte[] buffer = new byte[1 << 20];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        out.write(buffer, 0, n);
      }
      out.close();
    } catch (OpenDALException e) {
      throw OpenDalFailures.of(uri, key, e);
    }
  }

  @Override
  public boolean createIfAbsent(String key, byte[] bytes) throws IOException {
    WriteOptions absent = WriteOptions.builder().ifNotExists(true).build();
    for (int t = 1; ; t++) {
      try {
        await(async.write(Keys.check(key), bytes, absent), key);
        return true;
      } catch (OpenDALException e) {
        switch (e.getCode()) {
          case ConditionNotMatch, AlreadyExists -> {
            return false;
          }
          case Unsupported ->
              throw new StoreFailure(
                  Code.NotAtomic,
                  uri + ": cannot create an object only if it is absent; choose another store.",
                  e);
          default -> {
            // S3 answers 409 to one of two writers at the same moment: the key is settled soon.
            if (!String.valueOf(e.getMessage()).contains("ConditionalRequestConflict")
                || t == CONFLICTS) {
              throw OpenDalFailures.of(uri, key, e);
            }
            if (stat(key).isPresent()) {
              return false;
            }
          }
        }
      }
    }
  }

  @Override
  public Optional<Stat> stat(String key) throws IOException {
    try {
      Metadata m = await(async.stat(Keys.check(key)), key);
      if (m.isDir()) {
        return Optional.empty();
      }
      Instant modified = m.getLastModified() == null ? Instant.EPOCH : m.getLastModified();
      String version = m.getEtag() == null ? modified.toString() : m.getEtag();
      return Optional.of(new Stat(m.getContentLength(), version, modified));
    } catch (OpenDALException e) {
      if (isAbsent(e)) {
        return Optional.empty();
      }
      throw OpenDalFailures.of(uri, key, e);
    }
  }

  @Override
  public List<String> list(String prefix) throws IOException {
    return items(prefix).stream().map(Item::key).toList();
  }

  @Override
  public List<Item> items(String prefix) throws IOException {
    ListOptions recursive = ListOptions.builder().recursive(true).build();
    List<Item> items = new ArrayList<>();
    try {
      for (Entry e : await(async.list(Keys.checkPrefix(prefix), recursive), prefix)) {
        Metadata m = e.getMetadata();
        if (!e.getPath().endsWith("/") && e.getPath().startsWith(prefix)) {
          Instant time = m.getLastModified() == null ? Instant.EPOCH : m.getLastModified();
          items.add(new Item(e.getPath(), m.getContentLength(), time));
        }
      }
    } catch (OpenDALException e) {
      throw OpenDalFailures.of(uri, prefix, e);
    }
    items.sort(Comparator.comparing(Item::key));
    return items;
  }

  @Override
  public void deleteAll(String prefix) throws IOException {
    if (prefix.endsWith("/")) { // many keys by one request
      try {
        await(async.removeAll(Keys.checkPrefix(prefix)), prefix);
        return;
      } catch (OpenDALException e) {
        throw OpenDalFailures.of(uri, prefix, e);
      }
    }
    for (String key : list(prefix)) {
      try {
        await(async.delete(key), key);
      } catch (OpenDALException e) {
        throw OpenDalFailures.of(uri, key, e);
      }
    }
  }

  @Override
  public void close() {
    blocking.close();
    async.close();
  }

  private byte[] range(String key, long from, int length) throws IOException {
    try {
      return await(async.read(key, from, length), key);
    } catch (OpenDALException e) {
      throw OpenDalFailures.of(uri, key, e);
    }
  }

  private static boolean isAbsent(OpenDALException e) {
    return e.getCode() == OpenDALException.Code.NotFound;
  }

  /** Waits; OpenDAL's own exception comes out unwrapped. */
  private <T> T await(CompletableFuture<T> call, String key) throws IOException {
    try {
      return call.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof OpenDALException known) {
        throw known;
      }
      throw new IOException(uri + "/" + key + ": " + e.getCause(), e.getCause());
    } catch (TimeoutException e) {
      throw new StoreFailure(
          Code.Unavailable,
          uri + "/" + key + ": no answer for " + PATIENCE.toSeconds() + " s; check the network.",
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw (InterruptedIOException)
          new InterruptedIOException(uri + "/" + key + ": interrupted").initCause(e);
    }
  }
}
