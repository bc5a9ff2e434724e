package io.cohortrun.workers.store;

import com.fasterxml.jackson.databind.JsonNode;
import io.cohortrun.workers.canonical.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** Says in one line why a slide is, or is not, computed again. */
public final class Explain {

  private static final int MOST_DIFFERENCES = 5;

  private final SlideIndex index;
  private final SlideCommits commits;

  private Explain(ObjectStore store) {
    this.index = new SlideIndex(store);
    this.commits = new SlideCommits(store);
  }

  /**
   * Compares a slide with what the store holds.
   *
   * @param uri the slide's absolute URI as in the manifest
   * @param inputs what its numbers depend on now
   * @return one line, no full stop needed after it
   */
  public static String explain(ObjectStore store, String uri, SlideKeyInputs inputs)
      throws IOException {
    return new Explain(store).line(uri, inputs);
  }

  private String line(String uri, SlideKeyInputs inputs) throws IOException {
    String key = SlideKey.of(inputs);
    if (commits.read(key).isPresent()) {
      return "not computed again: committed under key " + brief(key);
    }
    Optional<Nearest> same = nearest(inputs.contentDigest(), inputs);
    if (same.isPresent()) {
      return "computed: the nearest result " + same.get().text();
    }
    Optional<SlideIndex.Known> known = index.known(uri);
    if (known.isPresent()) {
      String last = known.get().contentDigest();
      String before = last.equals(inputs.contentDigest()) ? known.get().previous() : last;
      if (!before.isEmpty()) {
        return "computed: the slide's content changed (sha256 %s -> %s)"
            .formatted(brief(before), brief(inputs.contentDigest()));
      }
    }
    return index.keysOf(inputs.contentDigest()).isEmpty()
        ? "computed: this slide was never seen here"
        : "computed: an earlier run began this slide and did not commit it";
  }

  /** The committed key of that content with the fewest differing inputs. */
  private Optional<Nearest> nearest(String contentDigest, SlideKeyInputs inputs)
      throws IOException {
    SortedMap<String, String> wanted = flat(Json.MAPPER.valueToTree(inputs));
    Nearest best = null;
    for (String key : index.keysOf(contentDigest)) {
      Optional<JsonNode> old = index.inputs(key);
      if (old.isPresent() && commits.read(key).isPresent()) {
        Nearest n = new Nearest(key, differences(flat(old.get()), wanted));
        best = best == null || n.differences().size() < best.differences().size() ? n : best;
      }
    }
    return Optional.ofNullable(best);
  }

  private static List<String> differences(
      SortedMap<String, String> old, SortedMap<String, String> now) {
    TreeSet<String> names = new TreeSet<>(old.keySet());
    names.addAll(now.keySet());
    // Overrides only repeat what the thresholds in force say.
    names.removeIf(n -> n.startsWith("settings.thresholds."));
    List<String> differences = new ArrayList<>();
    for (String name : names) {
      String was = old.getOrDefault(name, "none");
      String is = now.getOrDefault(name, "none");
      if (!was.equals(is)) {
        differences.add("%s: %s -> %s".formatted(label(name), value(was), value(is)));
      }
    }
    return differences;
  }

  private static SortedMap<String, String> flat(JsonNode node) {
    SortedMap<String, String> flat = new TreeMap<>();
    flatten("", node, flat);
    return flat;
  }

  private static void flatten(String path, JsonNode node, SortedMap<String, String> into) {
    if (node.isObject()) {
      node.properties()
          .forEach(
              e ->
                  flatten(
                      path.isEmpty() ? e.getKey() : path + "." + e.getKey(), e.getValue(), into));
    } else {
      into.put(path, node.asText());
    }
  }

  private static String label(String name) {
    if (name.startsWith("thresholds.")) {
      return "threshold of " + name.substring("thresholds.".length());
    }
    return name.startsWith("settings.") ? name.substring("settings.".length()) : name;
  }

  /** Digests are cut; an empty value is named. */
  private static String value(String text) {
    if (text.isEmpty()) {
      return "none";
    }
    return text.matches("[0-9a-f]{64}") ? brief(text) : text;
  }

  private static String brief(String hex) {
    return hex.length() > 12 ? hex.substring(0, 12) : hex;
  }

  private record Nearest(String key, List<String> differences) {
    String text() {
      int more = differences.size() - MOST_DIFFERENCES;
      return "(%s) differs in %s%s"
          .formatted(
              brief(key),
              String.join(
                  "; ", differences.subList(0, Math.min(MOST_DIFFERENCES, differences.size()))),
              more > 0 ? " and " + more + " more" : "");
    }
  }
}
