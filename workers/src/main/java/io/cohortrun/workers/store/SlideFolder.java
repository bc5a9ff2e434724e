package io.cohortrun.workers.store;

import io.cohortrun.workers.store.Gc.Garbage;
import io.cohortrun.workers.store.ObjectStore.Item;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Everything under {@code slides/<slideKey>/}, as the collector sees it. */
final class SlideFolder {

  /** {@code try-<id>/} of the result or of its maps. */
  private static final Pattern TRY = Pattern.compile("((?:maps-[^/]+/)?)try-[^/]+/");

  private final ObjectStore store;
  private final String key;
  private final List<Item> items;

  private SlideFolder(ObjectStore store, String key, List<Item> items) {
    this.store = store;
    this.key = key;
    this.items = items;
  }

  /** All of a store, from one listing. */
  static List<SlideFolder> all(ObjectStore store) throws IOException {
    Map<String, List<Item>> byKey = new LinkedHashMap<>();
    for (Item item : store.items(SlideLayout.SLIDES)) {
      if (!item.key().startsWith(SlideLayout.INDEX)) {
        byKey.computeIfAbsent(keyOf(item.key()), k -> new ArrayList<>()).add(item);
      }
    }
    return byKey.entrySet().stream()
        .map(e -> new SlideFolder(store, e.getKey(), e.getValue()))
        .toList();
  }

  static String keyOf(String objectKey) {
    int from = SlideLayout.SLIDES.length();
    int to = objectKey.indexOf('/', from);
    return objectKey.substring(from, to < 0 ? objectKey.length() : to);
  }

  /** Removes the key's mark in the content index. */
  static void forget(ObjectStore store, String prefix) throws IOException {
    String key = keyOf(prefix);
    var inputs = new SlideIndex(store).inputs(key);
    String content = inputs.isEmpty() ? "" : inputs.get().path("contentDigest").asText();
    if (content.length() == 64) {
      store.deleteAll(SlideLayout.content(content) + key);
    }
  }

  String key() {
    return key;
  }

  Instant newest() {
    return newest(items);
  }

  Garbage whole() {
    return garbage(Garbage.Kind.RESULT, prefix(), items);
  }

  /** Old tries that did not commit, and checkpoints that a commit has made useless. */
  List<Garbage> orphans(Instant before) throws IOException {
    Map<String, List<Item>> tries = new LinkedHashMap<>();
    List<Item> parts = new ArrayList<>();
    for (Item item : items) {
      String name = item.key().substring(prefix().length());
      Matcher m = TRY.matcher(name);
      if (m.lookingAt()) {
        tries.computeIfAbsent(prefix() + m.group(), k -> new ArrayList<>()).add(item);
      } else if (name.startsWith("parts/")) {
        parts.add(item);
      }
    }
    List<Garbage> found = new ArrayList<>();
    for (Map.Entry<String, List<Item>> t : tries.entrySet()) {
      if (newest(t.getValue()).isBefore(before) && !isCommitted(t.getKey())) {
        found.add(garbage(Garbage.Kind.TRY, t.getKey(), t.getValue()));
      }
    }
    boolean done = items.stream().anyMatch(i -> i.key().equals(prefix() + "COMMIT"));
    if (done && !parts.isEmpty() && newest(parts).isBefore(before)) {
      found.add(garbage(Garbage.Kind.PARTS, prefix() + "parts/", parts));
    }
    return found;
  }

  private boolean isCommitted(String tryPrefix) throws IOException {
    String place = Keys.folder(tryPrefix.substring(0, tryPrefix.length() - 1));
    try {
      return new SlideCommits(store).at(place).map(c -> c.prefix().equals(tryPrefix)).orElse(false);
    } catch (StoreFailure unreadable) {
      return true; // whose files these are cannot be told
    }
  }

  private String prefix() {
    return SlideLayout.slide(key);
  }

  private static Instant newest(List<Item> items) {
    return items.stream().map(Item::modified).max(Instant::compareTo).orElse(Instant.MIN);
  }

  private static Garbage garbage(Garbage.Kind kind, String prefix, List<Item> items) {
    return new Garbage(kind, prefix, items.size(), items.stream().mapToLong(Item::bytes).sum());
  }
}
