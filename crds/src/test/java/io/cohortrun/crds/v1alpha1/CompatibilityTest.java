package io.cohortrun.crds.v1alpha1;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Runs that the first v1alpha1 took are taken for ever, and mean the same. */
class CompatibilityTest {

  private static final Path FIRST =
      Path.of("src/test/resources/first/cohortruns.cohortrun.io-v1alpha1.yml");

  @Test
  void nothingIsTakenAwayFromTheFirstVersion() throws IOException {
    assertThat(Narrowing.between(schema(read()), schema(Crd.generate().tree()))).isEmpty();
  }

  @Test
  void whatNarrowsASchemaIsFound() throws IOException {
    JsonNode old =
        new YAMLMapper()
            .readTree("{type: object, properties: {a: {type: string}, b: {enum: [x, y]}}}");
    JsonNode now =
        new YAMLMapper()
            .readTree(
                "{type: object, required: [b], properties: {a: {type: string, maxLength: 3}, b: {enum: [x]}}}");
    assertThat(Narrowing.between(old, now))
        .containsExactly(": now required [b]", ".a: maxLength  -> 3", ".b: no longer one of [y]");
    assertThat(Narrowing.between(now, old)).isEmpty();

    String rules = "{type: object, properties: {%s}, x-kubernetes-validations: [{rule: '%s'}]}";
    JsonNode ofA =
        new YAMLMapper().readTree(rules.formatted("a: {}", "!has(self.a) || self.b > 0"));
    assertThat(Narrowing.between(new YAMLMapper().readTree("{type: object}"), ofA)).isEmpty();
    assertThat(
            Narrowing.between(
                new YAMLMapper().readTree("{type: object, properties: {a: {}}}"), ofA))
        .containsExactly(": new rule !has(self.a) || self.b > 0");
  }

  private static JsonNode schema(JsonNode crd) {
    return crd.at("/spec/versions/0/schema/openAPIV3Schema");
  }

  private static JsonNode read() throws IOException {
    return new YAMLMapper().readTree(FIRST.toFile());
  }
}
