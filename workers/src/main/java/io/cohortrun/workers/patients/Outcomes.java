package io.cohortrun.workers.patients;

import io.cohortrun.workflows.stats.screen.Outcome;
import io.cohortrun.workflows.stats.screen.Population;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Endpoints in tables that are read. */
final class Outcomes {

  private Outcomes() {}

  /** Whether each patient had the event, as a variable per endpoint. */
  static List<Variable> variables(Population population) {
    return population.outcomes().stream()
        .map(
            o ->
                new Variable(
                    o.name(),
                    List.of("no event", "event"),
                    IntStream.range(0, population.size())
                        .mapToDouble(
                            p -> Double.isNaN(o.time()[p]) ? Double.NaN : o.event()[p] ? 1 : 0)
                        .toArray()))
        .toList();
  }

  /** Those of some patients whose follow-up is known. */
  static int[] followed(Outcome outcome, int[] patients) {
    return Arrays.stream(patients).filter(p -> !Double.isNaN(outcome.time()[p])).toArray();
  }
}
