package io.cohortrun.cli.spec;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Settings that are valid and have no effect in a local run: said aloud, never dropped silently.
 */
final class LocalLimits {

  private static final Map<String, String> NO_EFFECT =
      Map.of(
          "signOff", "nobody signs off a local run",
          "workers", "a local run does all work itself",
          "volumes", "a local run reads paths as they are",
          "ceilings", "a local run has no ceilings",
          "suspend", "a local run is paused by stopping it",
          "retry", "use the command's retry",
          "retryOnly", "use --code and --slide of the command's retry",
          "retention", "a local run has no resource to delete",
          "ttlSecondsAfterFinished", "a local run has no resource to delete",
          "ttlSecondsAfterFailed", "a local run has no resource to delete");

  private LocalLimits() {}

  /**
   * One sentence per setting without effect.
   *
   * @param spec as written, before defaults
   */
  static List<String> warnings(JsonNode spec) {
    List<String> warnings = new ArrayList<>();
    for (Map.Entry<String, JsonNode> field : spec.properties()) {
      String why = NO_EFFECT.get(field.getKey());
      if (why != null && !field.getValue().isNull()) {
        warnings.add("spec." + field.getKey() + " has no effect here: " + why);
      }
    }
    if (spec.at("/output/secretRef").isObject()) {
      warnings.add(
          "spec.output.secretRef has no effect here: credentials come from the environment");
    }
    return warnings;
  }
}
