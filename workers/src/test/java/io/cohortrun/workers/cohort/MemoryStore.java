package io.cohortrun.workers.cohort;

import io.cohortrun.workers.canonical.Sha256;
import io.cohortrun.workers.store.ObjectStore;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Keys to bytes in memory; closing keeps them. Counts its writes. */
final class MemoryStore implements ObjectStore {

  private final ConcurrentSkipListMap<String, byte[]> objects = new ConcurrentSkipListMap<>();
  private final AtomicInteger writes = new AtomicInteger();
  private volatile String broken = "";

  /** From now on, writes to keys that contain {@code part} fail. */
  void breakAt(String part) {
    broken = part;
  }

  int writes() {
    return writes.get();
  }

  @Override
  public String uri() {
    return "memory:";
  }

  @Override
  public Optional<byte[]> get(String key) {
    return Optional.ofNullable(objects.get(key)).map(byte[]::clone);
  }

  @Override
  public InputStream open(String key) throws IOException {
    return new ByteArrayInputStream(get(key).orElseThrow(() -> new NoSuchFileException(key)));
  }

  @Override
  public void put(String key, byte[] bytes) throws IOException {
    check(key);
    objects.put(key, bytes.clone());
  }

  @Override
  public void put(String key, Path file) throws IOException {
    put(key, Files.readAllBytes(file));
  }

  @Override
  public boolean createIfAbsent(String key, byte[] bytes) throws IOException {
    check(key);
    return objects.putIfAbsent(key, bytes.clone()) == null;
  }

  @Override
  public Optional<Stat> stat(String key) {
    return Optional.ofNullable(objects.get(key))
        .map(bytes -> new Stat(bytes.length, Sha256.of(bytes), Instant.EPOCH));
  }

  @Override
  public List<String> list(String prefix) {
    return objects.keySet().stream().filter(key -> key.startsWith(prefix)).toList();
  }

  @Override
  public void deleteAll(String prefix) {
    objects.keySet().removeIf(key -> key.startsWith(prefix));
  }

  @Override
  public void close() {}

  private void check(String key) throws IOException {
    if (!broken.isEmpty() && key.contains(broken)) {
      throw new IOException("the store is away");
    }
    writes.incrementAndGet();
  }
}
