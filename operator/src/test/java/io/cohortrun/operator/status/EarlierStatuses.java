package io.cohortrun.operator.status;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cohortrun.crds.v1alpha1.CohortRunStatus;
import io.cohortrun.crds.v1alpha1.State;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Statuses as earlier releases may have left them: each lacks one field. */
public final class EarlierStatuses {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private static final String WHOLE =
      """
      {"observedGeneration": 1, "state": "Running", "phase": "Infer",
       "conditions": [
        {"type": "Accepted", "status": "True", "reason": "Frozen", "message": "m",
         "lastTransitionTime": "2026-01-01T11:00:00Z", "observedGeneration": 1},
        {"type": "Suspended", "status": "True", "reason": "SuspendedByUser", "message": "m",
         "lastTransitionTime": "2026-01-01T11:00:00Z", "observedGeneration": 1},
        {"type": "WorkersReady", "status": "False", "reason": "Queued", "message": "m",
         "lastTransitionTime": "2026-01-01T11:00:00Z", "observedGeneration": 1},
        {"type": "Stalled", "status": "True", "reason": "NodeLost", "message": "m",
         "lastTransitionTime": "2026-01-01T11:00:00Z", "observedGeneration": 1},
        {"type": "Complete", "status": "False", "reason": "WorkflowStarting", "message": "m",
         "lastTransitionTime": "2026-01-01T11:00:00Z", "observedGeneration": 1}],
       "slides": {"total": 9, "done": 1, "failed": 1, "outcomes": {"NotFound": 1}},
       "topReasons": [{"outcome": "NotFound", "rows": 1, "exampleRow": 3}],
       "progress": {"percent": 5, "tiles": 4, "tilesTotal": 90, "slidesPerHour": 2.0,
        "tilesPerHour": 8.0, "eta": "2026-01-01T20:00:00Z", "time": "2026-01-01T11:50:00Z",
        "lastProgressTime": "2026-01-01T11:40:00Z"},
       "pendingReason": "m",
       "frozen": {"spec": "a", "manifest": "b", "bundle": "c", "image": "d", "cpuImage": "e",
        "featureVersion": "f"},
       "attempt": 1, "workflowId": "cohortrun-u-1", "runId": "run-0",
       "result": {"uri": "s3://b/out/runs/u/1", "digest": "g"},
       "gpuSeconds": {"held": 1.0, "useful": 1.0, "wasted": 1.0, "time": "2026-01-01T11:50:00Z"},
       "pods": {"created": 2, "newest": "2026-01-01T11:00:00Z", "atNewest": 1},
       "outputBytes": 7, "startTime": "2026-01-01T11:00:00Z",
       "completionTime": "2026-01-01T11:50:00Z"}
      """;

  private EarlierStatuses() {}

  /** All fields, as JSON. */
  static JsonNode whole() {
    try {
      return MAPPER.readTree(WHOLE);
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }

  /** Every field, those within fields too, as JSON pointers. */
  public static Stream<String> fields() {
    List<String> fields = new ArrayList<>();
    collect(whole(), "", fields);
    return fields.stream();
  }

  private static void collect(JsonNode node, String at, List<String> fields) {
    for (Map.Entry<String, JsonNode> field : node.properties()) {
      String path = at + "/" + field.getKey();
      fields.add(path);
      collect(field.getValue(), path, fields);
    }
    if (node.isArray()) {
      for (int i = 0; i < node.size(); i++) {
        collect(node.get(i), at + "/" + i, fields);
      }
    }
  }

  /** The status of attempt 1 of run {@code u}, with all of its fields but that one. */
  public static CohortRunStatus without(String field, State state) {
    ObjectNode status = (ObjectNode) whole();
    status.put("state", state.name());
    JsonPointer path = JsonPointer.compile(field);
    ((ObjectNode) status.at(path.head())).remove(path.last().getMatchingProperty());
    return MAPPER.convertValue(status, CohortRunStatus.class);
  }
}
