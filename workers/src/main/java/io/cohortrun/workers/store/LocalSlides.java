package io.cohortrun.workers.store;

import io.cohortrun.workers.canonical.Sha256;
import io.cohortrun.workers.slide.SlideFailure;
import io.cohortrun.workers.store.SlideFiles.SlideSet;
import io.cohortrun.workflows.contract.Outcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** Slides on a mounted file system: used in place, read once for their digest. */
final class LocalSlides {

  /** A file that changed less than this ago may change again without its times showing it. */
  private static final Duration SETTLED = Duration.ofSeconds(2);

  private static final Pattern NO_FILE =
      Pattern.compile("Not a directory|Too many levels|name too long", Pattern.CASE_INSENSITIVE);

  private final SlideIndex index;
  private final Staging.Limits limits;

  LocalSlides(SlideIndex index, Staging.Limits limits) {
    this.index = index;
    this.limits = limits;
  }

  StagedSlide stage(String uri, Path path) throws SlideFailure, IOException {
    try {
      if (!Files.isDirectory(path) && !Files.isRegularFile(path)) {
        Files.readAttributes(path, "size"); // tells "absent" from "denied"
        throw new SlideFailure(
            Outcome.Unreadable,
            path
                + ": is neither a file nor a folder; give the slide's file, or the folder of one slide.");
      }
      return staged(uri, path);
    } catch (NoSuchFileException e) {
      throw new SlideFailure(
          Outcome.NotFound, e.getFile() + ": does not exist; correct it in the manifest.", e);
    } catch (AccessDeniedException e) {
      throw denied(e.getFile(), e);
    } catch (FileSystemException e) {
      // "x.svs/y", loops of links, names that are too long: a path that cannot be a file.
      if (NO_FILE.matcher(String.valueOf(e.getReason())).find()) {
        throw new SlideFailure(
            Outcome.NotFound,
            "%s: %s; correct it in the manifest.".formatted(e.getFile(), e.getReason()),
            e);
      }
      throw e;
    } catch (UncheckedIOException e) {
      if (e.getCause() instanceof AccessDeniedException a) {
        throw denied(a.getFile(), a);
      }
      throw e.getCause();
    }
  }

  private StagedSlide staged(String uri, Path path) throws SlideFailure, IOException {
    SlideSet set = SlideFiles.local(path);
    if (set.names().isEmpty()) {
      throw new SlideFailure(
          Outcome.NotFound,
          path + ": the folder holds no file; correct it in the manifest or copy the slide there.");
    }
    State before = State.of(set);
    if (before.bytes() > limits.slideBytes()) {
      throw RemoteSlides.tooLarge(path.toString(), before.bytes(), limits.slideBytes());
    }
    Optional<SlideIndex.Known> known = index.known(uri);
    if (known.isPresent()
        && before.bytes() == known.get().bytes()
        && before.version().equals(known.get().version())) {
      for (String name : set.names()) { // a digest must not hide a permission taken away
        Files.newInputStream(Path.of(set.base(), name)).close();
      }
      return new StagedSlide(path, known.get().contentDigest(), before.bytes(), () -> {});
    }
    SortedMap<String, String> digests = new TreeMap<>();
    for (String name : set.names()) {
      digests.put(name, Sha256.of(Path.of(set.base(), name)));
    }
    if (!State.of(SlideFiles.local(path)).version().equals(before.version())) {
      throw new SlideFailure(
          Outcome.Unreadable,
          path + ": changed while it was read; wait until its copy is complete and run again.");
    }
    String digest = SetDigest.of(digests);
    boolean settled = before.newest().isBefore(Instant.now().minus(SETTLED));
    index.remember(uri, before.bytes(), settled ? before.version() : "", digest);
    return new StagedSlide(path, digest, before.bytes(), () -> {});
  }

  private static SlideFailure denied(String file, Exception cause) {
    return new SlideFailure(
        Outcome.AccessDenied, file + ": permission denied; give this user read access.", cause);
  }

  /**
   * Size and times of a set.
   *
   * @param version digest over names, sizes, modification and change times and inodes
   * @param newest latest time
   */
  private record State(long bytes, String version, Instant newest) {

    static State of(SlideSet set) throws IOException {
      long bytes = 0;
      Instant newest = Instant.MIN;
      StringBuilder lines = new StringBuilder();
      for (String name : set.names()) {
        Map<String, Object> a = attributes(Path.of(set.base(), name));
        bytes += (Long) a.get("size");
        lines.append(name).append('\t').append(a.get("size")).append('\t').append(a.get("fileKey"));
        // The change time cannot be set back as the modification time can.
        for (String clock : new String[] {"lastModifiedTime", "ctime"}) {
          if (a.get(clock) instanceof FileTime t) {
            lines.append('\t').append(t.to(TimeUnit.NANOSECONDS));
            newest = t.toInstant().isAfter(newest) ? t.toInstant() : newest;
          }
        }
        lines.append('\n');
      }
      return new State(bytes, Sha256.of(lines.toString()), newest);
    }

    private static Map<String, Object> attributes(Path file) throws IOException {
      return file.getFileSystem().supportedFileAttributeViews().contains("unix")
          ? Files.readAttributes(file, "unix:size,lastModifiedTime,ctime,fileKey")
          : Files.readAttributes(file, "size,lastModifiedTime,fileKey");
    }
  }
}
