package io.cohortrun.cli.spec;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Settings that are valid and have no effect in a local run: said aloud, never dropped silently.
 */
final class LocalLimits {

  private static final Map<String, String> NO_EFFECT =
      Map.of(
          "validation", "checks are not run by this version",
          "signOff", "nobody signs off a local run",
          "workers", "a local run does all work itself",
          "volumes", "a local run reads paths as they are",
          "ceilings", "a local run has no ceilings",
          "suspend", "a local run is paused by stopping it",
          "retry", "use the command's retry",
          "ttlSecondsAfterFinished", "a local run has no resource to delete");

  private static final Set<String> COMPUTED =
      Set.of(
          "associations",
          "survival",
          "signature",
          "concordance",
          "quality",
          "triage",
          "smallCells");

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
    for (Map.Entry<String, JsonNode> analysis : spec.path("analyses").properties()) {
      if (!COMPUTED.contains(analysis.getKey()) && !analysis.getValue().isNull()) {
        warnings.add(
            "spec.analyses.%s has no effect here: this version does not compute it"
                .formatted(analysis.getKey()));
      }
    }
    if (spec.at("/output/secretRef").isObject()) {
      warnings.add(
          "spec.output.secretRef has no effect here: credentials come from the environment");
    }
    return warnings;
  }
}
