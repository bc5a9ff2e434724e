package io.cohortrun.workers.clinical;

import com.fasterxml.jackson.databind.JsonNode;
import io.cohortrun.workers.canonical.Json;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Tumour types of OncoTree, release 2025_10_03 (CC-BY-4.0), with the codes that older releases had
 * in their place. The type of a code is its main type; its subtype is the code itself.
 */
public final class OncoTree {

  /** The release that codes are read by. */
  public static final String RELEASE = "2025_10_03";

  private static final int TISSUE = 1;

  /**
   * A tumour type.
   *
   * @param mainType such as Colorectal Cancer
   * @param level 0 root, 1 tissue, 2 and more tumour types
   */
  public record Node(String code, String name, String mainType, String tissue, int level) {}

  /** What a code comes to. */
  public sealed interface Resolved {
    /** A code of this release. */
    record Current(Node node) implements Resolved {}

    /** A code of an older release that has one successor. */
    record Renamed(Node node) implements Resolved {}

    /** A code of an older release that has several. */
    record Split(Set<String> successors) implements Resolved {}

    /** No code of any release. */
    record Unknown() implements Resolved {}
  }

  private final Map<String, Node> nodes = new HashMap<>();
  private final Map<Node, Node> parents = new HashMap<>();
  private final Map<String, Set<String>> successors = new HashMap<>();

  private OncoTree() {}

  /** Loads the release. */
  public static OncoTree load() throws IOException {
    OncoTree tree = new OncoTree();
    String file = "oncotree-" + RELEASE + ".json";
    try (InputStream in = OncoTree.class.getResourceAsStream(file)) {
      tree.add(Json.MAPPER.readTree(in).get("TISSUE"), null);
    }
    return tree;
  }

  private void add(JsonNode node, Node parent) {
    String code = node.get("code").asText();
    Node own =
        new Node(
            code,
            node.get("name").asText(),
            text(node, "mainType"),
            text(node, "tissue"),
            node.get("level").asInt());
    nodes.put(code.toUpperCase(Locale.ROOT), own);
    parents.put(own, parent);
    for (String before : new String[] {"history", "revocations", "precursors"}) {
      node.get(before)
          .forEach(
              old ->
                  successors
                      .computeIfAbsent(old.asText().toUpperCase(Locale.ROOT), o -> new TreeSet<>())
                      .add(code));
    }
    node.get("children").forEach(child -> add(child, own));
  }

  private static String text(JsonNode node, String field) {
    return node.path(field).asText("");
  }

  /** Reads a code in any case. */
  public Resolved resolve(String code) {
    String upper = code.toUpperCase(Locale.ROOT);
    if (nodes.containsKey(upper)) {
      return new Resolved.Current(nodes.get(upper));
    }
    Set<String> next = successors.getOrDefault(upper, Set.of());
    return switch (next.size()) {
      case 0 -> new Resolved.Unknown();
      case 1 -> new Resolved.Renamed(nodes.get(next.iterator().next().toUpperCase(Locale.ROOT)));
      default -> new Resolved.Split(next);
    };
  }

  /**
   * The nearest tumour type of the same main type that this is a kind of. A tissue is none, though
   * some are of a main type, too.
   */
  public Optional<Node> wider(Node of) {
    return Stream.iterate(parents.get(of), Objects::nonNull, parents::get)
        .filter(above -> above.level() > TISSUE && above.mainType().equals(of.mainType()))
        .findFirst();
  }

  /** Tumour types and tissues. */
  public int size() {
    return nodes.size();
  }
}
