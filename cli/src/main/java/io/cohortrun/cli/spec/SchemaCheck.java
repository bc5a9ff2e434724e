package io.cohortrun.cli.spec;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import com.networknt.schema.path.NodePath;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Types, ranges, patterns and required fields, as the CRD's schema has them. */
final class SchemaCheck {

  private static final SchemaRegistryConfig ENGLISH =
      SchemaRegistryConfig.builder().locale(Locale.ENGLISH).build();

  /** OpenAPI 3.0 schemas carry draft 4's boolean exclusiveMinimum. */
  private final Schema schema;

  SchemaCheck(JsonNode schema) {
    this.schema =
        SchemaRegistry.withDefaultDialect(
                SpecificationVersion.DRAFT_4, b -> b.schemaRegistryConfig(ENGLISH))
            .getSchema(schema);
  }

  List<Problem> find(YamlDocument document) {
    List<Problem> problems = new ArrayList<>();
    for (Error error : schema.validate(document.root())) {
      String path = path(error.getInstanceLocation());
      if (error.getKeyword().equals("required")) {
        String child = path.isEmpty() ? error.getProperty() : path + "." + error.getProperty();
        problems.add(new Problem(child, document.line(child), "is required"));
      } else {
        problems.add(new Problem(path, document.line(path), sentence(error)));
      }
    }
    return problems;
  }

  private static String sentence(Error error) {
    JsonNode value = error.getInstanceNode();
    String shown = value == null || value.isContainerNode() ? "this" : value.toString();
    JsonNode limit = error.getSchemaNode();
    return switch (error.getKeyword()) {
      case "type" -> shown + " is not of type " + limit.asText();
      case "enum" -> shown + " is not one of " + String.join(", ", texts(limit));
      case "pattern" -> shown + " does not match " + limit.asText();
      default -> error.getMessage();
    };
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(v -> texts.add(v.asText()));
    return texts;
  }

  private static String path(NodePath location) {
    StringBuilder path = new StringBuilder();
    for (int i = 0; i < location.getNameCount(); i++) {
      if (location.getElement(i) instanceof Integer index) {
        path.append('[').append(index).append(']');
      } else {
        path.append(path.isEmpty() ? "" : ".").append(location.getName(i));
      }
    }
    return path.toString();
  }
}
