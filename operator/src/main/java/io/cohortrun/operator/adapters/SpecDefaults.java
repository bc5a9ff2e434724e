package io.cohortrun.operator.adapters;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.util.StdConverter;
import io.cohortrun.crds.v1alpha1.CohortRunSpec;
import io.cohortrun.crds.v1alpha1.RunSchema;

/**
 * A spec with every default of this release, while it is read. The API server fills in those of the
 * kind that it has, and where that is an earlier release's it does not know the newest.
 */
final class SpecDefaults extends StdConverter<JsonNode, CohortRunSpec> {

  private static final RunSchema SPEC = RunSchema.load().of("spec");

  private static final ObjectMapper PLAIN =
      new ObjectMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

  @Override
  public CohortRunSpec convert(JsonNode spec) {
    SPEC.applyDefaults(spec);
    return PLAIN.convertValue(spec, CohortRunSpec.class);
  }
}
