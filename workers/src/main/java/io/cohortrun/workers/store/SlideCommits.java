package io.cohortrun.workers.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.cohortrun.workers.canonical.Json;
import io.cohortrun.workers.canonical.Sha256;
import io.cohortrun.workers.store.StoreFailure.Code;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.util.Map;
import java.util.Optional;

/**
 * Results of slides under {@code slides/<slideKey>/}. A result exists if and only if its {@code
 * COMMIT} does, and {@code COMMIT} is created once: readers follow it, and whatever else lies in
 * the folder is nobody's result.
 */
public final class SlideCommits {

  private final ObjectStore store;

  /** Over the output store that holds {@code slides/}. */
  public SlideCommits(ObjectStore store) {
    this.store = store;
  }

  /** The committed result of a slide. */
  public Optional<Commit> read(String slideKey) throws IOException {
    return at(SlideLayout.slide(slideKey));
  }

  /** The committed maps of a slide for an output profile. */
  public Optional<Commit> readMaps(String slideKey, String profile) throws IOException {
    return at(SlideLayout.maps(slideKey, profile));
  }

  /** Starts a try at a slide's result. */
  public Try begin(String slideKey) {
    return new Try(store, this, SlideLayout.slide(slideKey));
  }

  /** Starts a try at maps that a committed result lacks. */
  public Try beginMaps(String slideKey, String profile) {
    return new Try(store, this, SlideLayout.maps(slideKey, profile));
  }

  /** Bytes of all that lies under a slide's key: its result, and its maps where it has some. */
  public long size(String slideKey) throws IOException {
    return store.items(SlideLayout.slide(slideKey)).stream()
        .mapToLong(ObjectStore.Item::bytes)
        .sum();
  }

  /**
   * Reads one committed file and checks its digest.
   *
   * @throws StoreFailure Corrupt where it is missing or not the one that was committed
   */
  public byte[] bytes(Commit commit, String name) throws IOException {
    byte[] bytes =
        store.get(commit.key(name)).orElseThrow(() -> corrupt(commit.key(name), "is missing"));
    if (!Sha256.of(bytes).equals(commit.files().get(name))) {
      throw corrupt(commit.key(name), "is not the file that was committed");
    }
    return bytes;
  }

  /**
   * Reads every committed file and compares digests.
   *
   * @throws StoreFailure Corrupt for the first that is missing or differs
   */
  public void verify(Commit commit) throws IOException {
    for (Map.Entry<String, String> file : commit.files().entrySet()) {
      String key = commit.key(file.getKey());
      try (InputStream in = store.open(key)) {
        if (!Sha256.of(in).equals(file.getValue())) {
          throw corrupt(key, "is not the file that was committed");
        }
      } catch (NoSuchFileException e) {
        throw corrupt(key, "is missing");
      }
    }
  }

  /**
   * Removes a commit whose files are damaged or gone, so that the slide is computed again. Two
   * processes that do this at once may cost one more computation, never a wrong result.
   *
   * @return whether it was damaged and is removed
   */
  public boolean discardIfCorrupt(String slideKey) throws IOException {
    String place = SlideLayout.slide(slideKey);
    Optional<Commit> commit;
    try {
      commit = at(place);
      if (commit.isEmpty()) {
        return false;
      }
      verify(commit.get());
      return false;
    } catch (StoreFailure e) {
      if (e.code() != Code.Corrupt) {
        throw e;
      }
    }
    store.deleteAll(place + "COMMIT");
    return true;
  }

  /** The commit of a folder with a trailing slash. */
  Optional<Commit> at(String place) throws IOException {
    Optional<byte[]> json = store.get(place + "COMMIT");
    if (json.isEmpty()) {
      return Optional.empty();
    }
    try {
      Commit commit = Json.MAPPER.readValue(json.get(), Commit.class);
      if (commit.prefix() == null
          || commit.files() == null
          || !commit.prefix().startsWith(place + "try-")) {
        throw corrupt(place + "COMMIT", "does not name files of its own folder");
      }
      return Optional.of(commit);
    } catch (JsonProcessingException e) {
      throw corrupt(place + "COMMIT", "is not a commit");
    }
  }

  private StoreFailure corrupt(String key, String what) {
    return new StoreFailure(
        Code.Corrupt,
        "%s/%s: %s; remove %sCOMMIT to have the slide computed again."
            .formatted(store.uri(), key, what, key.replaceAll("(try-[^/]*/.*|COMMIT)$", "")));
  }
}
