package io.cohortrun.operator.status;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.cohortrun.crds.v1alpha1.RunSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A field that is new in the schema is new in the table of what may be absent. */
class EarlierStatusesTest {

  @Test
  void everyFieldOfTheSchemaIsAmongThoseThatMayBeAbsent() {
    List<String> missing = new ArrayList<>();
    collect(RunSchema.load().of("status").root(), EarlierStatuses.whole(), "", missing);
    assertThat(missing).isEmpty();
  }

  private static void collect(JsonNode schema, JsonNode value, String at, List<String> missing) {
    for (Map.Entry<String, JsonNode> property : schema.path("properties").properties()) {
      String path = at + "/" + property.getKey();
      if (value.has(property.getKey())) {
        collect(property.getValue(), value.get(property.getKey()), path, missing);
      } else {
        missing.add(path);
      }
    }
    if (schema.has("items")) {
      collect(schema.get("items"), value.path(0), at + "/0", missing);
    }
  }
}
