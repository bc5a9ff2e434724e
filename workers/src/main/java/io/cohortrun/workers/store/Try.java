package io.cohortrun.workers.store;

import io.cohortrun.workers.canonical.Json;
import io.cohortrun.workers.canonical.Sha256;
import io.cohortrun.workers.model.NumericClass;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * One attempt at a result: files go to a folder of its own and count for nothing until {@link
 * #commit}. Closing without a commit removes them; a process that dies leaves them to {@link Gc}.
 * Files may be put from several threads.
 */
public final class Try implements AutoCloseable {

  private final ObjectStore store;
  private final SlideCommits commits;
  private final String place;
  private final String prefix;
  private final SortedMap<String, String> files = new TreeMap<>();
  private boolean over;

  Try(ObjectStore store, SlideCommits commits, String place) {
    this.store = store;
    this.commits = commits;
    this.place = place;
    this.prefix = place + "try-" + UUID.randomUUID() + "/";
  }

  /** Key prefix of this try's files, with a trailing slash. */
  public String prefix() {
    return prefix;
  }

  /** Uploads one file of the result. */
  public void put(String name, byte[] bytes) throws IOException {
    store.putUnsynced(prefix + name, bytes);
    add(name, Sha256.of(bytes));
  }

  /** Uploads a local file, or every file of a local folder as {@code name/...}. */
  public void put(String name, Path local) throws IOException {
    if (Files.isDirectory(local)) {
      List<Path> inside = new ArrayList<>();
      try (Stream<Path> walk = Files.walk(local)) {
        walk.filter(Files::isRegularFile).forEach(inside::add);
      }
      for (Path p : inside) {
        put(name + "/" + local.relativize(p).toString().replace('\\', '/'), p);
      }
      return;
    }
    store.putUnsynced(prefix + name, local);
    add(name, Sha256.of(local));
  }

  /**
   * Makes the result valid, unless another try was first; then this try's files are removed.
   *
   * @return the commit that stands, own or other
   */
  public Committed commit(NumericClass numericClass) throws IOException {
    Commit own = new Commit(prefix, new TreeMap<>(files), numericClass);
    store.sync(prefix);
    KillPoints.hit(KillPoint.UPLOAD_COMMIT);
    boolean created = store.createIfAbsent(place + "COMMIT", Json.MAPPER.writeValueAsBytes(own));
    Commit stands = own;
    if (!created) {
      Optional<Commit> first = commits.at(place);
      if (first.isEmpty()) {
        throw new IOException(place + "COMMIT was there and is gone; the result is tried again.");
      }
      stands = first.get();
      // A lost answer makes our own commit look like another's; the prefix tells.
      created = stands.prefix().equals(prefix);
    }
    if (created) {
      over = true;
      KillPoints.hit(KillPoint.COMMIT_RECEIPT);
    } else {
      close();
    }
    return new Committed(stands, created);
  }

  /** Removes this try's files where it was not committed. */
  @Override
  public void close() throws IOException {
    if (!over) {
      over = true;
      store.deleteAll(prefix);
    }
  }

  private synchronized void add(String name, String digest) {
    files.put(name, digest);
  }

  /**
   * How a commit ended.
   *
   * @param commit that stands
   * @param won whether this try made it
   */
  public record Committed(Commit commit, boolean won) {}
}
