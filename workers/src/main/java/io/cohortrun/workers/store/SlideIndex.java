package io.cohortrun.workers.store;

import com.fasterxml.jackson.databind.JsonNode;
import io.cohortrun.workers.canonical.Json;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * Finds slide keys by content, and content by URI. It holds one small object per result and one per
 * URI, whatever the number of runs; losing it costs explanations and reading slides again, never
 * results.
 */
public final class SlideIndex {

  private final ObjectStore store;

  /** Over the output store that holds {@code slides/}. */
  public SlideIndex(ObjectStore store) {
    this.store = store;
  }

  /**
   * Notes a key and its inputs in the clear, so that later runs can explain what differs.
   *
   * @return the key
   */
  public String record(SlideKeyInputs inputs) throws IOException {
    String key = SlideKey.of(inputs);
    String json = SlideLayout.keyJson(key);
    if (store.stat(json).isEmpty()) {
      // key.json last: where it is, the mark is.
      store.putUnsynced(SlideLayout.content(inputs.contentDigest()) + key, new byte[0]);
      store.putUnsynced(json, SlideKey.canonical(inputs));
    }
    return key;
  }

  /** Keys that were made for that content. */
  List<String> keysOf(String contentDigest) throws IOException {
    String folder = SlideLayout.content(contentDigest);
    return store.list(folder).stream().map(k -> k.substring(folder.length())).toList();
  }

  /** The inputs of a key as JSON; empty where they were not noted, or not by this format. */
  public Optional<JsonNode> inputs(String slideKey) throws IOException {
    Optional<byte[]> json = store.get(SlideLayout.keyJson(slideKey));
    return json.isEmpty() ? Optional.empty() : parse(json.get()).map(n -> n.path("inputs"));
  }

  /** What was last known of a URI's bytes. */
  Optional<Known> known(String uri) throws IOException {
    Optional<byte[]> json = store.get(SlideLayout.uri(uri));
    if (json.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(Json.MAPPER.readValue(json.get(), Known.class));
    } catch (IOException damaged) {
      return Optional.empty();
    }
  }

  /** Remembers the bytes behind a URI, and which ones it had before. */
  void remember(String uri, long bytes, String version, String contentDigest) throws IOException {
    Optional<Known> old = known(uri);
    String previous =
        old.isEmpty()
            ? ""
            : old.get().contentDigest().equals(contentDigest)
                ? old.get().previous()
                : old.get().contentDigest();
    Known now = new Known(bytes, version, contentDigest, previous);
    if (old.isEmpty() || !old.get().equals(now)) {
      store.putUnsynced(SlideLayout.uri(uri), Json.MAPPER.writeValueAsBytes(now));
    }
  }

  private static Optional<JsonNode> parse(byte[] json) {
    try {
      return Optional.of(Json.MAPPER.readTree(json));
    } catch (IOException damaged) {
      return Optional.empty();
    }
  }

  /**
   * What is known of the bytes behind a URI.
   *
   * @param version what must be unchanged for {@code contentDigest} to hold; empty where the bytes
   *     were too fresh to be trusted without reading
   * @param previous content digest before the last change, or empty
   */
  record Known(long bytes, String version, String contentDigest, String previous) {}
}
