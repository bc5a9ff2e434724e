package io.cohortrun.crds.v1alpha1;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** {@code docs/reference/cohortrun.md}: one table per object of the schema. */
final class ReferencePage {

  private static final String INTRODUCTION =
      """
      # CohortRun reference

      Generated from the model; to write it: `%s`.

      `apiVersion: cohortrun.io/v1alpha1`, `kind: CohortRun`, short name `crun`. The local command and
      the cluster read the same file. The smallest valid one:

      ```yaml
      apiVersion: cohortrun.io/v1alpha1
      kind: CohortRun
      metadata: {name: quickstart}
      spec:
        manifest: {uri: manifest.csv}
        model: {bundle: demo}
        output: {uri: out}
      ```

      A field in bold is required. A limit of length or number is stated where there is one.
      """;

  private final StringBuilder page = new StringBuilder();

  private ReferencePage() {}

  static String render(JsonNode schema) {
    ReferencePage reference = new ReferencePage();
    reference.page.append(INTRODUCTION.formatted(GeneratedFiles.REGENERATE));
    reference.object("spec", schema.at("/properties/spec"));
    reference.object("status", schema.at("/properties/status"));
    return reference.page.toString();
  }

  private void object(String path, JsonNode schema) {
    page.append("\n## `").append(path).append("`\n\n");
    page.append(schema.path("description").asText()).append("\n\n");
    page.append("| field | type | limits | meaning |\n|---|---|---|---|\n");
    List<String> required = new ArrayList<>();
    schema.path("required").forEach(r -> required.add(r.asText()));
    for (Map.Entry<String, JsonNode> field : schema.get("properties").properties()) {
      String name = "`" + field.getKey() + "`";
      page.append("| ")
          .append(required.contains(field.getKey()) ? "**" + name + "**" : name)
          .append(" | ")
          .append(type(field.getValue()))
          .append(" | ")
          .append(String.join(", ", limits(field.getValue())))
          .append(" | ")
          .append(cell(field.getValue().path("description").asText()))
          .append(" |\n");
    }
    rules(schema);
    for (Map.Entry<String, JsonNode> field : schema.get("properties").properties()) {
      JsonNode value = field.getValue();
      if (value.has("properties")) {
        object(path + "." + field.getKey(), value);
      } else if (value.path("items").has("properties")) {
        object(path + "." + field.getKey() + "[]", value.get("items"));
      }
    }
  }

  private void rules(JsonNode schema) {
    JsonNode rules = schema.path("x-kubernetes-validations");
    if (!rules.isEmpty()) {
      page.append("\nRules:\n\n");
      rules.forEach(r -> page.append("- ").append(r.get("message").asText()).append("\n"));
    }
  }

  private static String type(JsonNode schema) {
    if (schema.has("enum")) {
      List<String> values = new ArrayList<>();
      schema.get("enum").forEach(v -> values.add("`" + v.asText() + "`"));
      return String.join(", ", values);
    }
    return switch (schema.get("type").asText()) {
      case "array" -> "list of " + type(schema.get("items"));
      case "object" ->
          schema.has("additionalProperties")
              ? "map to " + type(schema.get("additionalProperties"))
              : "object";
      default -> schema.get("type").asText();
    };
  }

  private static List<String> limits(JsonNode schema) {
    List<String> limits = new ArrayList<>();
    bound(limits, schema, "minimum", schema.has("exclusiveMinimum") ? "> " : ">= ");
    bound(limits, schema, "maximum", schema.has("exclusiveMaximum") ? "< " : "<= ");
    bound(limits, schema, "maxItems", "items <= ");
    bound(limits, schema, "maxProperties", "entries <= ");
    bound(limits, schema, "maxLength", "characters <= ");
    if (schema.has("pattern")) {
      limits.add("`" + cell(schema.get("pattern").asText()) + "`");
    }
    return limits;
  }

  private static void bound(List<String> limits, JsonNode schema, String name, String sign) {
    if (schema.has(name)) {
      limits.add(sign + schema.get(name).asText());
    }
  }

  private static String cell(String text) {
    return text.replace("|", "\\|");
  }
}
