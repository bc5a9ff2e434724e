package io.cohortrun.crds.v1alpha1;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What every field of the resource owes its readers, and the API server's cost budget. */
class SchemaTest {

  private final JsonNode schema = Crd.generate().schema();

  @Test
  void everyFieldIsDocumented() {
    assertThat(fields(schema, ""))
        .hasSizeGreaterThan(90)
        .allSatisfy(
            f -> assertThat(f.schema().path("description").asText()).as(f.path()).endsWith("."));
  }

  @Test
  void everySpecValueSaysWhetherItMayChange() {
    assertThat(fields(schema.at("/properties/spec"), "spec"))
        .filteredOn(f -> !f.schema().has("properties"))
        .allSatisfy(
            f ->
                assertThat(f.schema().path("description").asText())
                    .as(f.path())
                    .containsPattern("Immutable\\.|May (change|be raised)"));
  }

  @Test
  void everyDefaultIsInTheDocumentation() {
    assertThat(fields(schema, ""))
        .filteredOn(f -> f.schema().has("default") && !f.type().equals("object"))
        .allSatisfy(
            f ->
                assertThat(f.schema().path("description").asText())
                    .as(f.path())
                    .contains("Default: " + text(f.schema().get("default"))));
  }

  @Test
  void everyListMapAndTextIsBounded() {
    List<Field> all = fields(schema, "");
    assertThat(all)
        .filteredOn(f -> f.type().equals("array"))
        .allSatisfy(f -> assertThat(f.schema().has("maxItems")).as(f.path()).isTrue());
    assertThat(all)
        .filteredOn(f -> f.schema().has("additionalProperties"))
        .allSatisfy(f -> assertThat(f.schema().has("maxProperties")).as(f.path()).isTrue());
    assertThat(all)
        .filteredOn(f -> f.type().equals("string"))
        .allSatisfy(
            f ->
                assertThat(
                        f.schema().has("maxLength")
                            || f.schema().has("enum")
                            || f.schema().path("pattern").asText().endsWith("$"))
                    .as(f.path())
                    .isTrue());
  }

  @Test
  void everySpecFieldIsGuardedByAnImmutabilityRuleOrListedAsMutable() {
    List<String> mutable =
        List.of(
            "suspend",
            "mode",
            "retry",
            "retryOnly",
            "signOff",
            "ttlSecondsAfterFinished",
            "ttlSecondsAfterFailed");
    String rules = schema.at("/properties/spec/x-kubernetes-validations").toString();
    schema
        .at("/properties/spec/properties")
        .fieldNames()
        .forEachRemaining(
            name -> {
              if (!mutable.contains(name)) {
                assertThat(rules).as(name).contains("oldSelf." + name);
              }
            });
  }

  @Test
  void aRunWithoutSpecIsRefused() {
    assertThat(schema.get("required")).hasSize(1);
    assertThat(schema.at("/properties/spec/required"))
        .extracting(JsonNode::asText)
        .containsExactlyInAnyOrder("manifest", "model", "output");
  }

  private record Field(String path, JsonNode schema) {
    String type() {
      return schema.path("type").asText();
    }
  }

  private static String text(JsonNode value) {
    return value.isTextual() ? value.asText() : value.toString();
  }

  private static List<Field> fields(JsonNode schema, String path) {
    List<Field> found = new ArrayList<>();
    for (Map.Entry<String, JsonNode> property : schema.path("properties").properties()) {
      String name = path + "." + property.getKey();
      found.add(new Field(name, property.getValue()));
      found.addAll(fields(property.getValue(), name));
      found.addAll(fields(property.getValue().path("items"), name + "[]"));
    }
    return found;
  }
}
