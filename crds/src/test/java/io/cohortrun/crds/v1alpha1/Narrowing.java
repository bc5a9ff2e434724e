package io.cohortrun.crds.v1alpha1;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.BiPredicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a schema no longer takes, or means otherwise, that an older one took. */
final class Narrowing {

  /** Bounds and whether one is at least as wide as another. */
  private static final Map<String, BiPredicate<JsonNode, JsonNode>> BOUNDS =
      Map.of(
          "maximum", (now, old) -> now.asDouble() >= old.asDouble(),
          "maxLength", (now, old) -> now.asLong() >= old.asLong(),
          "maxItems", (now, old) -> now.asLong() >= old.asLong(),
          "minimum", (now, old) -> now.asDouble() <= old.asDouble(),
          "minLength", (now, old) -> now.asLong() <= old.asLong(),
          "minItems", (now, old) -> now.asLong() <= old.asLong());

  private static final Pattern UNLESS_IT_HAS =
      Pattern.compile("!has\\(self\\.(\\w+)\\) \\|\\| [^?]+");

  private final List<String> found = new ArrayList<>();

  private Narrowing() {}

  /** One sentence for each, with the path of the field. */
  static List<String> between(JsonNode old, JsonNode now) {
    Narrowing narrowing = new Narrowing();
    narrowing.compare("", old, now);
    return narrowing.found;
  }

  private void compare(String path, JsonNode old, JsonNode now) {
    if (now.isMissingNode()) {
      found.add(path + ": gone");
      return;
    }
    for (String same : List.of("type", "default", "format")) {
      if (!old.path(same).equals(now.path(same))) {
        found.add("%s: %s %s -> %s".formatted(path, same, old.path(same), now.path(same)));
      }
    }
    BOUNDS.forEach(
        (bound, wider) -> {
          if (now.has(bound) && !(old.has(bound) && wider.test(now.get(bound), old.get(bound)))) {
            found.add("%s: %s %s -> %s".formatted(path, bound, old.path(bound), now.get(bound)));
          }
        });
    if (now.has("pattern") && !now.get("pattern").equals(old.path("pattern"))) {
      found.add("%s: pattern -> %s".formatted(path, now.get("pattern")));
    }
    SortedSet<String> gone = values(old.path("enum"));
    gone.removeAll(values(now.path("enum")));
    if (now.has("enum") && (!old.has("enum") || !gone.isEmpty())) {
      found.add(path + ": no longer one of " + gone);
    }
    SortedSet<String> required = values(now.path("required"));
    required.removeAll(values(old.path("required")));
    if (!required.isEmpty()) {
      found.add(path + ": now required " + required);
    }
    SortedSet<String> rules = values(now.path("x-kubernetes-validations"));
    rules.removeAll(values(old.path("x-kubernetes-validations")));
    rules.removeIf(rule -> isOfANewField(rule, old.path("properties")));
    rules.forEach(rule -> found.add(path + ": new rule " + rule));
    old.path("properties")
        .fieldNames()
        .forEachRemaining(
            name ->
                compare(
                    path + "." + name,
                    old.at("/properties/" + name),
                    now.at("/properties/" + name)));
    for (String inner : List.of("items", "additionalProperties")) {
      if (old.has(inner)) {
        compare(path + "[]", old.get(inner), now.path(inner));
      }
    }
  }

  /** Holds for whatever has no such field, and so for all that the older schema took. */
  private static boolean isOfANewField(String rule, JsonNode fields) {
    Matcher named = UNLESS_IT_HAS.matcher(rule);
    return named.matches() && !fields.has(named.group(1));
  }

  private static SortedSet<String> values(JsonNode list) {
    SortedSet<String> values = new TreeSet<>();
    list.forEach(v -> values.add(v.isTextual() ? v.asText() : v.path("rule").asText(v.toString())));
    return values;
  }
}
