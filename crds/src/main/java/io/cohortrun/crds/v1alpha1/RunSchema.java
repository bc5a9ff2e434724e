package io.cohortrun.crds.v1alpha1;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;

/**
 * The committed schema of CohortRun, and what the API server does with it before validation.
 *
 * @param root OpenAPI schema of the whole resource, or of a part of it
 */
public record RunSchema(JsonNode root) {

  private static final String RESOURCE = "/META-INF/cohortrun/cohortruns.cohortrun.io-v1.yml";

  /** That of the whole resource. */
  public static RunSchema load() {
    try (InputStream in = CohortRun.class.getResourceAsStream(RESOURCE)) {
      return new RunSchema(
          new YAMLMapper().readTree(in).at("/spec/versions/0/schema/openAPIV3Schema"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** That of a field. */
  public RunSchema of(String property) {
    return new RunSchema(root.path("properties").path(property));
  }

  /** Sets absent values, and null ones that have a default, as the API server does. */
  public void applyDefaults(JsonNode value) {
    applyDefaults(value, root);
  }

  private static void applyDefaults(JsonNode value, JsonNode schema) {
    if (value instanceof ObjectNode object) {
      for (Map.Entry<String, JsonNode> property : schema.path("properties").properties()) {
        JsonNode fallback = property.getValue().get("default");
        if (fallback != null && !object.hasNonNull(property.getKey())) {
          object.set(property.getKey(), fallback.deepCopy());
        }
        applyDefaults(object.path(property.getKey()), property.getValue());
      }
    }
    if (value.isArray()) {
      value.forEach(item -> applyDefaults(item, schema.path("items")));
    }
  }
}
