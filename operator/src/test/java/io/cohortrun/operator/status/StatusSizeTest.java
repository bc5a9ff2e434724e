package io.cohortrun.operator.status;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.cohortrun.crds.v1alpha1.CohortRunStatus;
import io.cohortrun.crds.v1alpha1.Condition;
import io.cohortrun.crds.v1alpha1.ConditionType;
import io.cohortrun.crds.v1alpha1.State;
import io.cohortrun.operator.decide.Case;
import io.cohortrun.operator.decide.Decision;
import io.cohortrun.operator.decide.Verdict;
import io.cohortrun.workflows.contract.Outcome;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Field;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A status is under 16 KB whatever stands in it, not by luck. */
class StatusSizeTest {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  /** Sentences of others may have any length, and signs that take many bytes. */
  @ParameterizedTest
  @ValueSource(strings = {"a", "\"", "\u20ac", "\u0001", "<", "\ud83d\ude00"})
  void withEveryFieldAtItsLongestItIsUnderSixteenKilobytes(String sign) throws Exception {
    String sentence = sign.repeat(10_000);
    List<Verdict> verdicts =
        types().stream()
            .map(type -> new Verdict(type, Verdict.Truth.Unknown, "R".repeat(500), sentence))
            .toList();
    CohortRunStatus longest =
        StatusBuilder.build(
            full(),
            Case.of("started", "away", ""),
            new Decision(List.of(), State.Pending, verdicts, Optional.empty()),
            Long.MAX_VALUE);
    longest.setPods(full().getPods());
    longest.setGpuSeconds(full().getGpuSeconds());
    assertThat(longest.getConditions()).hasSize(12).allMatch(c -> !c.getMessage().isEmpty());
    assertThat(longest.getPendingReason()).isNotEmpty();
    assertThat(json(longest)).hasSizeLessThan(16 << 10);
  }

  @Test
  void aSentenceThatFitsIsLeftAsItIsAndNoSignIsCutInTwo() {
    assertThat(Bounded.of("no node has nvidia.com/gpu free", 31)).hasSize(31);
    assertThat(Bounded.of("ab\ud83d\ude00", 5)).isEqualTo("ab");
    assertThat(Bounded.of("ab\ud83d\ude00", 6)).isEqualTo("ab\ud83d\ude00");
  }

  private static List<String> types() {
    return Arrays.stream(ConditionType.class.getFields()).map(StatusSizeTest::text).toList();
  }

  private static String text(Field constant) {
    try {
      return (String) constant.get(null);
    } catch (IllegalAccessException e) {
      throw new AssertionError(e);
    }
  }

  /** Escaped as the API server does it. */
  private static byte[] json(CohortRunStatus status) throws IOException {
    return new ObjectMapper()
        .writeValueAsString(status)
        .replace("<", "\\u003c")
        .getBytes(StandardCharsets.UTF_8);
  }

  /** Each field as long as the kind allows; conditions are the builder's. */
  private static CohortRunStatus full() throws IOException {
    try (InputStream crd =
        Condition.class.getResourceAsStream("/META-INF/cohortrun/cohortruns.cohortrun.io-v1.yml")) {
      JsonNode schema =
          new ObjectMapper(new YAMLFactory())
              .readTree(crd)
              .at("/spec/versions/0/schema/openAPIV3Schema/properties/status");
      ObjectNode status = (ObjectNode) longest(schema);
      status.remove("conditions");
      ObjectNode outcomes = (ObjectNode) status.get("slides").get("outcomes");
      Arrays.stream(Outcome.values()).forEach(o -> outcomes.put(o.name(), Integer.MAX_VALUE));
      return new ObjectMapper().treeToValue(status, CohortRunStatus.class);
    }
  }

  private static JsonNode longest(JsonNode schema) {
    return switch (schema.get("type").asText()) {
      case "object" -> {
        ObjectNode object = JSON.objectNode();
        schema
            .path("properties")
            .properties()
            .forEach(p -> object.set(p.getKey(), longest(p.getValue())));
        yield object;
      }
      case "array" ->
          JSON.arrayNode()
              .addAll(
                  Collections.nCopies(
                      schema.get("maxItems").asInt(), longest(schema.get("items"))));
      case "string" -> JSON.textNode(longestText(schema));
      case "integer" -> JSON.numberNode(Integer.MAX_VALUE);
      case "number" -> JSON.numberNode(-Double.MIN_NORMAL);
      default -> throw new AssertionError(schema);
    };
  }

  private static String longestText(JsonNode schema) {
    return schema.has("enum")
        ? StreamSupport.stream(schema.get("enum").spliterator(), false)
            .map(JsonNode::asText)
            .max(Comparator.comparingInt(String::length))
            .orElseThrow()
        : "x".repeat(schema.path("maxLength").asInt(7));
  }
}
