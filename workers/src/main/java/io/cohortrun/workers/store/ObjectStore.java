package io.cohortrun.workers.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
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

  /** Writes or replaces a whole object atomically; after a power loss it is whole or absent. */
  void put(String key, byte[] bytes) throws IOException;

  /** Uploads a local file as a whole object atomically; after a power loss whole or absent. */
  void put(String key, Path file) throws IOException;

  /**
   * As {@link #put(String, byte[])}, but promised against power loss only once {@link #sync} has
   * returned. For many small files that one commit makes valid.
   */
  default void putUnsynced(String key, byte[] bytes) throws IOException {
    put(key, bytes);
  }

  /** As {@link #putUnsynced(String, byte[])}, from a local file. */
  default void putUnsynced(String key, Path file) throws IOException {
    put(key, file);
  }

  /** Makes everything under a prefix safe against power loss; object stores always are. */
  default void sync(String prefix) throws IOException {}

  /**
   * Writes only where the key is absent, atomically against any number of writers, and durably.
   *
   * <p>Where a network answer was lost and the write was sent again, the answer may be false though
   * this call created the object: callers write bytes that nobody else writes, and compare.
   *
   * @return true if this call created it
   */
  boolean createIfAbsent(String key, byte[] bytes) throws IOException;

  /** Size, modification time and etag, or empty where absent. */
  Optional<Stat> stat(String key) throws IOException;

  /** Keys under a prefix (recursive), sorted. */
  List<String> list(String prefix) throws IOException;

  /** Objects under a prefix (recursive) with size and time, sorted by key. */
  default List<Item> items(String prefix) throws IOException {
    List<Item> items = new ArrayList<>();
    for (String key : list(prefix)) {
      stat(key).ifPresent(s -> items.add(new Item(key, s.bytes(), s.modified())));
    }
    return items;
  }

  /** Deletes every key under a prefix; absent is fine. */
  void deleteAll(String prefix) throws IOException;

  @Override
  void close();

  /**
   * What is known of an object without reading it.
   *
   * @param bytes size
   * @param version etag or modification time, as text: changes whenever the content does
   * @param modified time of the last write by the store's clock
   */
  record Stat(long bytes, String version, Instant modified) {}

  /** One listed object. */
  record Item(String key, long bytes, Instant modified) {}
}
