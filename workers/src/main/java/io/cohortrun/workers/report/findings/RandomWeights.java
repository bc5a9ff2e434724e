package io.cohortrun.workers.report.findings;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Optional;

/**
 * What a run does not rule out of its network: random weights. Sums of a slide's colours follow the
 * tissue whatever the weights, so that a signature of them orders patients, too.
 */
final class RandomWeights {

  private static final String NOT_EXCLUDED =
      "No check of this run tells its network from one of random weights, whose maps can order"
          + " patients as well: only paired mIF does.";

  private RandomWeights() {}

  /** Says so beside a signature, unless the network beat its baselines on paired mIF. */
  static Optional<Block> notExcluded(RunTables run) throws IOException {
    int row = 0;
    for (JsonNode check : run.validation().path("checks")) {
      if (check.path("name").asText().equals("Quality")) {
        return check.path("result").asText().equals("Passed")
            ? Optional.empty()
            : Optional.of(new Block.Warning(NOT_EXCLUDED, Validation.FILE + "#checks-" + row));
      }
      row++;
    }
    return Optional.of(new Block.Warning(NOT_EXCLUDED, MethodsPage.FILE));
  }
}
