package io.cohortrun.workers.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * A local or mounted folder as a store. Killing a process at any moment leaves every object whole
 * or absent, and at most a temporary file that no listing shows. Any number of processes may work
 * on one folder.
 */
final class FolderStore implements ObjectStore {

  private final FolderRoot root;
  private final FolderWriter writer;
  private final String uri;

  private FolderStore(FolderRoot root) {
    this.root = root;
    this.writer = new FolderWriter(root);
    this.uri = root.path().toUri().toString().replaceAll("/+$", "");
  }

  /** Opens, and creates where needed, a folder. */
  static FolderStore open(Path folder) throws IOException {
    return new FolderStore(FolderRoot.open(folder.toAbsolutePath().normalize()));
  }

  @Override
  public String uri() {
    return uri;
  }

  /** Where the objects lie. */
  Path path() {
    return root.path();
  }

  @Override
  public Optional<byte[]> get(String key) throws IOException {
    try {
      return Optional.of(Files.readAllBytes(file(key)));
    } catch (NoSuchFileException e) {
      root.check();
      return Optional.empty();
    } catch (IOException e) {
      throw FolderFailures.of(uri, key, e);
    }
  }

  @Override
  public InputStream open(String key) throws IOException {
    try {
      return Files.newInputStream(file(key));
    } catch (NoSuchFileException e) {
      root.check();
      throw e;
    } catch (IOException e) {
      throw FolderFailures.of(uri, key, e);
    }
  }

  @Override
  public void put(String key, byte[] bytes) throws IOException {
    replace(key, out -> out.write(bytes), true);
  }

  @Override
  public void put(String key, Path local) throws IOException {
    replace(key, out -> Files.copy(local, out), true);
  }

  @Override
  public void putUnsynced(String key, byte[] bytes) throws IOException {
    replace(key, out -> out.write(bytes), false);
  }

  @Override
  public void putUnsynced(String key, Path local) throws IOException {
    replace(key, out -> Files.copy(local, out), false);
  }

  @Override
  public void sync(String prefix) throws IOException {
    Set<Path> folders = new HashSet<>();
    try {
      for (String key : list(prefix)) {
        Path file = file(key);
        FolderWriter.sync(file);
        for (Path p = file.getParent(); folders.add(p) && !p.equals(root.path()); ) {
          p = p.getParent();
        }
      }
      for (Path folder : folders) {
        FolderWriter.sync(folder);
      }
    } catch (IOException e) {
      throw FolderFailures.of(uri, prefix, e);
    }
  }

  @Override
  public boolean createIfAbsent(String key, byte[] bytes) throws IOException {
    try {
      return writer.create(file(key), out -> out.write(bytes));
    } catch (IOException e) {
      throw FolderFailures.of(uri, key, e);
    }
  }

  @Override
  public Optional<Stat> stat(String key) throws IOException {
    try {
      BasicFileAttributes a = Files.readAttributes(file(key), BasicFileAttributes.class);
      if (a.isDirectory()) {
        return Optional.empty();
      }
      // Every write makes a new inode, so that two writes within one clock tick differ too.
      long nanos = a.lastModifiedTime().to(TimeUnit.NANOSECONDS);
      return Optional.of(
          new Stat(a.size(), nanos + ":" + a.fileKey(), a.lastModifiedTime().toInstant()));
    } catch (NoSuchFileException e) {
      root.check();
      return Optional.empty();
    } catch (IOException e) {
      throw FolderFailures.of(uri, key, e);
    }
  }

  @Override
  public List<String> list(String prefix) throws IOException {
    Keys.checkPrefix(prefix);
    List<String> keys = new ArrayList<>();
    try {
      root.check();
      FolderWalk.objects(root.path(), prefix, (key, attributes) -> keys.add(key));
    } catch (IOException e) {
      throw FolderFailures.of(uri, prefix, e);
    }
    Collections.sort(keys);
    return keys;
  }

  @Override
  public List<Item> items(String prefix) throws IOException {
    Keys.checkPrefix(prefix);
    List<Item> items = new ArrayList<>();
    try {
      root.check();
      FolderWalk.objects(
          root.path(),
          prefix,
          (key, a) -> items.add(new Item(key, a.size(), a.lastModifiedTime().toInstant())));
    } catch (IOException e) {
      throw FolderFailures.of(uri, prefix, e);
    }
    items.sort(Comparator.comparing(Item::key));
    return items;
  }

  @Override
  public void deleteAll(String prefix) throws IOException {
    Keys.checkPrefix(prefix);
    try {
      root.check();
      FolderWalk.delete(root.path(), prefix);
    } catch (IOException e) {
      throw FolderFailures.of(uri, prefix, e);
    }
  }

  /** Deletes an unfinished write, which is no object. */
  void deleteTemporary(String key) throws IOException {
    Path file = root.path().resolve(key).normalize();
    if (!file.startsWith(root.path())
        || !file.getFileName().toString().startsWith(Keys.TEMPORARY)) {
      throw new IllegalArgumentException("not an unfinished write: " + key);
    }
    Files.deleteIfExists(file);
  }

  @Override
  public void close() {
    // Holds nothing open.
  }

  private void replace(String key, FolderWriter.Body body, boolean synced) throws IOException {
    try {
      writer.replace(file(key), body, synced);
    } catch (IOException e) {
      throw FolderFailures.of(uri, key, e);
    }
  }

  private Path file(String key) {
    return root.path().resolve(Keys.check(key));
  }
}
