package io.cohortrun.workers.shard;

import io.cohortrun.workers.store.ObjectStore;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;

/** An output store in memory, whose writes can be made to fail. */
class MemoryStore implements ObjectStore {

  final NavigableMap<String, byte[]> objects = new ConcurrentSkipListMap<>();

  /** Writes left until the store fails for ever; negative for never. */
  final AtomicInteger writesLeft = new AtomicInteger(-1);

  @Override
  public String uri() {
    return "memory:///";
  }

  @Override
  public Optional<byte[]> get(String key) {
    return Optional.ofNullable(objects.get(key));
  }

  @Override
  public InputStream open(String key) throws IOException {
    return new ByteArrayInputStream(get(key).orElseThrow(() -> new NoSuchFileException(key)));
  }

  @Override
  public void put(String key, byte[] bytes) throws IOException {
    spend();
    objects.put(key, bytes);
  }

  @Override
  public void put(String key, Path file) throws IOException {
    put(key, Files.readAllBytes(file));
  }

  @Override
  public boolean createIfAbsent(String key, byte[] bytes) throws IOException {
    spend();
    return objects.putIfAbsent(key, bytes) == null;
  }

  @Override
  public Optional<Stat> stat(String key) {
    return get(key).map(b -> new Stat(b.length, "1", java.time.Instant.EPOCH));
  }

  @Override
  public List<String> list(String prefix) {
    return objects.tailMap(prefix).keySet().stream().takeWhile(k -> k.startsWith(prefix)).toList();
  }

  @Override
  public void deleteAll(String prefix) throws IOException {
    spend();
    list(prefix).forEach(objects::remove);
  }

  @Override
  public void close() {}

  private void spend() throws IOException {
    int left = writesLeft.getAndUpdate(n -> n > 0 ? n - 1 : n);
    if (left == 0) {
      throw new IOException("the store is away");
    }
  }
}
