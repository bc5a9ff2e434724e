package io.cohortrun.workers.store;

import com.fasterxml.jackson.core.type.TypeReference;
import io.cohortrun.workers.canonical.Json;
import io.cohortrun.workers.store.StoreFailure.Code;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * A bounded folder of downloaded slides, shared by threads and processes. An entry is a folder that
 * is renamed into place when whole; the least recently used ones that nobody holds make room.
 */
final class SlideCache {

  private static final String ENTRY = "slide-";
  private static final String PARTIAL = "partial-";
  private static final String DIGESTS = ".digests.json";

  /** Partial downloads older than this belong to killed processes. */
  private static final Duration ABANDONED = Duration.ofHours(12);

  private final Path folder;
  private final long most;
  private final SlideLeases leases;

  SlideCache(Path folder, long most) {
    this.folder = folder;
    this.most = most;
    this.leases = SlideLeases.of(folder);
  }

  /** Fills an empty folder and tells the digest of each file by its name. */
  @FunctionalInterface
  interface Filler {
    SortedMap<String, String> fill(Path into) throws IOException;
  }

  /** A cached slide that is held until released. */
  record Entry(Path folder, SortedMap<String, String> digests, Runnable lease) {
    void release() {
      lease.run();
    }
  }

  /** The entry of that name, filled where it is not there. */
  Entry enter(String name, long bytes, Filler filler) throws IOException {
    try {
      Files.createDirectories(folder);
      Runnable lease = leases.hold(name);
      try {
        Path entry = folder.resolve(ENTRY + name);
        if (!Files.exists(entry.resolve(DIGESTS))) {
          fill(entry, reserve(bytes), filler);
        }
        Path digests = entry.resolve(DIGESTS);
        Files.setLastModifiedTime(digests, FileTime.from(Instant.now()));
        return new Entry(
            entry,
            Json.MAPPER.readValue(
                digests.toFile(), new TypeReference<SortedMap<String, String>>() {}),
            lease);
      } catch (IOException | RuntimeException e) {
        lease.run();
        throw e;
      }
    } catch (FileSystemException e) {
      throw FolderFailures.of(folder.toUri().toString(), "", e);
    }
  }

  /** Makes room, and notes in a partial entry's name how much it will take. */
  private synchronized Path reserve(long bytes) throws IOException {
    makeRoom(bytes);
    return Files.createDirectory(folder.resolve(PARTIAL + bytes + "-" + UUID.randomUUID()));
  }

  private void fill(Path entry, Path partial, Filler filler) throws IOException {
    try {
      SortedMap<String, String> digests = filler.fill(partial);
      Json.MAPPER.writeValue(partial.resolve(DIGESTS).toFile(), digests);
      Files.move(partial, entry, StandardCopyOption.ATOMIC_MOVE);
    } catch (FileSystemException e) {
      // Another process was faster: its entry is as good as ours.
      if (!Files.exists(entry.resolve(DIGESTS))) {
        throw e;
      }
    } finally {
      remove(partial);
    }
  }

  private void makeRoom(long bytes) throws IOException {
    List<Held> entries = new ArrayList<>();
    long held = 0;
    try (DirectoryStream<Path> all = Files.newDirectoryStream(folder)) {
      for (Path p : all) {
        String name = p.getFileName().toString();
        if (name.startsWith(PARTIAL)) {
          if (isAbandoned(p)) {
            remove(p);
          } else {
            held += Long.parseLong(name.split("-", -1)[1]);
          }
        } else if (name.startsWith(ENTRY)) {
          Held h = new Held(p, name.substring(ENTRY.length()), size(p), used(p));
          entries.add(h);
          held += h.bytes();
        }
      }
    }
    entries.sort(Comparator.comparing(Held::used));
    for (Held h : entries) {
      if (held + bytes <= most) {
        return;
      }
      if (leases.ifFree(h.name(), () -> remove(h.path()))) {
        held -= h.bytes();
      }
    }
    if (held + bytes > most) {
      throw new StoreFailure(
          Code.DiskFull,
          "%s: the slide cache of %,d bytes is full of slides in use; raise its size."
              .formatted(folder.toUri(), most));
    }
  }

  private record Held(Path path, String name, long bytes, Instant used) {}

  private static boolean isAbandoned(Path partial) {
    return used(partial).isBefore(Instant.now().minus(ABANDONED));
  }

  private static Instant used(Path p) {
    try {
      Path digests = p.resolve(DIGESTS);
      return Files.getLastModifiedTime(Files.exists(digests) ? digests : p).toInstant();
    } catch (IOException gone) {
      return Instant.EPOCH;
    }
  }

  private static long size(Path folder) throws IOException {
    long bytes = 0;
    try (Stream<Path> walk = Files.walk(folder)) {
      for (Path p : (Iterable<Path>) walk.filter(Files::isRegularFile)::iterator) {
        bytes += Files.size(p);
      }
    } catch (UncheckedIOException | FileSystemException gone) {
      return bytes;
    }
    return bytes;
  }

  private static void remove(Path folder) throws IOException {
    if (Files.exists(folder)) {
      FolderWalk.delete(folder.getParent(), folder.getFileName() + "/");
    }
  }
}
