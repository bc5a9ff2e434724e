package io.cohortrun.operator.status;

import io.cohortrun.crds.v1alpha1.TopReason;
import io.cohortrun.workflows.contract.CohortResult;
import io.cohortrun.workflows.contract.Outcome;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** What rows ended in, as the status says it: while a run goes on as when it has ended. */
final class Reasons {

  private Reasons() {}

  /** Rows by the name of their outcome. */
  static Map<String, Integer> outcomes(SortedMap<Outcome, Integer> counts) {
    Map<String, Integer> outcomes = new TreeMap<>();
    counts.forEach((outcome, rows) -> outcomes.put(outcome.name(), rows));
    return outcomes;
  }

  /**
   * The most frequent failures, each with an example where one is known.
   *
   * @param examples failure to a row that has it
   */
  static List<TopReason> top(
      SortedMap<Outcome, Integer> counts, SortedMap<Outcome, Integer> examples) {
    return CohortResult.mostFrequent(counts).stream()
        .map(outcome -> reason(outcome, counts.get(outcome), examples.get(outcome)))
        .toList();
  }

  private static TopReason reason(Outcome outcome, int rows, Integer example) {
    TopReason reason = new TopReason();
    reason.setOutcome(outcome.name());
    reason.setRows(rows);
    reason.setExampleRow(example);
    return reason;
  }
}
