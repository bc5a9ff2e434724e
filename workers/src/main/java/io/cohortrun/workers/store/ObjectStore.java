package io.cohortrun.workers.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Keys to bytes: one output store (local folder, S3, Azure, GCS). Keys use {@code /} and never
 * begin with it. An object is either whole or absent; nothing partial is ever visible.
 */
public interface ObjectStore extends AutoCloseable {

  /** The absolute URI this store was opened with. */
  String uri();

  /** Whole object, or empty where the key is absent. For small objects. */
  Optional<byte[]> get(String key) throws IOException;

  /** Streams an object. @throws java.nio.file.NoSuchFileException where the key is absent */
  InputStream open(String key) throws IOException;

  /** Writes or replaces a whole object atomically. */
  void put(String key, byte[] bytes) throws IOException;

  /** Uploads a local file as a whole object atomically. */
  void put(String key, Path file) throws IOException;

  /**
   * Writes only where the key is absent, atomically against any number of writers.
   *
   * @return true if this call created it
   */
  boolean createIfAbsent(String key, byte[] bytes) throws IOException;

  /** Size, modification time and etag, or empty where absent. */
  Optional<Stat> stat(String key) throws IOException;

  /** Keys under a prefix (recursive), sorted. */
  List<String> list(String prefix) throws IOException;

  /** Deletes every key under a prefix; absent is fine. */
  void deleteAll(String prefix) throws IOException;

  @Override
  void close();

  /**
   * What is known of an object without reading it.
   *
   * @param bytes size
   * @param version etag or modification time, as text: changes whenever the content does
   */
  record Stat(long bytes, String version) {}
}
