package io.cohortrun.cli.spec;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Names fields that the schema does not have. The API server would drop them in silence; here a
 * misspelt setting is an error.
 */
final class UnknownFields {

  /** Fields of every Kubernetes object, which the schema leaves to the API server. */
  private static final Set<String> OF_EVERY_OBJECT = Set.of("apiVersion", "kind", "metadata");

  private UnknownFields() {}

  static List<Problem> find(YamlDocument document, JsonNode schema) {
    List<Problem> problems = new ArrayList<>();
    walk(document, document.root(), schema, "", problems);
    return problems;
  }

  private static void walk(
      YamlDocument document, JsonNode value, JsonNode schema, String path, List<Problem> problems) {
    if (value.isArray()) {
      for (int i = 0; i < value.size(); i++) {
        walk(document, value.get(i), schema.path("items"), path + "[" + i + "]", problems);
      }
    }
    if (!value.isObject() || !schema.has("properties")) {
      return;
    }
    for (Map.Entry<String, JsonNode> field : value.properties()) {
      if (path.isEmpty() && OF_EVERY_OBJECT.contains(field.getKey())) {
        continue;
      }
      String child = path.isEmpty() ? field.getKey() : path + "." + field.getKey();
      JsonNode known = schema.get("properties").get(field.getKey());
      if (known != null) {
        walk(document, field.getValue(), known, child, problems);
      } else {
        problems.add(
            new Problem(
                child,
                document.line(child),
                "unknown field" + suggest(field.getKey(), schema.get("properties"))));
      }
    }
  }

  private static String suggest(String name, JsonNode properties) {
    List<String> known = new ArrayList<>();
    properties.fieldNames().forEachRemaining(known::add);
    Optional<String> nearest =
        known.stream()
            .filter(k -> distance(name, k) <= 1 + name.length() / 4)
            .min(Comparator.comparingInt(k -> distance(name, k)));
    return nearest
        .map(k -> "; did you mean " + k + "?")
        .orElse("; known here: " + String.join(", ", known));
  }

  /** Edits (Levenshtein) from a to b, upper and lower case alike. */
  static int distance(String a, String b) {
    String left = a.toLowerCase(Locale.ROOT);
    String right = b.toLowerCase(Locale.ROOT);
    int[] row = new int[right.length() + 1];
    for (int j = 0; j < row.length; j++) {
      row[j] = j;
    }
    for (int i = 1; i <= left.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j < row.length; j++) {
        int replace = diagonal + (left.charAt(i - 1) == right.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replace, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[right.length()];
  }
}
