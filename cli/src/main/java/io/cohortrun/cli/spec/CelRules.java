package io.cohortrun.cli.spec;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.projectnessie.cel.checker.Decls;
import org.projectnessie.cel.tools.ScriptException;
import org.projectnessie.cel.tools.ScriptHost;

/**
 * Evaluates the schema's {@code x-kubernetes-validations} that hold at creation; those that speak
 * of {@code oldSelf} guard changes and are the API server's.
 */
final class CelRules {

  private final ScriptHost host = ScriptHost.newBuilder().build();

  /** Problems of a document whose values are of the types that the schema says. */
  List<Problem> find(YamlDocument document, JsonNode schema) {
    List<Problem> problems = new ArrayList<>();
    walk(document, document.root(), schema, "", problems);
    return problems;
  }

  private void walk(
      YamlDocument document, JsonNode value, JsonNode schema, String path, List<Problem> problems) {
    for (JsonNode rule : schema.path("x-kubernetes-validations")) {
      String expression = rule.get("rule").asText();
      if (!expression.contains("oldSelf") && !holds(expression, typed(value, schema))) {
        problems.add(new Problem(path, document.line(path), rule.get("message").asText()));
      }
    }
    for (Map.Entry<String, JsonNode> property : schema.path("properties").properties()) {
      JsonNode child = value.get(property.getKey());
      if (child != null && !child.isNull()) {
        String name = path.isEmpty() ? property.getKey() : path + "." + property.getKey();
        walk(document, child, property.getValue(), name, problems);
      }
    }
    if (value.isArray()) {
      for (int i = 0; i < value.size(); i++) {
        walk(document, value.get(i), schema.path("items"), path + "[" + i + "]", problems);
      }
    }
  }

  private boolean holds(String expression, Object self) {
    try {
      return host.buildScript(expression)
          .withDeclarations(Decls.newVar("self", Decls.Dyn))
          .build()
          .execute(Boolean.class, Map.of("self", self));
    } catch (ScriptException e) {
      throw new IllegalStateException("rule cannot be evaluated: " + expression, e);
    }
  }

  /** CEL compares no integer with a double, so numbers take the type that the schema gives. */
  private static Object typed(JsonNode value, JsonNode schema) {
    if (value.isObject()) {
      Map<String, Object> map = new LinkedHashMap<>();
      for (Map.Entry<String, JsonNode> field : value.properties()) {
        JsonNode known = schema.path("properties").path(field.getKey());
        if (!field.getValue().isNull()) {
          map.put(
              field.getKey(),
              typed(
                  field.getValue(),
                  known.isMissingNode() ? schema.path("additionalProperties") : known));
        }
      }
      return map;
    }
    if (value.isArray()) {
      List<Object> list = new ArrayList<>();
      value.forEach(item -> list.add(typed(item, schema.path("items"))));
      return list;
    }
    if (value.isNumber()) {
      return schema.path("type").asText().equals("number")
          ? (Object) value.doubleValue()
          : (Object) value.longValue();
    }
    return value.isBoolean() ? (Object) value.booleanValue() : value.asText();
  }
}
